/** What the methods of the contract answer: data (JSON, plus Uint8Array in `output.read`, which transports carry as base64 in `bytes`). */
import type { BurnReading } from '../analysis/burn-rate.ts'
import type { TriggerRule } from '../analysis/trigger-rule.ts'
import type { Replay, Stretch } from '../analysis/what-if.ts'
import type { DiffLine } from '../documents/line-diff.ts'
import type { BadWords } from '../documents/verdict-words.ts'
import type { Amendment } from '../domain/amendment.ts'
import type { RecordedFire } from '../domain/decisions/project-watching.ts'
import type { PastRelease } from '../domain/history/past-release.ts'
import type { StepHint } from '../domain/history/step-hints.ts'
import type { Rejection } from '../domain/rejection.ts'
import type { SubjectPart } from '../domain/signoffs/subjects.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { AttemptId, Digest, ReleaseId } from '../ids.ts'
import type { Verdict } from '../ledger/verdict.ts'
import type { Comparison } from '../runbook/diff/comparison.ts'
import type { Finding, Metric, Trigger } from '../runbook/model.ts'
import type { LedgerTrouble } from './ledger-trouble.ts'
import type { NewReleaseRefusal } from './new-release.ts'
import type { SearchResults } from './search.ts'

export type ReleaseListItem = {
  release: ReleaseId
  name: string
  version: string
  folder: string
  size: number
  updatedAt: string
  /** `never run`, `running`, `succeeded`, `rolled back`, `failed`, `stopped`. */
  status: string
  environment?: string
}

export type PreviewStep = {
  stepId: string
  title: string
  kind: string
  text: string
  digest: Digest
  problems: string[]
}

export type RunPreview = {
  resolvedDigest: Digest
  /** Of a protected environment: what a start of exactly this must carry, once, and until when (ms since the epoch). */
  arm?: { token: string; untilMs: number }
  steps: PreviewStep[]
  /** Variable name to value as commands will see it; secrets as a sentence, never a value. */
  variables: Record<string, string>
  missingInputs: string[]
  problems: string[]
}

export type RehearsalPreview = {
  resolvedDigest: Digest
  title: string
  /** `plannedMs`: at the speed asked for. */
  steps: { stepId: string; title: string; kind: string; text: string; isReal: boolean; plannedMs?: number }[]
  leftOut: { stepId: string; reason: string }[]
  /** Marked `rehearse=run`, whether they are asked for or not. */
  safe: { stepId: string; title: string }[]
  /** Of commands that would run for real; stubs need none. */
  missingInputs: string[]
  /** Why a real run would be refused, each a sentence. */
  problems: string[]
}

export type RunChanges =
  | { state: 'same' }
  | { state: 'unreadable'; message: string }
  | ({ state: 'changed'; resolvedDigest: Digest; problems: string[] } & Pick<Amendment, 'changes' | 'others' | 'voids'>)

export type ExecPreview =
  | { ok: true; text: string; environment: string; protected: boolean; runId?: string; confirmation: string }
  | { ok: false; rejection: Rejection }

export type MachineFact = {
  name: string
  /** `needed`: nothing runs well without it. `unknown`: this machine does not say. */
  state: 'found' | 'missing' | 'needed' | 'unknown'
  detail: string
  /** What it is for, and what to do where it is not as it should be; sentences. */
  means?: string
  remedy?: string
}

/** One sample: `[time in ms, value or null when the source failed, sample count behind it]`. */
export type Sample = [number, number | null, number]

/** By the time (ms since the epoch) so many bytes and line ends of an attempt's output were stored. */
export type OutputTime = [atMs: number, bytes: number, lines: number]

/** What another limit would have done, and what the release's own did. Times in ms since the epoch. */
export type WhatIf = {
  environment: string
  metric: Pick<Metric, 'name' | 'title' | 'unit' | 'minVolume' | 'intervalMs'>
  rule: TriggerRule
  /** The steps that arm it; absent when it is watched all along. */
  arm?: Trigger['arm']
  /** When it was armed, as far as samples reach. */
  armed: Stretch[]
  replay: Replay
  recorded: { triggerId: string; severity: Trigger['severity']; rule: TriggerRule; fires: RecordedFire[] }[]
}

