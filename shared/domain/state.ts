/**
 * What the fold of a release's events yields. Immutable: `evolve` returns new objects only along the changed path.
 *
 *   run:      open ──▶ succeeded | failed | stopped        (open is: going | paused | halted, see `selectRunMood`)
 *   attempt:  requested ──▶ running ──▶ succeeded | failed | timed-out | stopped | never-started
 *                 └───────────┴──▶ unknown ──(a person)──▶ succeeded | failed
 *             waiting (people, waits, gates, judges) ──▶ succeeded | failed | stopped
 */

import type { Actor, PayloadOf } from '../events/index.ts'
import type { AttemptId, Digest, ReleaseId, RunId, StepId } from '../ids.ts'
import type { ReleaseDefinition, Window } from '../runbook/model.ts'
import type { CommentState } from './comments/comment-state.ts'
import type { TimedDecision, TriggerState } from './decisions/timed-decision.ts'
import type { DocumentState, HistoryState } from './documents/document-state.ts'
import type { DriverState } from './driver/driver-state.ts'
import type { GateState } from './gates/gate-state.ts'
import type { FeedbackState, IssueState } from './issues/issue-state.ts'
import type { JudgingState } from './judging/judging-state.ts'
import type { MinuteState } from './notes/minute-state.ts'
import type { NoticesState } from './notices/notice-state.ts'
import type { PollState } from './polls/poll-state.ts'
import type { ItemState } from './process/item-state.ts'
import type { RehearsalState } from './rehearsal/rehearsal-state.ts'
import type { RemarkState } from './remarks/remarks.ts'
import type { PinState } from './signoffs/pins.ts'
import type { SideView } from './strategies/sides.ts'

export type AttemptStatus =
  | 'requested'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'stopped'
  | 'never-started'
  | 'unknown'

export type AttemptState = {
  id: AttemptId
  runId: RunId
  stepId: StepId
  number: number
  kind: PayloadOf<'step.started'>['kind']
  status: AttemptStatus
  startedAtMs: number
  startedBy: Actor
  endedAtMs?: number
  durationMs?: number
  endedBy?: Actor
  nonce?: string
  identity?: PayloadOf<'step.spawned'>['identity']
  /** The way to the machine it runs on is broken; the command goes on there. */
  lost?: { host: string; sinceMs: number; reason: string }
  timeoutMs?: number
  waitMs?: number
  /** How far a gate is, and what was asked and answered. */
  gate?: GateState
  /** What a step that judges a canary asked, was answered and found. */
  judging?: JudgingState
  stop?: {
    cause: 'person' | 'timeout' | 'rollback'
    reason: string
    atMs: number
    signals: ('TERM' | 'KILL')[]
    again: boolean
  }
  /** A person ended the automatic retries after this attempt. */
  retriesStopped?: { reason: string; by: Actor; atMs: number }
  /** Nothing was printed for longer than its `silent` allows, since then. */
  silentSinceMs?: number
  exitCode?: number | null
  signal?: string | null
  reason?: string
  note?: string
  output?: { bytes: number; lines: number }
  /** People who typed into it, the last one at the end. Somebody is named by the first key; after that when a line ends. */
  typists?: { by: Actor; atMs: number }[]
  /** What its `verify` said when a person had it run to judge an unknown outcome, the last one at the end. */
  effectChecks?: { isThere: boolean; reason?: string; output: string; by: Actor; atMs: number }[]
  /** How far the chain vouches for the output. */
  sealedToByte: number
  /** From this byte of what it printed on, output may be missing. */
  incompleteFromByte?: number
  /** What is stored from this byte on was stored after the attempt was over. */
  lateFromByte?: number
  /** How often bytes of its stored output were erased. */
  erasures?: number
  carried?: PayloadOf<'step.finished'>['carried']
}

export type RunState = Omit<PayloadOf<'run.started'>, 'runId'> & {
  id: RunId
  seq: number
  startedAtMs: number
  startedBy: Actor
  /** The definition this run is pinned to. */
  definition: ReleaseDefinition
  attempts: AttemptId[]
  skipped: Record<StepId, { reason: string; by: Actor; atMs: number }>
  /** Digests of the files commands name, when the run was pinned last. */
  files?: Record<string, string>
  /** What somebody asked to amend, until another person approves or it is withdrawn. */
  amendRequest?: Omit<PayloadOf<'amend.requested'>, 'runId'> & { by: Actor; atMs: number }
  /** Oldest first: which digest each replaced, and the steps whose approvals it voided. */
  amendments?: { seq: number; fromDigest: Digest; voids: StepId[] }[]
  /** Commands typed in a terminal, by the step they became. */
  adHoc?: Record<StepId, { reason: string; by: Actor; atMs: number }>
  /** Secrets the run waits for after a restart. */
  secretsNeeded?: { missing: string[]; changed: string[] }
  paused?: { reason: string; by: Actor; atMs: number }
  /** Batches a person lets begin although too much of the fleet fails. */
  batchesAllowed?: Record<StepId, { words: string; reason: string }>
  /** Gaps up to this entry were acknowledged by a person. */
  gapsSeenSeq?: number
  stopRequested?: { reason: string; by: Actor; atMs: number }
  /** The rollback that took over this run's environment. */
  takenOverBy?: RunId
  /** Nothing is deployed by it: it stands in no list of runs (`runOrder`), and `protected` is false wherever it goes. */
  rehearsal?: RehearsalState
  finished?: {
    outcome: 'succeeded' | 'failed' | 'stopped'
    reason?: string
    atMs: number
    durationMs: number
    by: Actor
  }
}

