/** The triggers of one metric: tells when one fires and when it is clear again (T1, T10 of docs/triggers.md). */
import { BREACHED, type BreachState, CLEAR, stepBreach } from '../../shared/analysis/breach.ts'
import { type BurnReading, BurnSeries, judgeBurn } from '../../shared/analysis/burn-rate.ts'
import { breachRuleOf, type Limit, stepTrigger } from '../../shared/analysis/trigger-rule.ts'
import type { Sample } from '../../shared/contract/results.ts'
import { burnClearedWords, burnFiredWords, clearedWords, firedWords } from '../../shared/documents/trigger-words.ts'
import type { TriggerState } from '../../shared/domain/decisions/timed-decision.ts'
import { limitOfTrigger, triggerKey } from '../../shared/domain/decisions/trigger-key.ts'
import type { Metric, Trigger } from '../../shared/runbook/model.ts'
import type { MetricTransition } from './metric-types.ts'

export type Fired = Pick<
  Extract<MetricTransition, { type: 'trigger.fired' }>['payload'],
  'triggerId' | 'severity' | 'service' | 'value' | 'rule' | 'again'
>
export type TriggerChange = { type: 'trigger.fired'; of: Fired } | { type: 'trigger.cleared'; of: Omit<Fired, 'again'> }

type Watched = {
  trigger: Trigger
  id: string
  state: BreachState
  worse: BreachState
  burn?: { series: BurnSeries; reading?: BurnReading }
}

export type BurnWatching = {
  metric: Metric
  trigger: Trigger
  id: string
  isFired: boolean
  isArmed: boolean
  reading: BurnReading
}

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
        const burn = trigger.burnRate ? { burn: { series: new BurnSeries(metric, trigger.burnRate) } } : {}
        return { trigger, id, state: known(id)?.fired ? BREACHED : CLEAR, worse: CLEAR, ...burn }
      })
  }

  #change(watched: Watched, value: number, limit: Limit, again: boolean): Fired {
    const { trigger, id, burn } = watched
    const rule =
      burn?.reading && trigger.burnRate
        ? burnFiredWords(this.#metric, trigger.burnRate, burn.reading, trigger.forMs)
        : firedWords(this.#metric, value, limit, trigger.forMs)
    const { severity, service } = trigger
    return { triggerId: id, severity, value, rule, again, ...(service === undefined ? {} : { service }) }
  }

  #clearWords({ trigger, burn }: Watched, value: number): string {
    return burn?.reading && trigger.burnRate
      ? burnClearedWords(this.#metric, trigger.burnRate, burn.reading, trigger.clearForMs)
      : clearedWords(this.#metric, value, trigger, trigger.clearForMs)
  }

  /** Of a burn rate: how many times its factor, at the time of the sample. */
  #judged(watched: Watched, sample: Sample): Sample {
    const { burn } = watched
    if (!burn) return sample
    const judged = judgeBurn(burn.series, this.#metric, sample)
    burn.reading = judged.reading
    return judged.sample
  }

  #step(watched: Watched, taken: Sample): TriggerChange[] {
    const { trigger, id } = watched
    const sample = this.#judged(watched, taken)
    const value = sample[1]
    const known = this.#known(id)
    const limit = limitOfTrigger(trigger)
    const rule = breachRuleOf(this.#metric, trigger, limit)
    const { state, changed } = stepTrigger(watched.state, sample, rule, this.#isArmed(trigger))
    watched.state = state
    if (value === null) return []
    if (changed === 'breached') return [{ type: 'trigger.fired', of: this.#change(watched, value, limit, false) }]
    if (changed === 'recovered') {
      watched.worse = CLEAR
      const { again: _, ...of } = this.#change(watched, value, limit, false)
      return [
        {
          type: 'trigger.cleared',
          of: { ...of, rule: this.#clearWords(watched, value) },
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

  /** How much of the past its burn rates look at, in ms; 0 without one. */
  get spanMs(): number {
    return Math.max(
      0,
      ...this.#watched.map(({ trigger }) => (trigger.burnRate ? BurnSeries.spanMs(trigger.burnRate) : 0)),
    )
  }

  /** What is known of the past: it fills the windows of burn rates and fires nothing. Ascending in time; takes the place of what was known. */
  remember(samples: readonly Sample[]): void {
    for (const { trigger, burn } of this.#watched) {
      if (!burn || !trigger.burnRate) continue
      burn.series = new BurnSeries(this.#metric, trigger.burnRate)
      for (const sample of samples) {
        burn.series.add(sample)
        // Which pair burnt too fast last is part of what is remembered (BR6).
        burn.series.read(sample[0])
      }
    }
  }

  burning(nowMs: number): BurnWatching[] {
    return this.#watched.flatMap(({ trigger, id, state, burn }) =>
      burn
        ? [
            {
              metric: this.#metric,
              trigger,
              id,
              isFired: state.phase === 'breached',
              isArmed: this.#isArmed(trigger),
              reading: burn.series.read(nowMs),
            },
          ]
        : [],
    )
  }

  step(sample: Sample): TriggerChange[] {
    return this.#watched.flatMap((each) => this.#step(each, sample))
  }
}