export type VerifyResult = {
  verdict: string
  code: number
  sentence: string
  size: number
  head: Digest
  checkpoints: number
  tookMs: number
  firstBadSeq?: number
}

/** What came of one statement. `seq` is the entry it is on record by; `known`: it was there before. */
export type SignoffResult = {
  file: string
  outcome: 'imported' | 'known' | 'unsigned' | 'refused'
  sentence: string
  seq?: number
}

/** Times in ms since the epoch. */
export type AttemptInspection = {
  directory?: string
  spool?: { file: string; bytes?: number }
  claim?: { by: 'shim' | 'cockpit'; pid?: number; atMs: number }
  exit?: { state: 'missing' | 'empty' | 'partial' | 'written'; atMs?: number; exitCode?: number }
  boot?: { atStart?: string; now: string }
  shim?: { pid: number; isAlive: boolean }
  /** Alive now, with the secrets hidden in their command lines. */
  processes: { pid: number; command: string }[]
  /** The other machine whose claim and exit record these would be. */
  host?: string
  stored: { bytes: number; lines: number }
  /** The last stored lines, masked. */
  lastLines: string[]
  /** The step's `verify`, when it has one. */
  verify?: string
}

/** `times`: of the worst pair that can be judged, as a multiple of its factor; null is no evidence. */
export type BurnStatus = {
  triggerId: string
  metric: string
  title: string
  severity: string
  objective: number
  isFired: boolean
  isArmed: boolean
} & BurnReading

/** The verdict over one chain of a file. `head` is its `size:head`, `bad` the first thing that is wrong beside what it should be. */
export type VerifiedChain = {
  release: string | null
  verdict: Verdict
  reason: string
  entries: number
  firstBadSeq: number | null
  head?: string
  checkpoints: number
  lastCheckpoint?: { size: number; time: string; keyId: string }
  erasures: { seq: number; by: string; reason: string }[]
  bad?: BadWords
}

/** How far an export is; of a bundle in bytes, about. */
export type ExportProgress = { done: number; total: number; unit: 'bytes' | 'entries' }

export type DocumentSaid =
  | { ok: true; version: number; digest: Digest; seqs: number[] }
  | { ok: false; rejection: Rejection }

/** `isLoaded`: whether the folder can be loaded now; the text is there either way. `isThere` is missing where only asking would tell. */
export type ReviewSource = {
  file: string
  text: string
  isLoaded: boolean
  /** What a reader must know first, in a sentence. */
  headline: string
  findings: Finding[]
  secrets: { environment: string; name: string; isThere?: boolean }[]
  /** Names the commands use that this machine's own environment has. */
  machineVariables: string[]
}

