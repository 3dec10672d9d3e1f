/** Rules CJ1 to CJ10 of docs/canary.md, told through the real decide, evolve and judge. */
import { describe, expect, test } from 'vitest'
import { judgeConfigSchema } from '../../../shared/analysis/judge/config.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { rollbackMeaning } from '../../../shared/documents/strategy-words.ts'
import { judgeAttempt } from '../../../shared/domain/judging/judge-attempt.ts'
import { projectLadder } from '../../../shared/domain/judging/project-ladder.ts'
import { selectJudgeGoal } from '../../../shared/domain/judging/select-judging.ts'
import { projectBreaches } from '../../../shared/domain/project-breach.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectRunMood, selectSteps } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'
import { metricFixture } from '../analysis/metric-fixture.ts'

const metric = (name: string, title: string) =>
  metricFixture({ name, title, intervalMs: 1000, minVolume: 10, target: { below: 100 } })
const ERRORS = metric('errors', 'Errors')
const OLD = metric('errors-old', 'Errors of the old')

const HOLD_MS = 20_000

const judgeOf = (config: object): NonNullable<StepAttributes['judge']> => ({
  forMs: HOLD_MS,
  countdownMs: 5000,
  config: judgeConfigSchema.parse({ 'min-samples': 10, ...config }),
})

const PAIRED = { metrics: { errors: { baseline: 'errors-old', direction: 'increase', critical: true } } }

/** Values that differ a little, as measured ones do. */
const about = (value: number, at: number) => value + ((at * 7) % 10) / 10

/** A run whose first weight is set and held, and what the engine would do with the samples on record. */
class JudgeStory extends Story {
  samples: Record<string, Sample[]> = { errors: [], 'errors-old': [] }

  constructor(judge = judgeOf(PAIRED)) {
    const weight = { to: 5, from: 0 }
    const steps = [
      step('shift-5', { undo: stepId('back'), weight }, { part: { of: stepId('shift'), number: 1, count: 2 } }),
      step('shift-5/hold', { judge, weight }, { kind: 'judge', text: '', title: 'Judge at 5 %' }),
      step(
        'shift-100',
        { undo: stepId('back'), weight: { to: 100, from: 5 } },
        { part: { of: stepId('shift'), number: 2, count: 2 } },
      ),
    ]
    const rollback = stage('rollback', [step('back')], { kind: 'rollback' })
    const strategy = { kind: 'canary' as const, settings: { 'set-weight': ['shift'] } }
    super(definitionOf([stage('production', steps), rollback], { metrics: [ERRORS, OLD], strategy }))
    this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    this.doSteps(1)
    this.begin()
  }

  get attempt(): AttemptState {
    return Object.values(this.state.attempts).findLast(({ kind }) => kind === 'judge')!
  }

  get judged() {
    const goal = selectJudgeGoal(this.state.runs[this.attempt.runId]!, this.attempt, this.nowMs)!
    const within = (name: string, fromMs: number, toMs: number) =>
      (this.samples[name] ?? []).filter(([atMs]) => atMs >= fromMs && atMs <= toMs)
    const samples = Object.fromEntries(
      goal.pairs.map(({ name, canary, baseline }) => [
        name,
        {
          canary: within(canary.metric.name, canary.fromMs, canary.toMs),
          baseline: within(baseline.metric.name, baseline.fromMs, baseline.toMs),
        },
      ]),
    )
    const run = this.state.runs[this.attempt.runId]!
    return judgeAttempt(this.state, run, this.attempt, goal, samples, { nowMs: this.nowMs, decisionId: 'd-judge' })
  }

  /** Seconds pass; each metric named has a sample in each of them. */
  seconds(count: number, seen: Record<string, number | null>, volume = 100): CockpitEvent['type'][] {
    return Array.from({ length: count }, () => {
      this.nowMs += 1000
      for (const [name, value] of Object.entries(seen)) {
        const shown = value === null ? null : about(value * (name === 'errors' ? 1.01 : 1), this.nowMs / 1000)
        this.samples[name] = [...this.samples[name]!, [this.nowMs, shown, value === null ? 0 : volume]]
      }
      const { events } = this.judged
      for (const event of events) this.happen(event)
      return events.map(({ type }) => type)
    }).flat()
  }
}

const SAME = { errors: 1, 'errors-old': 1 }
const WORSE = { errors: 9, 'errors-old': 1 }

