/** What a release folder says, after parsing: the definition every host, run and digest is based on. */
import type { JudgeConfig } from '../analysis/judge/config.ts'
import type { StageId, StepId } from '../ids.ts'
import type { ReleaseProcess } from '../process/model.ts'
import type { NoticePlan } from './notices/model.ts'

/** A place in a source file. Lines and columns count from 1; `endLine` is inclusive. */
export type Position = { file: string; line: number; column: number; endLine: number }

export type Severity = 'error' | 'warning' | 'hint'

/** One thing to say about a source file. Printed as `file:line:column: message`. */
export type Finding = {
  severity: Severity
  /** Stable, kebab-case, e.g. `unknown-key`. */
  code: string
  file: string
  line: number
  column: number
  message: string
  /** The step it is about, when it is about one. */
  step?: StepId
  fix?: Fix
}

/** One place of a source line that would read otherwise: `find` at `column` (both from 1), or, where it is elsewhere, its only occurrence as a word. */
export type LineEdit = { line: number; column: number; find: string; becomes: string }

/** How a finding could be mended: attributes that steps would get (keys as in `steps:` of release.yaml), or words of the source. Never applied by the cockpit. */
export type Fix = {
  /** What it does, as a sentence. */
  title: string
  attributes?: { step: StepId; set: Record<string, string> }[]
  edits?: LineEdit[]
}

export type StepKind = 'command' | 'http' | 'manual' | 'instruction' | 'approval' | 'wait' | 'gate' | 'judge'

export type Phase = 'prepare' | 'cutover' | 'soak' | 'retire'

/** Attributes of a step, from the runbook's annotations overlaid by `steps:` of release.yaml. All durations in ms. */
export type StepAttributes = {
  name?: string
  timeoutMs?: number
  silentMs?: number
  expectMs?: number
  retries?: number
  /** Before each automatic retry; without it the delay grows. */
  retryDelayMs?: number
  owner?: string
  service?: string
  phase?: Phase
  /** The step that undoes this one. */
  undo?: StepId
  /** `yes`, `no`, or `until:STEP`. */
  reversible?: string
  /** A read-only command: exit 0 when the step's effect is present. */
  verify?: string
  onRollback?: 'wait' | 'cancel' | 'ask'
  /** Roles that must say GO before the step starts. */
  approve?: string[]
  parallel?: string
  env?: Record<string, string>
  cwd?: string
  confirm?: string
  /** A condition over variables; see `condition.ts`. */
  when?: string
  continueOnError?: boolean
  interactive?: boolean
  waitMs?: number
  /** `waitMs` counts from the last switch of the environment, by the wall clock: what is left of it when the step starts is waited. */
  sinceSwitch?: true
  /** Metrics that must hold and for how long; `askAfterMs`: without evidence for so long the room is asked. */
  gate?: { metrics: string[]; forMs: number; askAfterMs?: number }
  /** Of a canary: the weight this step sets or holds, and the one before it, in percent of the traffic. */
  weight?: { to: number; from: number }
  /** What the canary is judged by after so long at its weight; `countdownMs` before a failed one is rolled back. */
  judge?: { forMs: number; config: JudgeConfig; countdownMs?: number }
  notify?: string
  /** `local`, `ssh` (the host of the environment) or `ssh:HOST`. */
  runner?: string
  /** What a rehearsal does with it: run it for real, let a stub stand in (when left out), or leave it out. */
  rehearse?: 'run' | 'stub' | 'skip'
  /** `plain` opts out of errexit and pipefail. */
  shell?: 'strict' | 'plain'
}

export type HttpAssertion = { subject: string; predicate: string; value: string; line: number }

/** An ```http block in Hurl's notation: request line, headers, then `HTTP 200` and assertions. */
export type HttpCheck = {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  /** Undefined accepts any status (`HTTP *`). */
  expectStatus?: number
  assertions: HttpAssertion[]
}

