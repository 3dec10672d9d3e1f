/** Opening a bundle for a replay: handed over, verified, read; with how far it is, and the way to stop. */
import { useRef, useState } from 'react'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { RecordingSource } from '../../../shared/replay/replay-client.ts'
import { useSession } from '../context.tsx'
import { handOver } from '../hand-over.ts'
import { messageOf } from '../message-of.ts'
import type { VerifySource } from '../use-verify.ts'
import type { ReplayWish } from './replay.ts'

export type Opening =
  | { doing: 'handing-over'; done: number; total: number }
  | { doing: 'verifying'; done: number }
  | { doing: 'reading'; done: number; total: number }

type Opened = Extract<Results['bundle.open'], { ok: true }>

const PAGE = 2000
const LOOK_EVERY_MS = 300

const bundleSource = (client: CockpitClient, bundle: string): RecordingSource => ({
  call: (method, params) => client.call(method, { ...params, bundle }),
})

async function readEntries(client: CockpitClient, { bundle, release, size }: Opened, onRead: (seq: number) => void) {
  const events: RecordedEvent[] = []
  for (let fromSeq = 1; fromSeq <= size; fromSeq += PAGE) {
    const page = await client.call('events.read', { release, bundle, fromSeq, limit: PAGE })
    events.push(...page.events)
    onRead(Math.min(size, fromSeq + PAGE - 1))
  }
  return events
}

const nameOf = (source: VerifySource) =>
  'file' in source ? source.file.name : (source.path.split(/[/\\]/).at(-1) ?? source.path)

/** The sentence of a refusal, with the entry where there is one. */
const refusalOf = ({ verdict, message, firstBadSeq }: Extract<Results['bundle.open'], { ok: false }>): string =>
  `Not replayed: ${verdict}.${firstBadSeq === null ? '' : ` First bad entry: ${firstBadSeq}.`} ${message}`

export function useOpenBundle() {
  const { cockpit, ui } = useSession()
  const { client } = cockpit
  const [opening, setOpening] = useState<Opening>()
  const [problem, setProblem] = useState<string>()
  const running = useRef<{ id: string; isStopped: boolean }>(undefined)

  const ask = async (source: VerifySource, id: string): Promise<Results['bundle.open']> => {
    const which = 'file' in source ? { upload: id } : { file: source.path }
    setOpening({ doing: 'verifying', done: 0 })
    const timer = setInterval(async () => {
      const found = await client.call('verify.progress', { job: id }).catch(() => undefined)
      if (found?.isRunning) setOpening({ doing: 'verifying', done: found.entries })
    }, LOOK_EVERY_MS)
    return client.call('bundle.open', { ...which, job: id }).finally(() => clearInterval(timer))
  }

  const wishOf = async (opened: Opened, name: string): Promise<ReplayWish> => {
    const { bundle, verdict, sentence, release, ledgerId, size } = opened
    const events = await readEntries(client, opened, (done) => setOpening({ doing: 'reading', done, total: size }))
    const recording = { release, events, source: bundleSource(client, bundle) }
    return { about: { kind: 'bundle', name, bundle, verdict, sentence }, recording, ledgerId }
  }

  const start = async (source: VerifySource) => {
    const run = { id: crypto.randomUUID(), isStopped: false }
    running.current = run
    setProblem(undefined)
    try {
      if ('file' in source)
        await handOver(client, source.file, run, (done, total) => setOpening({ doing: 'handing-over', done, total }))
      const opened = await ask(source, run.id)
      if (!opened.ok) return setProblem(refusalOf(opened))
      const replay = await wishOf(opened, nameOf(source))
      if (run.isStopped) await client.call('bundle.close', { bundle: opened.bundle })
      else ui.setState({ replay, dialog: undefined, isPaletteOpen: false })
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setOpening(undefined)
    }
  }

  const cancel = () => {
    const run = running.current
    if (!run) return
    run.isStopped = true
    void client.call('verify.cancel', { job: run.id, upload: run.id }).catch(() => {})
  }
  return { opening, problem, start, cancel }
}
