/** Watches the metrics of an open gate and records what comes of them. */
import type { Measurement } from '../../../shared/analysis/measurement/classify.ts'
import type { GateGoal } from '../../../shared/analysis/measurement/gate.ts'
import {
  forgiveRun,
  interruptRun,
  type MetricRun,
  moveRun,
  takeMeasurement,
} from '../../../shared/analysis/measurement/metric-run.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { judgeGate, type Watched } from '../../../shared/domain/gates/judge-gate.ts'
import { runsFrom, selectGoal } from '../../../shared/domain/gates/select-gate.ts'
import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { AttemptState, RunState } from '../../../shared/domain/state.ts'
import { isOpen } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { EffectContext } from '../effect-context.ts'
import { whileOpen } from './while-open.ts'

const EVIDENCE_SAMPLES = 20

const mapRuns = (runs: Watched['runs'], change: (run: MetricRun) => MetricRun): Watched['runs'] =>
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, change(run)]))

class GateWatch {
  readonly #id: AttemptId
  readonly #context: EffectContext
  #watched: Watched
  /** What the record said when it was looked at last: gaps, a clock that was set, an answer. */
  #seen: { gaps: number; startedAtMs: number; keptSeq: number | undefined }
  #isReporting = false

  constructor(id: AttemptId, context: EffectContext) {
    this.#id = id
    this.#context = context
    const { attempt, goal } = this.#facts()
    const { gaps } = context.state()
    this.#watched = { runs: goal ? runsFrom(goal, attempt.gate, context.ports.clock.nowMs()) : {}, recent: {} }
    this.#seen = { gaps: gaps.length, startedAtMs: attempt.startedAtMs, keptSeq: attempt.gate?.keptWaiting?.seq }
  }

  get environment(): string {
    return this.#facts().run.environment
  }

  #facts(): { attempt: AttemptState; run: RunState; goal: GateGoal | undefined } {
    const state = this.#context.state()
    const attempt = state.attempts[this.#id]!
    const run = state.runs[attempt.runId]!
    return { attempt, run, goal: selectGoal(run, attempt) }
  }

  /** What happened beside the measurements: nobody watched, the clock was set, somebody said to keep waiting. */
  #catchUp(attempt: AttemptState): void {
    const { gaps } = this.#context.state()
    const { startedAtMs, gate } = attempt
    const movedMs = startedAtMs - this.#seen.startedAtMs
    const keptSeq = gate?.keptWaiting?.seq
    let { runs } = this.#watched
    if (movedMs !== 0) runs = mapRuns(runs, (run) => moveRun(run, movedMs))
    const slept = gaps.slice(this.#seen.gaps).at(-1)
    if (slept) runs = mapRuns(runs, (run) => interruptRun(run, slept.toMs))
    if (keptSeq !== this.#seen.keptSeq) runs = mapRuns(runs, forgiveRun)
    this.#watched = { ...this.#watched, runs }
    this.#seen = { gaps: gaps.length, startedAtMs, keptSeq }
  }

  take(name: string, measurement: Measurement): void {
    const { attempt, goal } = this.#facts()
    const metric = goal?.metrics.find((each) => each.name === name)
    const run = this.#watched.runs[name]
    if (!goal || !metric || !run) return
    this.#catchUp(attempt)
    const sample: Sample = [measurement.atMs, measurement.value, measurement.count]
    const recent = [...(this.#watched.recent[name] ?? []), sample].slice(-EVIDENCE_SAMPLES)
    this.#watched = {
      runs: {
        ...this.#watched.runs,
        [name]: takeMeasurement(this.#watched.runs[name]!, metric, measurement, goal.fromMs),
      },
      recent: { ...this.#watched.recent, [name]: recent },
    }
    this.judge()
  }

  judge(): void {
    const { attempt, run, goal } = this.#facts()
    if (this.#isReporting || !goal || !isOpen(attempt)) return
    this.#catchUp(attempt)
    const { state, ports, report, showGate } = this.#context
    const { view, events } = judgeGate(state(), run, attempt, goal, this.#watched, ports.clock.nowMs())
    showGate(this.#id, view)
    if (events.length === 0) return
    this.#isReporting = true
    void report(...events).finally(() => {
      this.#isReporting = false
    })
  }
}

/** Ends when the step does: then it is no longer pending. */
export async function performGate(effect: Extract<Effect, { kind: 'gate' }>, context: EffectContext): Promise<void> {
  const watch = new GateWatch(effect.attemptId, context)
  const stop = context.onMeasured(watch.environment, (metric, measurement) => watch.take(metric, measurement))
  await whileOpen(context, () => watch.judge())
  stop()
}
