import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireOwner, ownerInfo } from '../../../main/event-store/owner.ts'
import { openLedgerReader } from '../../../main/event-store/reader.ts'
import { LedgerUnwritable } from '../../../main/ports/event-store.ts'
import { add, genesis, note, openDemo, RELEASE, steppingClock, temporaryFolder } from './demo-ledger.ts'

const PROGRAM = fileURLToPath(new URL('./hold-ledger.ts', import.meta.url))

type Holder = { child: ChildProcessWithoutNullStreams; next: () => Promise<Record<string, unknown>> }

let folder: ReturnType<typeof temporaryFolder>
let file: string
let holders: Holder[] = []

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'ledger.db')
  holders = []
})
afterEach(async () => {
  for (const { child } of holders) await end(child, 'SIGKILL')
  folder.remove()
})

async function end(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

function hold(path = file): Holder {
  const child = spawn(process.execPath, [PROGRAM, path])
  const lines: Interface = createInterface({ input: child.stdout })
  const iterator = lines[Symbol.asyncIterator]()
  const holder = { child, next: async () => JSON.parse((await iterator.next()).value ?? 'null') }
  holders.push(holder)
  return holder
}

const told = async (holder: Holder, word: string) => {
  holder.child.stdin.write(`${word}\n`)
  return await holder.next()
}

describe('the owner of a ledger file', () => {
  it('keeps every other process out, which names it', async () => {
    const first = hold()
    expect(await first.next()).toEqual({ epoch: 1, previous: null })
    const { child } = first
    const attempt = acquireOwner(file, steppingClock())
    expect(attempt).toEqual({ ownership: undefined, owner: expect.objectContaining({ pid: child.pid, socket: null }) })
    const second = hold()
    const refused = await second.next()
    expect(refused).toEqual({ refused: 'owned', sentence: expect.stringContaining(`process ${child.pid}`) })
  })

  it('killed at any moment, is followed at once, and no entry it reported is lost', async () => {
    let reported = 0
    for (let round = 1; round <= 5; round++) {
      const holder = hold()
      const { epoch } = await holder.next()
      for (let count = 0; count < round; count++) reported = Number((await told(holder, 'append')).size)
      holder.child.stdin.write('append\nappend\n')
      await end(holder.child, 'SIGKILL')
      const { ownership } = acquireOwner(file, steppingClock())
      expect(ownership?.epoch, 'the lock is free as soon as its holder is dead').toBe(Number(epoch) + 1)
      ownership?.release()
      const reader = openLedgerReader(file)
      const seqs = reader.read(RELEASE).map((each) => each.seq)
      reader.close()
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
      expect(seqs.length).toBeGreaterThanOrEqual(reported)
    }
  })

  it('learns since when nobody guarded the ledger', async () => {
    const clock = steppingClock()
    const store = openDemo(file, { clock })
    expect(store.previousOwner).toBeUndefined()
    store.append(RELEASE, 0, '2026-11-28T22:30:00.000Z', [genesis(store)])
    store.close()
    const after = openDemo(file)
    expect(after.previousOwner).toEqual({ epoch: 1, lastSeenAt: '2026-11-28T22:30:00.000Z' })
    expect(after.epoch).toBe(2)
    after.close()
  })

  it('is one per file, whatever link the file is reached by, in one process as well', () => {
    const store = openDemo(file)
    const link = join(folder.path, 'link.db')
    symlinkSync(file, link)
    expect(acquireOwner(link, steppingClock()).ownership).toBeUndefined()
    expect(() => openDemo(link)).toThrow(LedgerUnwritable)
    store.close()
    const again = acquireOwner(link, steppingClock())
    expect(again.ownership?.epoch).toBe(2)
    again.ownership?.release()
  })

  it('tells others where its socket is, and leaves no trace when it closes', () => {
    const store = openDemo(file)
    store.ownership.announce('/run/user/cockpit.sock')
    expect(ownerInfo(file)).toEqual({
      pid: process.pid,
      startedAt: expect.any(String),
      socket: '/run/user/cockpit.sock',
    })
    expect(JSON.parse(readFileSync(`${file}-owner.json`, 'utf8')).pid).toBe(process.pid)
    store.close()
    store.close()
    expect(existsSync(`${file}-owner.json`)).toBe(false)
    expect(ownerInfo(file)).toBeUndefined()
  })

  it('that was replaced may not write any more, even if its lock file was deleted', () => {
    const first = openDemo(file)
    add(first, [genesis(first)])
    rmSync(`${file}-owner`)
    const second = openDemo(file)
    add(second, [note('mine now')])
    expect(() => add(first, [note('still here')])).toThrow('taken over')
    expect(second.head(RELEASE)?.size).toBe(2)
    second.close()
    first.close()
  })
})