export type Results = SearchResults & {
  hello: {
    version: string
    ledgerFile: string
    epoch: number
    pid: number
    host: string
    user: string
    canOpenFolderDialog: boolean
    /** The folder the host was asked to show and could not open, with what was found in it then. */
    unopened?: { folder: string; findings: Finding[] }
    /** Why the record cannot be kept as it should be, now. */
    trouble?: LedgerTrouble
  }
  'releases.list': ReleaseListItem[]
  /** `pending`: releases that are still being read; asking again brings them. */
  'history.list': { releases: PastRelease[]; pending: number }
  /** `pending`: releases of the same product that are still being read. */
  'history.steps': { steps: StepHint[]; releases: number; pending: number }
  'release.open': { release?: ReleaseId; findings: Finding[] }
  'sample.open': { release?: ReleaseId; findings: Finding[] }
  'new.preview':
    | {
        ok: true
        folder: string
        /** `text` of release.yaml. */
        files: { path: string; bytes: number; text?: string }[]
        left: { path: string; why: string }[]
        notes: string[]
        findings: Finding[]
      }
    | NewReleaseRefusal
  'new.write': { ok: true; folder: string; files: string[]; notes: string[] } | NewReleaseRefusal
  'events.read': { events: RecordedEvent[]; size: number }
  'run.preview': RunPreview
  'rehearsal.preview': RehearsalPreview
  'run.changes': RunChanges
  'runbook.compare': Comparison
  'exec.preview': ExecPreview
  'emergency.write':
    | { ok: true; script: string; page: string; pdf?: { file: string } | { refusal: string } }
    | { ok: false; message: string }
  'command.send': { ok: true; seqs: number[]; runId?: string } | { ok: false; rejection: Rejection }
  'readiness.read': { missingScripts: string[] }
  'pin.list': { names: string[]; problem?: string }
  'pin.set': { ok: true } | { ok: false; message: string }
  'pin.reset': { ok: true } | { ok: false; message: string }
  'review.read': ReviewSource
  /** `left`: what could not be written that way. */
  'review.fixes': { ok: true; file: string; suggested: number; left: Finding[] } | { ok: false; message: string }
  'subject.read': { ok: true; title: string; parts: SubjectPart[]; digest: Digest } | { ok: false; message: string }
  'signoffs.import': { results: SignoffResult[] }
  'secrets.provide': { ok: true } | { ok: false; message: string }
  'keychain.list': { names: string[]; refusal?: string }
  'keychain.keep': { ok: true } | { ok: false; message: string }
  'keychain.forget': { ok: true } | { ok: false; message: string }
  'output.head': { bytes: number; lines: number }
  'output.times': { times: OutputTime[] }
  'output.read': { offset: number; bytes: Uint8Array; firstLine: number; headBytes: number; headLines: number }
  /** Lines count from 0. `open` is the last line while it has no end, found anew by each call that reaches it. */
  'output.find': {
    lines: [line: number, count: number][]
    open?: [line: number, count: number]
    scannedTo: number
    isEnd: boolean
    headBytes: number
  }
  'attempt.inspect': AttemptInspection
  'attempt.verify':
    | { ok: true; isThere: boolean; reason?: string; output: string }
    | { ok: false; rejection: Rejection }
  'terminal.send': { ok: true } | { ok: false; rejection: Rejection }
  'terminal.resize': { resized: boolean }
  /** `isDecimated`: there are more; a gap is told by a missing value alone then. */
  'samples.read': { samples: Sample[]; isDecimated: boolean }
  'triggers.replay': { ok: true; whatIf: WhatIf } | { ok: false; message: string }
  'triggers.burning': { burning: BurnStatus[] }
  'metrics.watch': { watching: string[] }
  'metrics.health': { metrics: { metric: string; why?: string }[] }
  'machine.check': MachineFact[]
  'ledger.verify': VerifyResult
  'verify.upload': { bytes: number }
  /** The worst chains first; `chainsLeft` more are not listed. */
  'verify.file': {
    kind: 'ledger' | 'export' | 'bundle' | 'unknown'
    verdict: Verdict
    code: number
    tookMs: number
    chains: VerifiedChain[]
    chainsLeft: number
  }
  /** `sentence` is the verdict's reason. */
  'bundle.open':
    | {
        ok: true
        bundle: string
        release: ReleaseId
        ledgerId: string
        anchor: string
        size: number
        verdict: Verdict
        sentence: string
      }
    | { ok: false; verdict: Verdict; message: string; firstBadSeq: number | null }
  'bundle.close': { closed: boolean }
  'remarks.write': { ok: true; file: string } | { ok: false; exists: boolean; message: string }
  'verify.progress': { isRunning: boolean; entries: number }
  'verify.cancel': { cancelled: boolean }
  /** `gone` is false while somebody still reads the old bytes: they leave the disk when that ends. */
  'ledger.erase': { entries: number[]; outputs: { attempt: AttemptId; bytes: number }[]; gone: boolean }
  /** `anchor` is of the whole chain, `entries` how many of it are in the file. */
  'ledger.export': { file: string; bytes: number; anchor: string; entries: number }
  /** Before it writes `total` is 0. */
  'export.progress': { isRunning: boolean } & ExportProgress
  'export.cancel': { cancelled: boolean }
  /** `text` is the version itself, `markdown` the same with the stamp below it. `isBehind`: the record says other things now than when it was made. */
  'document.read':
    | { ok: true; title: string; markdown: string; text: string; version: number; digest: Digest; isBehind: boolean }
    | { ok: false; message: string }
  /** `merged`: the person's changes and the record's in one text, `conflicts` of them between marks. */
  'document.compare':
    | { ok: true; lines: DiffLine[]; merged?: { text: string; conflicts: number } }
    | { ok: false; message: string }
  'document.save': DocumentSaid
  'document.publish': DocumentSaid
  'document.write': { ok: true; file: string; bytes: number } | { ok: false; message: string }
}
