import { hash } from 'node:crypto'
import { digest } from '../../../shared/ids.ts'
import { createHasher } from '../../../shared/ledger/chain.ts'
import type { LateBatch, LateHeader } from '../../ports/late-journal.ts'

export const LATE_FORMAT = 'release-cockpit-late-1'

/** Nothing was ever recorded in it. */
export const UNFINISHED = 'It was never begun.'

export type ReadJournal =
  /** `bytes` is where its last whole line ends: a line that a crash cut short was never acted upon. */
  { file: string; header: LateHeader; batches: LateBatch[]; bytes: number } | { file: string; reason: string }

const hasher = createHasher((data) => digest(hash('sha256', data, 'hex')))

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isHeader(value: unknown): value is LateHeader {
  const { journalId, release, base, format } = (value ?? {}) as Partial<LateHeader> & { format?: string }
  return format === LATE_FORMAT && !!journalId && !!release && typeof base?.size === 'number'
}

/** Whether every entry follows the one before it. */
function isChain({ base }: LateHeader, batches: LateBatch[]): boolean {
  let previous = base.hash as string
  return batches
    .flatMap((batch) => batch.sealed)
    .every((entry) => {
      const linked = hasher.link(Buffer.from(previous, 'hex'), Buffer.from(entry.envelope))
      previous = entry.hash
      return linked === entry.hash
    })
}

/** Reads a journal as far as it is whole. */
export function readLateJournal(file: string, read: (file: string) => string): ReadJournal {
  let text: string
  try {
    text = read(file)
  } catch (error) {
    return { file, reason: `It cannot be read: ${error instanceof Error ? error.message : String(error)}.` }
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole === '') return { file, reason: UNFINISHED }
  const [first, ...lines] = whole.split('\n').slice(0, -1).map(parsed)
  if (!isHeader(first)) return { file, reason: 'Its first line is not that of a late journal.' }
  if (lines.includes(undefined)) return { file, reason: `Line ${lines.indexOf(undefined) + 2} is damaged.` }
  const { journalId, release, base, reason, sinceMs, replaces } = first
  const header = { journalId, release, base, reason, sinceMs, ...(replaces ? { replaces } : {}) }
  const batches = lines as LateBatch[]
  return isChain(header, batches)
    ? { file, header, batches, bytes: Buffer.byteLength(whole) }
    : { file, reason: 'Its entries do not follow one another.' }
}