export type ApprovalState = PayloadOf<'approval.given'> & {
  seq: number
  by: Actor
  atMs: number
  revoked?: { by: Actor; reason: string; atMs: number }
  /** What the record said of the release then: what a difference is shown against. */
  about?: ReleaseDefinition
  /** Why it does not count any more, whatever the digest: the release was put off. */
  voided?: string
}

export type NoteState = { seq: number; text: string; by: Actor; atMs: number; runId?: RunId }

export type LiveState = {
  /** The entry that says so. */
  seq?: number
  version?: string
  error?: string
  atMs: number
  when: 'before' | 'after' | 'asked'
  runId?: RunId
}

export type MetricHealth = {
  status: 'holds' | 'breach' | 'blind'
  /** Blind, but the breach from before was never seen to end. */
  breached?: boolean
  sinceMs: number
  value?: number
  rule?: string
  reason?: string
}

export type MetricMark = {
  seq: number
  atMs: number
  environment: string
  metric: string
  kind: 'breached' | 'recovered' | 'blind' | 'sighted'
  text: string
}

/** A stretch in which nobody watched; `seq` is the entry that says so. */
export type GapState = { seq: number; fromMs: number; toMs: number; kind: 'asleep' | 'unguarded' }

export type ReleaseState = {
  release: ReleaseId
  ledgerId: string
  name: string
  version: string
  folder: string
  size: number
  head: Digest
  createdAtMs: number
  updatedAtMs: number
  definition?: ReleaseDefinition
  definitionDigest?: Digest
  commit?: string
  /** Why it does not go out now, or not at all. */
  standing?: { kind: 'postponed' | 'cancelled'; reason: string; until?: string; by: Actor; atMs: number }
  /** The window agreed on when it was put off, until release.yaml names other windows. */
  moved?: Window
  /** Its record is read only. */
  closed?: PayloadOf<'release.closed'> & { by: Actor; atMs: number }
  /** Runs and rehearsals. */
  runs: Record<RunId, RunState>
  /** Runs in the order they were started. */
  runOrder: RunId[]
  /** Rehearsals in the order they were started: apart, so that no question about runs is answered with one. */
  rehearsals?: RunId[]
  attempts: Record<AttemptId, AttemptState>
  approvals: ApprovalState[]
  /** Who signs with a PIN, by their name as it is compared. */
  pins?: Record<string, PinState>
  /** GO/NO-GO polls, oldest first. */
  polls?: PollState[]
  notes: NoteState[]
  /** Decisions and action items that were written down, oldest first. */
  minutes?: MinuteState[]
  /** Who leads the release forward; undefined while nobody does. */
  driver?: DriverState
  /** On steps of the runbook, in the order they were said. */
  comments?: CommentState[]
  /** What people said afterwards, in the order they said it. */
  remarks?: RemarkState[]
  /** `environment/service`. */
  live: Record<string, LiveState>
  /** `environment/service/side`: what was seen last of the sides and instances of services. */
  sides?: Record<string, SideView>
  /** `environment/metric`. */
  metrics: Record<string, MetricHealth>
  marks: MetricMark[]
  /** `environment/source` → how far its clock was said to be ahead of the cockpit's, ms; 0 when it agrees again. */
  sourceClocks?: Record<string, number>
  checkpoints: { count: number; lastSize: number; lastAtMs?: number; keyId?: string }
  gaps: GapState[]
  /** `environment/trigger`. */
  triggers?: Record<string, TriggerState>
  /** Timed decisions by id, open and closed. */
  decisions?: Record<string, TimedDecision>
  /** What people said of items of the process, by their id. */
  items?: Record<string, ItemState>
  /** What is told outside. */
  notices?: NoticesState
  /** What people said of issues, by their id in the log. */
  issues?: Record<string, IssueState>
  /** What of the validation period was seen, as measured last. */
  coverage?: PayloadOf<'coverage.measured'>
  /** In the order they were found. */
  lateFindings?: (PayloadOf<'finding.late'> & { id: string; atMs: number })[]
  /** In the order it came. */
  feedback?: FeedbackState[]
  /** What people made of documents, by kind. */
  documents?: Record<string, DocumentState>
  history?: HistoryState
}
