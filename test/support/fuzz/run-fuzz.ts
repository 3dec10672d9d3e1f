/**
 * Messages against a real owner on both its doors. Those that do not fit come first, and must leave no trace at all: no process, no file, no entry. Those that fit
 * may be done, but never become part of a command line, and never run what the runbook keeps behind a token.
 */
import type { Peer } from '../../../shared/contract/serve.ts'
import { type Attack, attacks } from './messages.ts'
import { Fuzz, type FuzzReport } from './rounds.ts'
import { makeScene } from './scene.ts'
import { Target } from './target-process.ts'
import { worldOf } from './world.ts'

const PEERS: Peer[] = ['terminal', 'window']

/** So many messages that fit are among them: they do real work, and there are fewer ways to be right than to be wrong. */
const FITTING = 0.05

export async function runFuzz(messages: number, seed: number, onProgress = (_: FuzzReport) => {}): Promise<FuzzReport> {
  const scene = makeScene()
  const target = new Target(scene)
  try {
    await target.ready()
    const fuzz = new Fuzz(target)
    const world = await worldOf(target)
    const sources = PEERS.map((peer, index) => ({ peer, source: attacks(seed + index, peer, world) }))
    const kept = new Map<Peer, Attack[]>(PEERS.map((peer) => [peer, []]))
    const wanted = Math.floor((messages * (1 - FITTING)) / PEERS.length)
    for (const isStrict of [true, false]) {
      const before = await fuzz.before()
      if (isStrict) await fuzz.cutOff()
      for (const { peer, source } of sources) {
        const count = isStrict ? wanted : Math.ceil((messages * FITTING) / PEERS.length)
        const fitting = kept.get(peer)!
        const batch: Attack[] = []
        while ((isStrict ? batch : fitting).length < count) {
          const attack = source.next().value as Attack
          if (attack.fits) fitting.push(attack)
          else if (isStrict && isSendable(peer, attack)) batch.push(attack)
        }
        for (let from = 0; from < count; from += 2000) {
          await fuzz.throughDoor(peer, (isStrict ? batch : fitting).slice(from, Math.min(from + 2000, count)))
          onProgress(fuzz.report)
        }
      }
      await fuzz.look(before, isStrict)
    }
    return fuzz.report
  } finally {
    await target.end()
    scene.remove()
  }
}

/** A WebSocket's text frames are UTF-8, and of a limited size: what is neither has its own round. */
const isSendable = (peer: Peer, { bytes }: Attack): boolean =>
  peer === 'window'
    ? bytes.length < 200 * 1024 && !bytes.toString('utf8').includes('\ufffd')
    : bytes.length < 8 * 1024 * 1024 && !bytes.includes(10)