export type Step = {
  id: StepId
  stage: StageId
  kind: StepKind
  title: string
  /** Normalised interpreter of a command: `sh`, `bash`, `zsh`, `pwsh`, `python`, `node`. */
  language?: string
  /** The exact text to be executed (prompts and output already taken away); empty for steps done by people. */
  text: string
  /** Of a listing with prompts: how many lines below the first of its block each line of `text` stands. */
  lineOffsets?: number[]
  /** Output the runbook shows below a prompted command. */
  expectedOutput?: string
  /** The Markdown prose that stands before the step since the previous step or heading. */
  prose: string
  /** Names of the inputs made of `<placeholders>`, as environment variable names, in order. */
  inputs: string[]
  headingPath: string[]
  position: Position
  attributes: StepAttributes
  http?: HttpCheck
  /** One of several that a strategy made of a step of the runbook: of which, and which of them (from 1). */
  part?: { of: StepId; number: number; count: number }
}

export type Stage = {
  id: StageId
  title: string
  /** `ad-hoc`: commands typed in a terminal during a run; never in a runbook. */
  kind: 'forward' | 'rollback' | 'ad-hoc'
  /** Set when the stage names an environment of the release. */
  environment?: string
  pace: 'manual' | 'auto'
  steps: Step[]
  position: Position
}

/** A code block or section that is not executed, with the reason: nothing is lost silently. */
export type NotStep = { reason: string; language?: string; text: string; position: Position }

export type Runbook = { file: string; title?: string; stages: Stage[]; notSteps: NotStep[] }

export type Person = { name: string; contact?: string; deputy?: boolean }

export type SecretRef = { env: string } | { file: string } | { keychain: string } | { command: string }

export type Environment = {
  name: string
  vars: Record<string, string>
  secrets: Record<string, SecretRef>
  protected: boolean
  /** Where `runner=ssh` goes in this environment, and the OpenSSH client configuration used for it. */
  ssh?: { host?: string; config?: string }
}

export type LiveCheck = { http: string; json?: string } | { command: string }

/** Where a fleet says which instances it has: as a JSON list (at a path), or printed by a command. */
export type InstancesCheck = { http: string; json?: string } | { command: string }

/** `idle`: which version answers on the side without users. */
export type Service = {
  name: string
  live?: LiveCheck
  idle?: LiveCheck
  instances?: InstancesCheck
  dependsOn: string[]
  position?: Position
}

export type Unit = 'percent' | 'ms' | 's' | 'count' | 'per-second' | 'bytes' | 'ratio'

/** `below` and `above` are what must hold, exclusive, as in "< 0.1 %". */
export type Target = { below?: number; above?: number }

export type ProbeMeasure = 'error-rate' | 'availability' | 'p50' | 'p95' | 'p99' | 'requests'

/** How a source over HTTP is reached. `ca` is a PEM file, relative to the release folder, of the authority trusted instead of the machine's. */
export type SourceAddress = { url: string; headers: Record<string, string>; ca?: string; timeoutMs: number }

export type MetricSource =
  | {
      kind: 'http-probe'
      url: string
      measure: ProbeMeasure
      rate: number
      timeoutMs: number
      /** GET when left out. */
      method?: string
      headers?: Record<string, string>
      body?: string
      /** At most so many requests at once. */
      concurrency?: number
      /** Any below 400 when left out. */
      expectStatus?: number | number[]
      expectText?: string
      ca?: string
    }
  | ({
      kind: 'prometheus'
      query: string
      /** A second query: how many samples (requests, say) are behind the value. Without it `min-volume` cannot be met. */
      volume?: string
    } & SourceAddress)
  /** The count of active alerts that every matcher (`severity="critical"`) fits; `heartbeat` fits one that always fires. */
  | ({ kind: 'alertmanager'; matchers: string[]; heartbeat?: string } & SourceAddress)
  /** A path to a number in a JSON document, and one to the number of samples behind it. */
  | ({ kind: 'json'; path: string; volume?: string } & SourceAddress)
  /** What it prints is the number, unless `json` (a path) or `match` (a regular expression with a group) says where in it. */
  | { kind: 'command'; run: string; json?: string; match?: string; volume?: string; timeoutMs: number }
  | { kind: 'ledger'; measure: 'deployment-time' | 'rollback-time' | 'critical-incidents' }
  /** Only in definitions recorded by an earlier version, which did not act on it. */
  | { kind: 'not-yet'; of: string; settings: unknown }

