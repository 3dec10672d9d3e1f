import type { AttemptId } from '../../../shared/ids.ts'
import type { ImportJob, OutputHead, SealedOutput } from '../../ports/output-store.ts'

export type ImportResult = { head: OutputHead; rawBytes: number; sealed: SealedOutput[]; lostFromByte?: number }

/** What the importer tells its worker. */
export type ToWorker =
  | { kind: 'follow'; job: ImportJob }
  | { kind: 'finish'; attempt: AttemptId; isHeld: boolean }
  | { kind: 'close' }

/** What the worker tells the importer. */
export type FromWorker =
  | { kind: 'head'; head: OutputHead }
  | { kind: 'sealed'; sealed: SealedOutput }
  | { kind: 'error'; attempt: AttemptId; sentence: string }
  | { kind: 'finished'; attempt: AttemptId; result: ImportResult }
  | { kind: 'failed'; attempt: AttemptId; sentence: string }
