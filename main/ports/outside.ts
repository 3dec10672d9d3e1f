/** Smaller ports of the engine: ids, hashing, variables, looking at services, HTTP checks, carried state, signing. */

import type { ReadInstances } from '../../shared/domain/strategies/read-instances.ts'
import type { AttemptId, Digest, RunId, Sha256 } from '../../shared/ids.ts'
import type { HttpCheck, InstancesCheck, LiveCheck, ReleaseDefinition } from '../../shared/runbook/model.ts'
import type { CarriedState, SshHost } from './process-runner.ts'

/** Fresh ids. Never reused; short enough to be read aloud. */
export interface Ids {
  runId(kind: 'deploy' | 'rollback' | 'rehearsal'): RunId
  /** Of an attempt in this run: one in a rehearsal says so too, because an entry about output names nothing else. */
  attemptId(run?: RunId): AttemptId
  nonce(): string
  decisionId(): string
}

/** What commands of a run get, computed anew when a run starts or is resumed. */
export type ResolvedEnvironment = {
  /** The release's own variables and inputs, expanded; what a person may see. */
  variables: Record<string, string>
  /** Values to hand over and to mask everywhere. */
  secrets: Record<string, string>
  /** The environment of the cockpit (or of the terminal that asked) underneath. */
  base: Record<string, string>
  /** Why something cannot be resolved, each a sentence. */
  problems: string[]
}

export type ResolveRequest = {
  definition: ReleaseDefinition
  folder: string
  environment: string
  inputs: Record<string, string>
  /** Of a terminal beside the owner, instead of the owner's own. */
  base?: Record<string, string>
  /** For a rollback: a secret's command that fails now is taken at its last answer. */
  isUrgent?: boolean
}

export type PrepareRequest = Pick<ResolveRequest, 'definition' | 'folder' | 'base'> & { environment?: string }

export interface VariableResolver {
  resolve(request: ResolveRequest): ResolvedEnvironment
  /**
   * Learns the secrets of every environment that can be read at once, and runs the commands of those of `environment` beforehand, so that
   * `resolve` need not wait for them.
   */
  prepare(request: PrepareRequest): Promise<void>
  /** Digests of the files in the folder that commands refer to; part of what a run's approval binds. */
  fileDigests(definition: ReleaseDefinition, folder: string): Record<string, Digest>
}

export type ObserveLive = (
  live: LiveCheck,
  variables: Record<string, string>,
  cwd: string,
  side?: 'live' | 'idle',
) => Promise<{ version: string } | { error: string }>

export type ObserveInstances = (
  check: InstancesCheck,
  variables: Record<string, string>,
  cwd: string,
) => Promise<ReadInstances>

export type HttpCheckResult = { passed: boolean; failures: string[]; spoolFile: string }

/** Performs an HTTP check and writes its report to a spool file of the attempt, so that it is kept like any output. */
export type PerformHttpCheck = (
  attempt: AttemptId,
  run: RunId,
  check: HttpCheck,
  variables: Record<string, string>,
) => Promise<HttpCheckResult>

/**
 * Whether a step's effect is there (`verify`): runs a read-only command after the step's own ended well, and adds what it prints to the attempt's spool, below
 * a line that says so. It may run again after a restart. Resolves with why the effect is not there, or undefined when it is. Never rejects.
 */
export type VerifyEffect = (request: {
  command: string
  cwd: string
  env: Record<string, string>
  spoolFile: string
  /** The other machine the step ran on: its effect is looked for there. */
  on?: SshHost
  unset?: string[]
}) => Promise<string | undefined>

/** Directory and exports carried from block to block within a run; 0600, gone when the run is over. */
export interface CarryStore {
  /** Each machine has its own: `host` is absent for this one. */
  read(run: RunId, host?: string): CarriedState | undefined
  write(run: RunId, carried: CarriedState, host?: string): void
  discard(run: RunId): void
}

export type Log = (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void

export type { Sha256 }

/** Secret values known to this process, and taking them out of text that goes on the record or to a screen. */
export interface KnownSecrets {
  learn(value: string): void
  hide(text: string): string
  /** Whether a secret stands in the text, as itself or encoded. */
  isIn(text: string): boolean
}

/** Secrets that are not there, or are not the ones they were. */
export type SecretNeeds = { missing: string[]; changed: string[] }

/** Tells after a restart whether a run's secrets are the ones it began with, without keeping them. */
export interface SecretDigests {
  keep(run: RunId, secrets: Record<string, string>): void
  /** Undefined when nothing was kept for the run. */
  compare(run: RunId, secrets: Record<string, string>): SecretNeeds | undefined
  discard(run: RunId): void
}

/** Scripts of the way back that are not in the release folder now, as the commands write them. Never throws. */
export type FindMissingScripts = (definition: ReleaseDefinition, folder: string) => string[]

/** The digest of a file inside the release folder, or why it cannot be taken, as a sentence. Never throws. */
export type ReadEvidence = (folder: string, path: string) => { sha256: Digest; bytes: number } | { problem: string }
