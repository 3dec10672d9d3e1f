/** What documents tell of a long ledger is read once. */
import { expect, test } from 'vitest'
import { createToldEvents } from '../../../main/app/methods/told-events.ts'
import type { Recorded } from '../../../shared/events/envelope.ts'
import { digest, releaseId } from '../../../shared/ids.ts'

const RELEASE = releaseId('a-1')

function ledger() {
  const entries: Recorded[] = []
  let read = 0
  const add = (type: string, payload: unknown) =>
    entries.push({
      ...{
        seq: entries.length + 1,
        type,
        schemaVersion: 1,
        payload,
        release: RELEASE,
        recordedAt: '2026-11-27T21:00:00Z',
      },
      ...{ actor: { kind: 'cockpit' }, causationId: null, correlationId: null },
      ...{ payloadDigest: digest('d'), hash: digest('h') },
    } as Recorded)
  const store = {
    read(_: unknown, from = 1, to = Number.POSITIVE_INFINITY) {
      const found = entries.slice(from - 1, to - 1)
      read += found.length
      return found
    },
  }
  return { add, store, entries, read: () => read }
}

test('entries are read once, samples and output are left out, and what was erased since is gone from it', async () => {
  const { add, store, entries, read } = ledger()
  const told = createToldEvents()
  for (let at = 0; at < 1200; at++)
    add(at % 10 === 0 ? 'note.added' : 'samples.sealed', at % 10 === 0 ? { text: `note ${at}` } : {})
  expect(await told(store, RELEASE, entries.length)).toHaveLength(120)
  add('note.added', { text: 'the token is hunter2' })
  expect(await told(store, RELEASE, entries.length)).toHaveLength(121)
  expect(read()).toBe(1201)
  entries[1200] = { ...entries[1200]!, payload: null }
  add('payload.erased', { seq: 1201, reason: 'leaked' })
  const after = await told(store, RELEASE, entries.length)
  expect(JSON.stringify(after)).not.toContain('hunter2')
  expect(after).toHaveLength(121)
})
