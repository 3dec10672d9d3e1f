/** The triggers of one metric: tells when one fires and when it is clear again (T1, T10 of docs/triggers.md). */
import { BREACHED, type BreachRule, type BreachState, CLEAR, stepBreach } from '../../shared/analysis/breach.ts'
import type { Sample } from '../../shared/contract/methods.ts'
import type { TriggerState } from '../../shared/domain/decisions/timed-decision.ts'
import { isPastLimit, triggerKey } from '../../shared/domain/decisions/trigger-key.ts'
import { formatDuration } from '../../shared/runbook/duration.ts'
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

const limitWords = ({ above, below }: Pick<Trigger, 'above' | 'below'>) =>
  above === undefined ? `below ${below}` : `above ${above}`

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

  #rule(trigger: Trigger, limit: Pick<Trigger, 'above' | 'below'>): BreachRule {
    const { forMs, clearForMs } = trigger
    const { minVolume, intervalMs } = this.#metric
    return { isBad: (value) => isPastLimit(limit, value), minVolume, forMs, clearForMs, intervalMs }
  }

  #change(watched: Watched, value: number, limit: Pick<Trigger, 'above' | 'below'>, again: boolean): Fired {
    const { trigger, id } = watched
    const held = trigger.forMs > 0 ? ` for ${formatDuration(trigger.forMs)}` : ''
    const rule = `${this.#metric.title} ${value} ${this.#metric.unit}, ${limitWords(limit)}${held}`
    const { severity, service } = trigger
    return { triggerId: id, severity, value, rule, again, ...(service === undefined ? {} : { service }) }
  }

  #step(watched: Watched, sample: Sample): TriggerChange[] {
    const { trigger, id } = watched
    const value = sample[1]
    const known = this.#known(id)
    // What began before it was armed counts from then on; what fired before it was disarmed is followed to its end.
    if (watched.state.phase !== 'breached' && !this.#isArmed(trigger)) {
      watched.state = CLEAR
      return []
    }
    const { state, changed } = stepBreach(watched.state, sample, this.#rule(trigger, trigger))
    watched.state = state
    if (value === null) return []
    if (changed === 'breached') return [{ type: 'trigger.fired', of: this.#change(watched, value, trigger, false) }]
    if (changed === 'recovered') {
      watched.worse = CLEAR
      const { again: _, ...of } = this.#change(watched, value, trigger, false)
      return [{ type: 'trigger.cleared', of: { ...of, rule: this.#clearWords(trigger, value) } }]
    }
    return state.phase === 'breached' && known?.worse ? this.#stepWorse(watched, sample, known.worse) : []
  }

  #clearWords(trigger: Trigger, value: number): string {
    const { title, unit } = this.#metric
    return `${title} ${value} ${unit}, not ${limitWords(trigger)} for ${formatDuration(trigger.clearForMs)}`
  }

  #stepWorse(watched: Watched, sample: Sample, limit: Pick<Trigger, 'above' | 'below'>): TriggerChange[] {
    const { state, changed } = stepBreach(watched.worse, sample, this.#rule(watched.trigger, limit))
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