describe('A step that judges a canary', () => {
  test('CJ1, CJ2, CJ5: promotes at the end of its hold, by what both versions did at the same time', () => {
    const story = new JudgeStory()
    expect(story.seconds(19, SAME)).toEqual([])
    expect(story.judged.view).toMatchObject({ verdict: 'pass', score: 100, fewest: 19, least: 10 })
    expect(story.seconds(1, SAME)).toEqual(['judge.judged', 'step.finished'])
    expect(story.attempt).toMatchObject({ status: 'succeeded', judging: { judged: { verdict: 'pass', score: 100 } } })
    expect(story.attempt.note).toMatch(/^Score 100 .*Errors: 1\.\d+ % against 1\.\d+ % \(Errors of the old\), shift /)
    const [errors] = story.attempt.judging!.judged!.metrics
    expect(errors).toMatchObject({
      canary: { metric: 'errors', count: 20 },
      baseline: { metric: 'errors-old', count: 20 },
    })
    expect(errors!.canary.samples).toHaveLength(20)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'shift-100' } })
  })

  test('CJ1: says when a verdict can come at the earliest, and that none can', () => {
    const story = new JudgeStory(judgeOf({ ...PAIRED, 'min-samples': 50 }))
    story.seconds(5, SAME)
    const { dueAtMs, earliestAtMs, fewest } = story.judged.view
    expect({ fewest, afterDue: earliestAtMs! - dueAtMs }).toEqual({ fewest: 5, afterDue: 30_000 })
    const past = new JudgeStory(judgeOf({ metrics: ['errors'] }))
    past.seconds(5, SAME)
    expect(past.judged.view.earliestAtMs).toBeUndefined()
  })

  test('CJ2: without a metric of the old version its own samples from before the run are what it is held against', () => {
    const story = new JudgeStory(judgeOf({ metrics: { errors: { direction: 'increase' } } }))
    const { startedAtMs } = story.state.runs[story.attempt.runId]!
    story.samples.errors = Array.from(
      { length: 30 },
      (_, index): Sample => [startedAtMs - 30_000 + index * 1000, about(1, index), 100],
    )
    story.seconds(20, { errors: 1 })
    expect(story.attempt).toMatchObject({ status: 'succeeded' })
    expect(story.attempt.note).toContain('(before the run)')
  })

  test('CJ3: what has too little behind it, and what was found late of a time nobody watched, is no evidence; that time does not count', () => {
    const story = new JudgeStory()
    story.seconds(5, SAME, 3)
    expect(story.judged.view.fewest).toBe(0)
    story.seconds(5, SAME)
    story.happen({ type: 'engine.gap', payload: { fromMs: story.nowMs - 6000, toMs: story.nowMs } })
    expect(story.judged.view.fewest).toBe(0)
    expect(story.seconds(20, SAME)).toEqual([])
    expect(story.attempt.status).toBe('waiting')
    story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'continue' })
    expect(story.seconds(1, SAME)).toEqual(['judge.judged', 'step.finished'])
  })

  test('CJ6: a failed canary opens a critical decision in the same append: asked, or counted down when nothing forbids it', () => {
    const story = new JudgeStory()
    story.seconds(19, WORSE)
    expect(story.seconds(1, WORSE)).toEqual(['judge.judged', 'step.finished', 'decision.opened'])
    expect(story.attempt).toMatchObject({ status: 'failed', judging: { judged: { verdict: 'fail' } } })
    expect(story.attempt.reason).toMatch(
      /^The canary at 5 % is worse than its baseline\. Critical and worse than the baseline: errors\. Errors: 9\.\d+ % against 1\.\d+ %/,
    )
    const decision = story.state.decisions!['d-judge']!
    expect(decision).toMatchObject({
      severity: 'critical',
      mode: 'ask',
      interlocks: ['No rollback drill of this definition has passed.'],
    })
    expect(story.move).toMatchObject({ kind: 'decision' })
    story.tell({ type: 'decision.answer', decisionId: 'd-judge', choice: 'fix-forward', reason: 'Known, harmless.' })
    expect(story.move).toMatchObject({ kind: 'halted' })
    expect(planRollback(story.state, 'production')!.steps.map((each) => each.step.id)).toEqual(['back'])
  })

  test('CJ7: without enough samples it asks, and goes on by itself once there are enough', () => {
    const story = new JudgeStory(judgeOf({ ...PAIRED, 'min-samples': 25 }))
    expect(story.seconds(20, SAME)).toEqual(['judge.asked'])
    expect(selectSteps(story.state, story.run, story.nowMs)[1]!.status).toBe('needs-person')
    expect(selectRunMood(story.state, story.run, story.nowMs)).toBe('needs-person')
    expect(story.attempt.judging!.asked).toMatchObject({
      verdict: 'hold',
      words: 'Too few samples for a verdict: errors.',
    })
    expect(story.seconds(5, SAME)).toEqual(['judge.judged', 'step.finished'])
    expect(story.attempt.status).toBe('succeeded')
  })

  test('CJ4, CJ7: never promotes without data or blind, whatever was good before', () => {
    const empty = new JudgeStory()
    expect(empty.seconds(40, { errors: null, 'errors-old': 1 })).toEqual(['judge.asked'])
    expect(empty.attempt.judging!.asked!.metrics[0]!.classification).toBe('nodata')
    const zero = new JudgeStory(judgeOf({ metrics: { errors: { baseline: 'errors-old', missing: 'replace' } } }))
    expect(zero.seconds(40, { errors: null, 'errors-old': 0 })).toEqual(['judge.asked'])
    const blind = new JudgeStory()
    blind.seconds(15, SAME)
    const reason = 'Prometheus refused the connection.'
    blind.happen({ type: 'metric.blind', payload: { environment: 'production', metric: 'errors-old', reason } })
    expect(blind.seconds(10, {})).toEqual(['judge.asked'])
    expect(blind.attempt.judging!.asked!.words).toBe('No verdict: Errors cannot be measured now.')
  })

  test('CJ7: a marginal verdict waits for a person, who may let it measure for another hold', () => {
    const story = new JudgeStory(
      judgeOf({ metrics: { errors: { baseline: 'errors-old', direction: 'increase' } }, pass: 60, marginal: 0 }),
    )
    expect(story.seconds(20, WORSE)).toEqual(['judge.asked'])
    expect(story.attempt.judging!.asked).toMatchObject({ verdict: 'marginal', score: 0 })
    expect(story.seconds(100, SAME)).toEqual([])
    const attemptId = story.attempt.id
    expect(story.tell({ type: 'step.confirm', attemptId })).toMatchObject({ code: 'wrong-state' })
    expect(story.tell({ type: 'judge.keep-waiting', attemptId })).toBeUndefined()
    expect(story.tell({ type: 'judge.keep-waiting', attemptId })).toMatchObject({ code: 'wrong-state' })
    expect(story.seconds(19, SAME)).toEqual([])
    expect(story.seconds(1, SAME)).toEqual(['judge.judged', 'step.finished'])
  })

  test('CJ8: a person promotes with a reason, which is a deviation, or lets it fail', () => {
    const story = new JudgeStory()
    expect(story.tell({ type: 'gate.override', attemptId: story.attempt.id, reason: 'x' })).toMatchObject({
      code: 'wrong-state',
    })
    story.tell({ type: 'judge.promote', attemptId: story.attempt.id, reason: 'Night traffic is too thin.' })
    expect(story.attempt).toMatchObject({ status: 'succeeded' })
    expect(story.run.deviations).toEqual(['Promoted without “Judge at 5 %” by Ada Obi: Night traffic is too thin.'])
    const other = new JudgeStory()
    other.tell({ type: 'step.fail', attemptId: other.attempt.id, reason: 'I saw it.' })
    expect(other.attempt).toMatchObject({ status: 'failed', reason: 'I saw it.' })
    expect(other.move).toMatchObject({ kind: 'halted' })
  })

  test('CJ6: what only the canary measured holds no rollback, and is off target no more once nobody uses it', () => {
    const story = new JudgeStory()
    const missed = {
      environment: 'production',
      metric: 'errors',
      value: 200,
      rule: 'Errors 200 % misses the target',
      samples: [],
    }
    story.happen({ type: 'metric.breached', payload: missed })
    expect(projectBreaches(story.state, 'production').map(({ metric }) => metric.name)).toEqual(['errors'])
    story.seconds(20, WORSE)
    story.tell({ type: 'decision.answer', decisionId: 'd-judge', choice: 'roll-back', reason: 'Worse.' })
    story.doSteps(1)
    expect(projectBreaches(story.state, 'production')).toEqual([])
    expect(story.move).toMatchObject({ kind: 'finish', outcome: 'succeeded' })
  })

  test('is shown as a ladder: the weights behind, now and ahead, with what users were exposed to', () => {
    const story = new JudgeStory()
    const ladder = () => projectLadder(story.state, story.state.runs[story.attempt.runId], [], story.nowMs)!
    story.seconds(19, WORSE)
    expect(ladder()).toMatchObject({
      weight: 5,
      rungs: [
        { weight: 5, state: 'now', isJudged: true, holdMs: HOLD_MS },
        { weight: 100, state: 'ahead', isJudged: false },
      ],
      judging: { id: story.attempt.id },
    })
    expect(ladder().exposure).toBeCloseTo((5 * 19) / 60, 5)
    story.seconds(1, WORSE)
    story.tell({ type: 'decision.answer', decisionId: 'd-judge', choice: 'roll-back', reason: 'Worse.' })
    expect(rollbackMeaning(story.state, 'production', story.nowMs)).toBe('Weight to 0: all users are back on 2.3.1.')
    story.doSteps(1)
    expect(ladder()).toMatchObject({ weight: 0, failedAt: 5, rungs: [{ state: 'undone' }, { state: 'ahead' }] })
    const { exposure } = ladder()
    story.nowMs += 60_000
    expect(ladder().exposure).toBe(exposure)
  })
})
