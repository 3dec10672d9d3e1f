/** What a decision is made of and what comes of it. */
import type { Actor, CockpitEvent } from '../events/index.ts'
import type { AttemptId, Digest, RunId } from '../ids.ts'
import type { Amendment, FileDigests } from './amendment.ts'
import type { DiskRoom } from './disk-room.ts'
import type { Rejection } from './rejection.ts'
import type { Subject } from './signoffs/subjects.ts'

/** The folder as it is now, against the run: what an amendment would do. */
export type AmendmentFacts = Amendment & {
  definitionDigest: Digest
  resolvedDigest: Digest
  files: FileDigests
  inputs: Record<string, string>
  problems: string[]
}

export type Facts = {
  nowMs: number
  actor: Actor
  /** Fresh ids, one of each per command. */
  runId: RunId
  attemptId: AttemptId
  nonce: string
  decisionId: string
  /** Of the stage and environment a run command names, computed from the folder as it is now. */
  definitionDigest: Digest
  resolvedDigest: Digest
  stepDigests: Record<string, Digest>
  /** What a person types to confirm exactly this typed command. */
  confirmation?: string
  /** Of the disk that holds the ledger, for a run that starts and a command that is typed. */
  room?: DiskRoom
  /** Why nothing goes forward now, whatever is asked for: a sentence. */
  held?: string
  /** Digests of the files commands name, for a run that starts. */
  files?: FileDigests
  /** What an approval that is not about a run would bind, as it is now. */
  subject?: (Subject & { digest: Digest }) | { problem: string }
  /** Of the way back, for a run that starts. */
  missingScripts?: string[]
  amendment?: AmendmentFacts
  /** Files named as evidence, by the path as given. */
  evidenceFiles?: Record<string, { sha256: Digest; bytes: number } | { problem: string }>
  /** Inputs that hold a secret, each a sentence: they would be recorded. */
  leaks?: string[]
  /** Why the run cannot be resolved (missing secret, input…), each a sentence. */
  problems: string[]
}

/** `by`: in whose name the events are, when it is not who sent the command. */
export type Decision =
  | { events: CockpitEvent[]; by?: Actor; rejection?: undefined }
  | { rejection: Rejection; events?: undefined }
