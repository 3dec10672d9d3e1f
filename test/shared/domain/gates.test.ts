/** Rules G1 to G8 of docs/steps.md, told through the real decide, evolve and judge. */
import { describe, expect, test } from 'vitest'
import { takeMeasurement } from '../../../shared/analysis/measurement/metric-run.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { judgeGate, type Watched } from '../../../shared/domain/gates/judge-gate.ts'
import { runsFrom, selectGoal } from '../../../shared/domain/gates/select-gate.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectRunMood, selectSteps } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import { stageId } from '../../../shared/ids.ts'
import type { Metric, StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'
import { metricFixture } from '../analysis/metric-fixture.ts'

const P95 = metricFixture({ name: 'p95', title: 'p95', unit: 'ms', target: { below: 200 } })
const GATE = { metrics: ['error-rate', 'p95'], forMs: 10_000 }

type Seen = number | 'thin' | 'error'

/** A run that stands at its gate, and what the engine would do with what is measured. */
class GateStory extends Story {
  watched: Watched = { runs: {}, recent: {} }

  constructor(metrics: Metric[] = [metricFixture(), P95], gate: StepAttributes['gate'] = GATE) {
    super(
      definitionOf(
        [
          stage('production', [step('gate', { gate }, { kind: 'gate', text: '' }), step('retire')]),
          stage('rollback', [step('back'), step('calm', { gate }, { kind: 'gate', text: '' })], { kind: 'rollback' }),
        ],
        { metrics },
      ),
    )
    this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    this.begin()
    this.takeUp()
  }

  get attempt(): AttemptState {
    return Object.values(this.state.attempts).at(-1)!
  }

  get goal() {
    return selectGoal(this.run, this.attempt)!
  }

  /** Another cockpit goes on from the record. */
  takeUp(): void {
    this.watched = { runs: runsFrom(this.goal, this.attempt.gate, this.nowMs), recent: {} }
  }

  judge(): CockpitEvent[] {
    const { events } = judgeGate(this.state, this.run, this.attempt, this.goal, this.watched, this.nowMs)
    for (const event of events) this.happen(event)
    return events
  }

  /** A second passes, and each metric named is measured. */
  second(seen: Record<string, Seen>): CockpitEvent[] {
    this.nowMs += 1000
    for (const [name, what] of Object.entries(seen)) {
      const metric = this.goal.metrics.find((each) => each.name === name)!
      const value = what === 'error' ? null : what === 'thin' ? 0.01 : what
      const measurement = {
        atMs: this.nowMs,
        value,
        count: what === 'thin' ? 3 : value === null ? 0 : 500,
        ...(what === 'error' ? { error: 'Prometheus refused the connection.' } : {}),
      }
      const run = takeMeasurement(this.watched.runs[name]!, metric, measurement, this.goal.fromMs)
      const sample: Sample = [measurement.atMs, measurement.value, measurement.count]
      this.watched = {
        runs: { ...this.watched.runs, [name]: run },
        recent: { ...this.watched.recent, [name]: [...(this.watched.recent[name] ?? []), sample] },
      }
    }
    return this.judge()
  }

  seconds(count: number, seen: Record<string, Seen>): CockpitEvent['type'][] {
    return Array.from({ length: count }, () => this.second(seen)).flatMap((events) => events.map(({ type }) => type))
  }

  get view() {
    return judgeGate(this.state, this.run, this.attempt, this.goal, this.watched, this.nowMs).view
  }
}

const GOOD = { 'error-rate': 0.01, p95: 150 }

describe('A gate', () => {
  test('G1: passes by itself once every metric held for as long as it says, with the values on record', () => {
    const story = new GateStory()
    expect(story.seconds(10, GOOD)).not.toContain('step.finished')
    expect(story.view).toMatchObject({ state: 'holding', heldMs: 9000, forMs: 10_000 })
    expect(story.seconds(1, GOOD).slice(-2)).toEqual(['gate.judged', 'step.finished'])
    expect(story.attempt).toMatchObject({ status: 'succeeded', gate: { judged: { outcome: 'met' } } })
    expect(story.attempt.note).toBe(
      'Error rate: 0.01 % holds < 0.1 % for 10 s of 10 s (500 samples in 1 min). p95: 150 ms holds < 200 ms for 10 s of 10 s (500 samples in 1 min).',
    )
    expect(story.attempt.gate!.judged!.metrics[0]!.samples).toHaveLength(11)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'retire' } })
  })

  test('G2: fails on the first measurement beyond a limit, with value and rule, and halts the run', () => {
    const story = new GateStory()
    story.seconds(8, GOOD)
    expect(story.seconds(1, { ...GOOD, p95: 250 })).toEqual(['gate.judged', 'step.finished'])
    expect(story.attempt).toMatchObject({
      status: 'failed',
      reason: 'p95: 250 ms against < 200 ms (500 samples in 1 min): 1 failure, 0 borne.',
    })
    expect(story.move).toMatchObject({ kind: 'halted' })
  })

  test('G2: a failure that is borne sets the time that held to nothing, also across a restart', () => {
    const story = new GateStory([metricFixture({ failureLimit: 1 }), P95])
    story.seconds(9, GOOD)
    expect(story.seconds(1, { ...GOOD, 'error-rate': 5 })).toEqual(['gate.measured'])
    expect(story.view.heldMs).toBe(0)
    story.takeUp()
    expect(story.seconds(10, GOOD)).not.toContain('step.finished')
    expect(story.seconds(1, { ...GOOD, 'error-rate': 5 })).toEqual(['gate.judged', 'step.finished'])
    expect(story.attempt.status).toBe('failed')
  })

  test('G3: does not pass while a gap waits for a person, and fails all the same', () => {
    const story = new GateStory()
    story.seconds(8, GOOD)
    story.happen({ type: 'engine.gap', payload: { fromMs: story.nowMs - 7000, toMs: story.nowMs } })
    expect(story.seconds(6, GOOD)).not.toContain('step.finished')
    expect(story.view.state).toBe('met')
    story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'continue' })
    expect(story.seconds(1, GOOD).slice(-2)).toEqual(['gate.judged', 'step.finished'])
  })

  test('G4: a metric that is blind holds it and asks; what held before is kept, and no rollback comes of it', () => {
    const story = new GateStory()
    story.seconds(8, GOOD)
    expect(story.seconds(4, { ...GOOD, 'error-rate': 'error' })).not.toContain('gate.asked')
    expect(story.seconds(2, { ...GOOD, 'error-rate': 'error' })).toContain('gate.asked')
    expect(story.attempt.gate!.asked!.blocks).toMatchObject([{ metric: 'error-rate', state: 'blind' }])
    expect(story.attempt.gate!.asked!.blocks[0]!.words).toBe(
      'Error rate: cannot be measured for 5 s: Prometheus refused the connection.',
    )
    expect(selectSteps(story.state, story.run, story.nowMs)[0]!.status).toBe('needs-person')
    expect(selectRunMood(story.state, story.run, story.nowMs)).toBe('needs-person')
    expect(Object.keys(story.state.decisions ?? {})).toEqual([])
    expect(story.seconds(1, GOOD)).toContain('gate.question-withdrawn')
    expect(story.view.metrics[0]!.heldMs).toBe(7000)
    expect(selectSteps(story.state, story.run, story.nowMs)[0]!.status).toBe('holding')
    expect(story.seconds(3, GOOD).slice(-2)).toEqual(['gate.judged', 'step.finished'])
  })

  test('G4: thin data and no data ask after as long as it says', () => {
    const thin = new GateStory(undefined, { ...GATE, askAfterMs: 20_000 })
    expect(thin.seconds(19, { ...GOOD, 'error-rate': 'thin' })).not.toContain('gate.asked')
    expect(thin.seconds(1, { ...GOOD, 'error-rate': 'thin' })).toContain('gate.asked')
    const dark = new GateStory()
    expect(dark.seconds(59, { p95: 150 })).not.toContain('gate.asked')
    expect(dark.seconds(1, { p95: 150 })).toContain('gate.asked')
    expect(dark.attempt.gate!.asked!.blocks[0]).toMatchObject({ metric: 'error-rate', state: 'no-data' })
  })

  test('G4: a metric that was blind before the gate began is blind to it, and asked about at once', () => {
    const story = new GateStory()
    const reason = 'Prometheus refused the connection.'
    story.happen({ type: 'metric.blind', payload: { environment: 'production', metric: 'p95', reason } })
    expect(story.seconds(1, { 'error-rate': 0.01 })).toContain('gate.asked')
    expect(story.attempt.gate!.asked!.blocks).toMatchObject([
      { metric: 'p95', state: 'blind', words: 'p95: cannot be measured for 1 s: Prometheus refused the connection.' },
    ])
  })

  test('G4: a source that answers every other time lets it neither pass nor hold for ever without a word', () => {
    const story = new GateStory()
    const types = Array.from({ length: 62 }, (_, index) =>
      story.seconds(1, index % 2 === 0 ? GOOD : { ...GOOD, 'error-rate': 'error' }),
    ).flat()
    expect(types).toContain('gate.asked')
    expect(types).not.toContain('step.finished')
    expect(story.attempt.gate!.asked!.blocks).toMatchObject([{ metric: 'error-rate', state: 'flapping' }])
  })

  test('G5: an inconclusive metric never passes by itself, however good what follows is', () => {
    const story = new GateStory([metricFixture({ failure: { above: 1 } }), P95])
    expect(story.seconds(1, { ...GOOD, 'error-rate': 0.5 })).toContain('gate.asked')
    expect(story.seconds(60, GOOD)).not.toContain('step.finished')
    expect(story.tell({ type: 'gate.keep-waiting', attemptId: story.attempt.id })).toBeUndefined()
    story.takeUp()
    expect(story.seconds(12, GOOD)).toContain('step.finished')
    expect(story.attempt.status).toBe('succeeded')
  })

  test('G6: who keeps waiting is not asked the same for ten minutes, but at once about something else', () => {
    const story = new GateStory()
    story.seconds(5, { ...GOOD, 'error-rate': 'error' })
    expect(story.tell({ type: 'gate.keep-waiting', attemptId: story.attempt.id })).toBeUndefined()
    expect(story.tell({ type: 'gate.keep-waiting', attemptId: story.attempt.id })?.message).toMatch(/asks nothing/)
    expect(story.seconds(500, { ...GOOD, 'error-rate': 'error' })).not.toContain('gate.asked')
    expect(story.seconds(6, { 'error-rate': 'error', p95: 'error' })).toContain('gate.asked')
    story.tell({ type: 'gate.keep-waiting', attemptId: story.attempt.id })
    expect(story.seconds(599, { 'error-rate': 'error', p95: 'error' })).not.toContain('gate.asked')
    expect(story.seconds(2, { 'error-rate': 'error', p95: 'error' })).toContain('gate.asked')
  })

  test('G6: a person may go on with a reason, which is a deviation on the record, or let it fail; confirming is refused', () => {
    const story = new GateStory()
    story.second(GOOD)
    const attemptId = story.attempt.id
    expect(story.tell({ type: 'step.confirm', attemptId })?.message).toMatch(/passes by itself/)
    expect(() => story.tell({ type: 'gate.override', attemptId, reason: ' ' })).toThrow()
    expect(
      story.tell({ type: 'gate.override', attemptId, reason: 'The dashboard of the provider is green.' }),
    ).toBeUndefined()
    expect(story.attempt).toMatchObject({
      status: 'succeeded',
      note: 'Gone on without the gate: The dashboard of the provider is green.',
      gate: { overridden: { by: { name: 'Ada Obi' } } },
    })
    expect(story.run.deviations).toEqual(['Gone on without “gate” by Ada Obi: The dashboard of the provider is green.'])
    const failed = new GateStory()
    failed.tell({ type: 'step.fail', attemptId: failed.attempt.id, reason: 'Customers call.' })
    expect(failed.attempt.status).toBe('failed')
  })

  test('G7: a restart goes on from the time on record, at most a twentieth behind, and not from old values', () => {
    const story = new GateStory(undefined, { ...GATE, forMs: 200_000 })
    expect(story.seconds(25, GOOD)).toEqual(['gate.measured', 'gate.measured'])
    expect(story.view.heldMs).toBe(24_000)
    story.takeUp()
    expect(story.view.heldMs).toBe(20_000)
    expect(story.view.metrics[0]).toMatchObject({ state: 'pending', value: null })
    expect(story.seconds(180, GOOD)).not.toContain('step.finished')
    expect(story.seconds(1, GOOD)).toContain('step.finished')
  })

  test('G8: holds no rollback: there it is passed over', () => {
    const story = new GateStory()
    story.tell({ type: 'gate.override', attemptId: story.attempt.id, reason: 'A try.' })
    story.doSteps(1)
    expect(planRollback(story.state, 'production')!.steps.at(-1)).toMatchObject({ step: { id: 'calm' }, plannedMs: 0 })
    story.tell({ type: 'rollback.start', environment: 'production', reason: 'Customers call.' })
    story.doSteps(1)
    expect(story.move).toMatchObject({ kind: 'pass-over', step: { id: 'calm' }, reason: 'No gate holds a rollback.' })
  })

  test('M11: a dry-run metric is shown and neither holds nor fails it; with nothing but dry runs it never passes', () => {
    const story = new GateStory([metricFixture({ dryRun: true }), P95])
    expect(story.seconds(11, { ...GOOD, 'error-rate': 50 })).toContain('step.finished')
    expect(story.attempt.status).toBe('succeeded')
    const dry = new GateStory([metricFixture({ dryRun: true })], { metrics: ['error-rate'], forMs: 0 })
    expect(dry.seconds(30, { 'error-rate': 0.01 })).not.toContain('step.finished')
  })

  test('is planned to take as long as it has to hold', () => {
    const story = new GateStory()
    expect(selectSteps(story.state, story.run, story.nowMs)[0]!.plannedMs).toBe(10_000)
  })
})
