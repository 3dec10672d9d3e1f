import type { AttemptId, RunId } from '../../shared/ids.ts'

/** Who a process is: checked before every signal, so that a recycled pid is never hit. */
export type ProcessIdentity = {
  bootId: string
  /** The shim; its process group is the command's. */
  pid: number
  /** Kernel start time of the shim, as the platform prints it (clock ticks on Linux, `lstart` on macOS). */
  startTime: string
  nonce: string
  /** The other machine it is on; absent for this one. The rest is then of that machine. */
  host?: string
}

/** Where a command runs when not on this machine. `config` is an absolute path of an OpenSSH client configuration. */
export type SshHost = { host: string; config?: string }

/** The connection to the machine a command runs on was lost, or is there again. */
export type ConnectionChange = { host: string } & ({ lost: { sinceMs: number; reason: string } } | { restored: true })

export type CommandSpec = {
  run: RunId
  attempt: AttemptId
  nonce: string
  /** The script's exact text. */
  script: string
  /** Normalised: `sh`, `bash`, `zsh`, `pwsh`, `python`, `node`. */
  language: string
  strict: boolean
  cwd: string
  /** The whole environment of the command. */
  env: Record<string, string>
  /** Report directory and exported variables at the end of a successful shell block. */
  carry: boolean
  /** On a pseudo-terminal that a person answers. */
  terminal?: boolean
  /** Another machine. `env` is then what its own environment gets on top, and a relative `cwd` begins in the login's home. */
  on?: SshHost
  /** Variables of that machine's own environment the command does not get. */
  unset?: string[]
}

/** What is known of an attempt by looking at its files and processes. `output` is where its spool is. */
export type Observation =
  /**
   * Not claimed, and nothing is there to claim it, or no files. Only `forbid` makes it final; an attempt that was once spawned and has no files
   * any more is unknown. `final` when the claim was taken already.
   */
  | { state: 'never-started'; final?: { reason: string } }
  | { state: 'running'; identity: ProcessIdentity }
  /** `exitCode` as the shell reports it; `signal` is the name when it is 128 + n. `carried` is missing when nothing was reported. */
  | { state: 'finished'; exitCode: number | null; signal: string | null; endedAtMs: number; carried?: CarriedState }
  /** The shim is gone without an exit record, but its command still runs: the exit will never be known. */
  | { state: 'exit-unknowable'; pids: number[] }
  | { state: 'interrupted-by-reboot' }
  | { state: 'unknown'; reason: string }

/** What a successful shell block leaves to the next one. `unset` names variables it removed. */
export type CarriedState = { cwd: string; set: Record<string, string>; unset: string[] }

/** What is known of an attempt's files and processes, for a person. `claim`, `exit` and `boot` are absent for another machine, whose own they are. */
export type Inspection = {
  /** Where its files are, on this machine. */
  directory: string
  /** What the command wrote to; `bytes` is absent when it is removed, as it is once all is stored. */
  spool: { file: string; bytes?: number }
  claim?: { by: 'shim' | 'cockpit'; pid?: number; atMs: number }
  exit?: { state: 'missing' | 'empty' | 'partial' | 'written'; atMs?: number; exitCode?: number }
  boot?: { atStart?: string; now: string }
  shim?: { pid: number; isAlive: boolean }
  /** Of its session, or holding its output open. */
  processes: { pid: number; command: string }[]
  host?: string
}

export type TerminalSize = { columns: number; rows: number }

/** The terminals of interactive attempts. */
export interface Terminals {
  /** Hands over what was typed. `gone`: nobody reads it any more; `full`: what was typed before is still unread. */
  send(attempt: AttemptId, bytes: Uint8Array): 'sent' | 'gone' | 'full'
  /** False when it has no terminal, or not yet. */
  resize(attempt: AttemptId, size: TerminalSize): Promise<boolean>
}

export interface ProcessRunner {
  /** Writes script, spool and preallocated exit record, then spawns the detached shim. Resolves when the shim runs. Throws with a sentence. */
  start(spec: CommandSpec): Promise<ProcessIdentity>
  /** Watches until the attempt is over and resolves with what is then known; also for attempts another process started. */
  settled(attempt: AttemptId, signal: AbortSignal): Promise<Observation>
  observe(attempt: AttemptId): Observation
  /** Takes the claim so that the attempt can never start; true when it had not started. Only after that "never started" may be said. */
  forbid(attempt: AttemptId): boolean
  /** TERM or KILL to the command's process group (KILL spares the shim). False when nothing was there to signal, or its machine cannot be reached. */
  signal(attempt: AttemptId, signal: 'TERM' | 'KILL'): boolean | Promise<boolean>
  /** Living processes an attempt that is over has left behind: of its session, or holding its output open. Empty where they cannot be looked for. */
  leftRunning(attempt: AttemptId): { pid: number; command: string }[]
  /** Undefined when there are no files of it. */
  inspect(attempt: AttemptId): Inspection | undefined
  spoolFile(attempt: AttemptId): string
  /**
   * Removes the attempt's spool, script and carried values; call it once the masked import of `storedBytes` of the spool is committed. False when the
   * command still runs, a process it left behind holds the spool open, or more stands in it: nothing is removed then, store that and call
   * it again. `keepCarried` keeps what the next block needs after a restart. What it takes to `observe` the attempt always stays.
   */
  discard(attempt: AttemptId, options?: { keepCarried?: boolean; storedBytes?: number }): Promise<boolean>
  /** Tells when the way to another machine breaks and when it is there again; the command goes on meanwhile. */
  onConnection?(listener: (attempt: AttemptId, change: ConnectionChange) => void): () => void
  /** Absent where no step can be interactive. */
  terminal?: Terminals
  /**
   * What is left of the spool of an attempt that is over: none, output nobody writes any more (not imported yet), or output that processes still hold
   * open. None for attempts on another machine, whose host keeps it.
   */
  leftSpool(attempt: AttemptId): 'none' | 'left' | 'held'
  /** Attempts that have files here. */
  known(): AttemptId[]
}
