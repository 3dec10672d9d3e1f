import type { JudgeView } from '../../shared/analysis/judge/judge-view.ts'
import type { Measurement } from '../../shared/analysis/measurement/classify.ts'
import type { GateView } from '../../shared/analysis/measurement/gate.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { NoticeState } from '../../shared/domain/notices/notice-state.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { AttemptId } from '../../shared/ids.ts'
import type { EnginePorts } from './ports.ts'
import type { RunContexts } from './run-contexts.ts'

/** What an effect may use. `signal` is aborted when the effect is no longer pending. */
export type EffectContext = {
  ports: EnginePorts
  contexts: RunContexts
  state(): ReleaseState
  /** Appends what happened; when the ledger cannot be written it is tried again until it can. */
  report(...events: CockpitEvent[]): Promise<void>
  /** An attempt is over and so much of its spool is stored: what is still to come is followed on its own. */
  leaveOutput(attempt: AttemptId, storedBytes: number): void
  /** Does what comes of a timed decision whose clock ran out. */
  expire(decisionId: string): void
  /** Puts a gap that just ended on record, before it is judged what happened. */
  checkTime(): void
  /** Told of every measurement of an environment from now on; returns what ends it. */
  onMeasured(environment: string, listener: (metric: string, measurement: Measurement) => void): () => void
  /** Shows how a gate stands; not on record. */
  showGate(attempt: AttemptId, view: GateView): void
  /** Shows how a canary stands; not on record. */
  showJudge(attempt: AttemptId, view: JudgeView): void
  /** What is on record of a metric between two instants, ascending; nothing while it cannot be read. */
  samplesOf(environment: string, metric: string, fromMs: number, toMs: number): Sample[]
  /** Before that a message is not sent: what an earlier cockpit left waits until this one has proved to stay. */
  noticesFromMs(notice: NoticeState | undefined): number
  signal: AbortSignal
}