export type Metric = {
  name: string
  title: string
  unit: Unit
  target: Target
  intervalMs: number
  /** Over which the value is computed. */
  windowMs: number
  minVolume: number
  dryRun: boolean
  /** From where a measurement is a failure; what lies between it and the target is inconclusive. See docs/metrics.md. */
  failure?: Target
  initialDelayMs?: number
  /** Limits of a gate; what was left out has its default in `shared/analysis/measurement/limits.ts`. */
  count?: number
  failureLimit?: number
  inconclusiveLimit?: number
  consecutiveSuccessLimit?: number
  consecutiveErrorLimit?: number
  /** Before a source that failed is asked again; the wait grows while it fails. */
  errorRetryMs?: number
  /** How much before a run is read from a source that remembers. */
  baselineMs?: number
  source: MetricSource
  /** Keys of a later version (baseline), as validated. */
  later?: Record<string, unknown>
  position: Position
}

/** Both windows must burn faster than `factor` times the objective. */
export type BurnWindows = { longMs: number; shortMs: number; factor: number }

/** `objective` in percent, such as 99.9. */
export type BurnRate = { objective: number; windows: BurnWindows[] }

export type Trigger = {
  metric: string
  above?: number
  below?: number
  forMs: number
  clearForMs: number
  severity: 'critical' | 'high' | 'medium' | 'low'
  service?: string
  arm?: { from?: StepId; until?: StepId }
  /** Instead of a limit: how fast the error budget burns. */
  burnRate?: BurnRate
  /** Before a critical trigger's rollback starts by itself; 0 starts it at once. */
  countdownMs?: number
  /** Channels or roles that are told when it fires. */
  notify?: string[]
  /** Keys of a later version, as validated. */
  later?: Record<string, unknown>
  position: Position
}

export type StrategyKind = 'blue-green' | 'canary' | 'rolling' | 'big-bang'

/** `settings` are the keys of `strategy:` as validated, durations in ms. */
export type Strategy = { kind: StrategyKind; settings: Record<string, unknown> }

/** A role with a rule speaks through its people and deputies only. `count`: so many of them; `notExecutor`: not who started the run. */
export type ApprovalRule = { count: number; notExecutor: boolean }

/** Half-open interval of instants, ms since the epoch. `zone` is the offset as written, e.g. `+01:00`. */
export type Window = { startMs: number; endMs: number; offsetMinutes: number }

export type ReleaseDefinition = {
  name: string
  version: string
  previous?: string
  ticket?: string
  repository?: string
  /** How its tags are named (`v{version}`), and the paths of the repository that are this release's. */
  history?: { tag?: string; only?: string[] }
  strategy: Strategy
  windows: Window[]
  freezes: Window[]
  services: Service[]
  /** Role slug (`devops-lead`) to people, in the order written. */
  team: Record<string, Person[]>
  /** What more is asked of a role's approval. */
  approvals?: Record<string, ApprovalRule>
  environments: Environment[]
  metrics: Metric[]
  triggers: Trigger[]
  communication: unknown
  /** Missing in definitions recorded by an earlier version, which sent nothing. */
  notices?: NoticePlan
  /** The process around it: the team's own or the standard one. Missing in definitions recorded by an earlier version. */
  process?: ReleaseProcess
  /** Where a team's own forms of documents lie, from the release folder. */
  documents?: { templates: string }
  runbook: Runbook
  /** Things an earlier version understood and kept but did not act on, each a sentence with its place; empty since. */
  notYetActedOn: Finding[]
}

/** A loaded folder: the definition, or undefined when an error forbids one; the findings always. */
export type LoadedDefinition = { definition?: ReleaseDefinition; findings: Finding[] }
