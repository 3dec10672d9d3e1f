import type { CheckpointStatement } from './checkpoint.ts'
import type { ToldErasure } from './erasure.ts'

/** What should stand somewhere, and what does. */
export type Comparison = { what: string; expected: string; found: string }

/** The first thing that is wrong: what it should be beside what it is, and the entry as it stands there, as far as it can be read. */
export type FirstBad = {
  seq: number | null
  compare: Comparison[]
  entry?: { envelope: string; payload: string | null }
}

/** The verifier's verdicts, best first, and the exit code of each (DESIGN §6). */
export const VERDICTS = {
  'VALID AND ANCHORED': 0,
  'VALID, COMPLETENESS UNPROVEN': 10,
  GAP: 11,
  INVALID: 12,
  UNREADABLE: 13,
} as const

export type Verdict = keyof typeof VERDICTS

export type ChainReport = {
  verdict: Verdict
  release: string | null
  ledgerId: string | null
  /** Entries looked at, and the last one's `seq` and hash. */
  entries: number
  head: { size: number; hash: string } | null
  /** First entry that is wrong or missing. */
  firstBadSeq: number | null
  /** One sentence: what was found and what to do. */
  reason: string
  /** The first missing ranges, both ends included. */
  gaps: { from: number; to: number }[]
  checkpoints: number
  lastCheckpoint: CheckpointStatement | null
  /** Keys that signed checkpoints. */
  keyIds: string[]
  /** Entries whose payload was emptied on the record. */
  erased: number[]
  /** The same erasures, and those of output, with who did it and why. */
  erasures: ToldErasure[]
  /** Of INVALID, where there is something to set side by side. */
  firstBad?: FirstBad
}

/** A report for something that could not be verified at all. */
export const unreadable = (reason: string, release: string | null = null): ChainReport => ({
  verdict: 'UNREADABLE',
  release,
  ledgerId: null,
  entries: 0,
  head: null,
  firstBadSeq: null,
  reason,
  gaps: [],
  checkpoints: 0,
  lastCheckpoint: null,
  keyIds: [],
  erased: [],
  erasures: [],
})

/** The worse of several verdicts. */
export const worstVerdict = (verdicts: Verdict[]): Verdict =>
  verdicts.reduce((worst, each) => (VERDICTS[each] > VERDICTS[worst] ? each : worst), 'VALID AND ANCHORED')
