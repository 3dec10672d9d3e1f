/** The newest entries of a selection for the timeline of a report: a ledger may have a million of them. */
import type { ToldTimeline } from '../../../shared/documents/archive/release-report.ts'
import { markdownLogTable } from '../../../shared/documents/log/markdown-log.ts'
import { isEverything, type LogSelection, selectionWords } from '../../../shared/documents/log/selection.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import { type Found, logEntryOf, recordedOf, selectedEntries } from '../../export/log/read-log.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import { isUntold } from '../methods/told-events.ts'

type Asked = {
  snapshot: LedgerSnapshot
  no: number
  release: string
  selection: LogSelection
  most: number
  signal: AbortSignal
}

const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)

/** Apart from the block it was read in, which is let go. */
const kept = ({ seq, type, stored }: Found): Found => {
  const { envelope, hash, salt, payload } = stored
  return {
    seq,
    type,
    stored: { envelope: copy(envelope), hash: copy(hash), salt: salt && copy(salt), payload: payload && copy(payload) },
  }
}

type Newest = { found: Found[]; left: number }

/** Kinds that were chosen are told as they are in the log; else what people and the cockpit noted. */
async function newest({ snapshot, no, selection, most, signal }: Asked): Promise<Newest> {
  const isChosen = (selection.kinds ?? []).length > 0
  let found: Found[] = []
  let left = 0
  for (const block of selectedEntries(snapshot, no, selection)) {
    const told = isChosen ? block : block.filter(({ type }) => !isUntold(type))
    found.push(...told.map(kept))
    if (found.length > 2 * most) {
      left += found.length - most
      found = found.slice(-most)
    }
    await new Promise(setImmediate)
    signal.throwIfAborted()
  }
  return { found: found.slice(-most), left: left + Math.max(0, found.length - most) }
}

type Told = { events: RecordedEvent[]; told: ToldTimeline; count: number }

/** `count`: how many entries of the selection the timeline could tell. */
export async function toldTimeline(asked: Asked): Promise<Told> {
  const { release, selection } = asked
  const { found, left } = await newest(asked)
  const isChosen = (selection.kinds ?? []).length > 0
  const table = isChosen
    ? markdownLogTable(found.map(({ seq, stored }) => logEntryOf(release, seq, stored)))
    : undefined
  const events = isChosen ? [] : found.flatMap(({ seq, stored }) => upcast(recordedOf(release, seq, stored)) ?? [])
  return {
    count: found.length + left,
    events,
    told: {
      left,
      ...(isEverything(selection) ? {} : { selectionWords: selectionWords(selection) }),
      ...(table === undefined ? {} : { table }),
    },
  }
}
