/** Compares a canary with its baseline by what is on record, until there is a verdict or a person answers. */
import type { JudgeView } from '../../../shared/analysis/judge/judge-view.ts'
import type { PairedSamples } from '../../../shared/domain/judging/compare-canary.ts'
import { judgeAttempt } from '../../../shared/domain/judging/judge-attempt.ts'
import {
  type JudgeGoal,
  type PairSide,
  selectJudgeDueMs,
  selectJudgeGoal,
} from '../../../shared/domain/judging/select-judging.ts'
import type { Effect } from '../../../shared/domain/pending-effects.ts'
import { isOpen } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { EffectContext } from '../effect-context.ts'
import { whileOpen } from './while-open.ts'

class JudgeWatch {
  readonly #id: AttemptId
  readonly #context: EffectContext
  /** Nothing is compared anew while nothing was measured, nobody spoke and its time is not over. */
  #comparedAt = ''
  #measured = 0
  #view: JudgeView | undefined
  #isReporting = false

  constructor(id: AttemptId, context: EffectContext) {
    this.#id = id
    this.#context = context
  }

  get environment(): string {
    const state = this.#context.state()
    return state.runs[state.attempts[this.#id]!.runId]!.environment
  }

  measured(): void {
    this.#measured++
  }

  #samplesOf(goal: JudgeGoal): PairedSamples {
    const { samplesOf } = this.#context
    const read = ({ metric, fromMs, toMs }: PairSide) => samplesOf(this.environment, metric.name, fromMs, toMs)
    return Object.fromEntries(
      goal.pairs.map(({ name, canary, baseline }) => [name, { canary: read(canary), baseline: read(baseline) }]),
    )
  }

  judge(): void {
    const { state, ports, report, showJudge } = this.#context
    const now = state()
    const attempt = now.attempts[this.#id]!
    const run = now.runs[attempt.runId]!
    const nowMs = ports.clock.nowMs()
    const goal = selectJudgeGoal(run, attempt, nowMs)
    if (this.#isReporting || !goal || !isOpen(attempt)) return
    const isDue = nowMs >= selectJudgeDueMs(now, attempt, goal.forMs)
    const at = `${this.#measured} ${isDue} ${now.size}`
    if (at !== this.#comparedAt) {
      this.#comparedAt = at
      const facts = { nowMs, decisionId: ports.ids.decisionId() }
      const { view, events } = judgeAttempt(now, run, attempt, goal, this.#samplesOf(goal), facts)
      this.#view = view
      if (events.length > 0) {
        this.#isReporting = true
        void report(...events).finally(() => {
          this.#isReporting = false
        })
      }
    }
    if (this.#view) showJudge(this.#id, this.#view)
  }
}

/** Ends when the step does: then it is no longer pending. */
export async function performJudge(effect: Extract<Effect, { kind: 'judge' }>, context: EffectContext): Promise<void> {
  const watch = new JudgeWatch(effect.attemptId, context)
  const stop = context.onMeasured(watch.environment, () => watch.measured())
  await whileOpen(context, () => watch.judge())
  stop()
}
