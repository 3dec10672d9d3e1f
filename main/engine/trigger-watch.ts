/** The triggers of one metric: tells when one fires and when it is clear again (T1, T10 of docs/triggers.md). */
import { BREACHED, type BreachState, CLEAR, stepBreach } from '../../shared/analysis/breach.ts'
import { breachRuleOf, type Limit, stepTrigger } from '../../shared/analysis/trigger-rule.ts'
import type { Sample } from '../../shared/contract/methods.ts'
import { clearedWords, firedWords } from '../../shared/documents/trigger-words.ts'
import type { TriggerState } from '../../shared/domain/decisions/timed-decision.ts'
import { triggerKey } from '../../shared/domain/decisions/trigger-key.ts'
import type { Metric, Trigger } from '../../shared/runbook/model.ts'
import type { MetricTransition } from './metric-types.ts'

export type Fired = Pick<
  Extract<MetricTransition, { type: 'trigger.fired' }>['payload'],
  'triggerId' | 'severity' | 'service' | 'value' | 'rule' | 'again'
>
export type TriggerChange = { type: 'trigger.fired'; of: Fired } | { type: 'trigger.cleared'; of: Omit<Fired, 'again'> }

type Watched = { trigger: Trigger; id: string; state: BreachState; worse: BreachState }

/** What the record knows of a trigger: read anew at each sample, so that a veto of a moment ago counts. */
export type KnownTrigger = (triggerId: string) => TriggerState | undefined

export type TriggerFacts = { known: KnownTrigger; isArmed(trigger: Trigger): boolean }

export class TriggerWatch {
  readonly #metric: Metric
  readonly #known: KnownTrigger
  readonly #isArmed: TriggerFacts['isArmed']
  readonly #watched: Watched[]

  constructor(metric: Metric, triggers: readonly Trigger[], { known, isArmed }: TriggerFacts) {
    this.#metric = metric
    this.#known = known
    this.#isArmed = isArmed
    this.#watched = triggers
      .filter((trigger) => trigger.metric === metric.name)
      .map((trigger) => {
        const id = triggerKey(trigger)
        return { trigger, id, state: known(id)?.fired ? BREACHED : CLEAR, worse: CLEAR }
      })
  }

  #change(watched: Watched, value: number, limit: Limit, again: boolean): Fired {
    const { trigger, id } = watched
    const rule = firedWords(this.#metric, value, limit, trigger.forMs)
    const { severity, service } = trigger
    return { triggerId: id, severity, value, rule, again, ...(service === undefined ? {} : { service }) }
  }

  #step(watched: Watched, sample: Sample): TriggerChange[] {
    const { trigger, id } = watched
    const value = sample[1]
    const known = this.#known(id)
    const rule = breachRuleOf(this.#metric, trigger, trigger)
    const { state, changed } = stepTrigger(watched.state, sample, rule, this.#isArmed(trigger))
    watched.state = state
    if (value === null) return []
    if (changed === 'breached') return [{ type: 'trigger.fired', of: this.#change(watched, value, trigger, false) }]
    if (changed === 'recovered') {
      watched.worse = CLEAR
      const { again: _, ...of } = this.#change(watched, value, trigger, false)
      return [
        {
          type: 'trigger.cleared',
          of: { ...of, rule: clearedWords(this.#metric, value, trigger, trigger.clearForMs) },
        },
      ]
    }
    return state.phase === 'breached' && known?.worse ? this.#stepWorse(watched, sample, known.worse) : []
  }

  #stepWorse(watched: Watched, sample: Sample, limit: Limit): TriggerChange[] {
    const { state, changed } = stepBreach(watched.worse, sample, breachRuleOf(this.#metric, watched.trigger, limit))
    watched.worse = changed === 'breached' ? CLEAR : state
    if (changed !== 'breached') return []
    return [{ type: 'trigger.fired', of: this.#change(watched, sample[1]!, limit, true) }]
  }

  /** Undefined for one that is not of this metric. */
  isFired(triggerId: string): boolean | undefined {
    const watched = this.#watched.find(({ id }) => id === triggerId)
    return watched && watched.state.phase === 'breached'
  }

  step(sample: Sample): TriggerChange[] {
    return this.#watched.flatMap((each) => this.#step(each, sample))
  }
}
