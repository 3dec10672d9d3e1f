import { describe, expect, test } from 'vitest'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { selectReleaseStatus } from '../../../shared/domain/select-summary.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const BACK = { type: 'rollback.start', environment: 'production' } as const

const forward = stage('production', [
  step('green-up', { undo: stepId('green-down') }),
  step('migrate', { reversible: 'no' }),
  step('switch', { undo: stepId('switch-back') }),
  step('announce', { undo: stepId('withdraw') }),
])
const section = stage('rollback', [step('switch-back'), step('green-down'), step('withdraw'), step('verify')], {
  kind: 'rollback',
})

const linked = (more = {}) => new Story(definitionOf([forward, section], more))

const ids = (story: Story) => planRollback(story.state, 'production')!.steps.map(({ step: each }) => each.id)

describe('The rollback plan', () => {
  test('undoes what started in reverse order, then runs what belongs to the rollback as a whole', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(3)
    expect(ids(story)).toEqual(['switch-back', 'green-down', 'verify'])
  })

  test('lists the undo of a step that never started as left out', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(1)
    expect(
      planRollback(story.state, 'production')!
        .leftOut.map((each) => each.stepId)
        .sort(),
    ).toEqual(['switch-back', 'withdraw'])
  })

  test('undoes a step whose outcome is unknown, and one that failed', () => {
    const story = linked()
    story.tell(START)
    story.end(story.begin(), 'failed')
    expect(ids(story)).toContain('green-down')
  })

  test('does not undo an attempt that never started', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(2)
    story.end(story.begin(), 'never-started')
    expect(ids(story)).not.toContain('switch-back')
  })

  test('keeps its order when a step is tried again in a later run, and acts on what those runs acted on', () => {
    const story = linked()
    story.tell({ ...START, inputs: { PORT: '1' } })
    story.doSteps(3)
    story.end(story.begin(), 'failed')
    story.tell({ type: 'run.stop', runId: story.run.id, reason: 'Again.' })
    story.finish()
    story.tell({ ...START, inputs: { PORT: '2' } })
    story.end(story.begin(), 'failed')
    expect(ids(story).slice(0, 3)).toEqual(['withdraw', 'switch-back', 'green-down'])
    expect(planRollback(story.state, 'production')!.inputs).toEqual({ PORT: '2' })
  })

  test('never runs the rollback section of another environment', () => {
    const environments = ['staging', 'production'].map((name) => ({ name, vars: {}, secrets: {}, protected: false }))
    const own = stage('production-rollback', [step('back')], { kind: 'rollback', environment: 'production' })
    const other = stage('staging-rollback', [step('staging-back')], { kind: 'rollback', environment: 'staging' })
    const story = new Story(definitionOf([forward, own, other], { environments }))
    expect(ids(story)).toEqual(['back'])
  })

  test('says what it keeps', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(2)
    expect(planRollback(story.state, 'production')!.keeps).toEqual([
      'migrate is not undone: it is marked irreversible.',
    ])
  })

  test('of a section without links runs whole and says so', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy')]), section]))
    story.tell(START)
    story.doSteps(1)
    const plan = planRollback(story.state, 'production')!
    expect(plan.steps).toHaveLength(4)
    expect(plan.deviations).toEqual(['No step names its undo: the whole rollback section runs.'])
  })

  test('is there although the ledger knows of no deployment', () => {
    expect(ids(linked())).toHaveLength(4)
  })

  test('starts afresh after a successful rollback, and tells how long that took', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(3)
    story.tell(BACK)
    const back = story.run
    const deploy = story.state.runs[story.state.runOrder[0]!]!
    story.finish(deploy)
    story.doSteps(3, back)
    story.finish(back)
    const plan = planRollback(story.state, 'production')!
    expect(plan.lastMs).toMatchObject({ durationMs: 3000, environment: 'production' })
    expect(plan.leftOut).toEqual([])
  })
})

describe('A rollback', () => {
  test('is refused by no window, freeze or missing approval; what was missing is a deviation', () => {
    const past = { startMs: 0, endMs: 1, offsetMinutes: 0 }
    const freeze = { startMs: 0, endMs: 9e15 - 1, offsetMinutes: 0 }
    const story = linked({ windows: [past], freezes: [{ ...freeze, endMs: Date.parse('2030-01-01T00:00:00Z') }] })
    expect(story.tell(START)).toMatchObject({ code: 'frozen' })
    expect(story.tell(BACK)).toBeUndefined()
    expect(story.run.deviations.join(' ')).toMatch(/freeze is in force.*deployment window/s)
  })

  test('stops what runs first and begins when it is gone', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(2)
    const running = story.begin()
    story.tell(BACK)
    expect(story.state.attempts[running.id]!.stop).toMatchObject({ cause: 'rollback' })
    expect(story.move).toMatchObject({ kind: 'wait-for-run' })
    story.end(running, 'stopped')
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'switch-back' } })
  })

  test('marks what it undid', () => {
    const story = linked()
    story.tell(START)
    story.doSteps(3)
    const deploy = story.run
    story.tell(BACK)
    story.doSteps(1)
    const views = selectSteps(story.state, story.state.runs[deploy.id]!, story.nowMs)
    expect(views.find((view) => view.step.id === 'switch')?.status).toBe('undone')
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('rolling back')
  })

  test('runs an undo that several steps share once, and marks all of them', () => {
    const back = stepId('switch-back')
    const shared = stage('production', [step('switch-10', { undo: back }), step('switch-100', { undo: back })])
    const story = new Story(definitionOf([shared, section]))
    story.tell(START)
    story.doSteps(2)
    const deploy = story.run
    story.tell(BACK)
    expect(story.run.plan.filter((each) => each.stepId === back)).toHaveLength(1)
    story.doSteps(1)
    const views = selectSteps(story.state, story.state.runs[deploy.id]!, story.nowMs)
    expect(views.map((view) => view.status)).toEqual(['undone', 'undone'])
  })

  test('is finished only when the previous version is observed live', () => {
    const services = [{ name: 'api', live: { http: 'http://localhost/version' }, dependsOn: [] }]
    const story = linked({ services })
    story.tell(BACK)
    story.doSteps(4)
    expect(story.move).toEqual({ kind: 'observe', when: 'after' })
    const seen = (version: string) =>
      story.happen({
        type: 'live.observed',
        payload: { environment: 'production', service: 'api', when: 'after', runId: story.run.id, version },
      })
    seen('2.4.0')
    expect(story.move.kind).toBe('observe')
    seen('2.3.1')
    expect(story.move).toEqual({ kind: 'finish', outcome: 'succeeded' })
  })

  test('fails, saying what answers, when the previous version never does', () => {
    const services = [{ name: 'api', live: { http: 'http://localhost/version' }, dependsOn: [] }]
    const story = linked({ services })
    story.tell(BACK)
    story.doSteps(4)
    story.happen({
      type: 'live.observed',
      payload: { environment: 'production', service: 'api', when: 'after', runId: story.run.id, version: '2.4.0' },
    })
    story.nowMs += 61_000
    expect(story.move).toMatchObject({
      kind: 'finish',
      outcome: 'failed',
      reason: expect.stringContaining('api answers 2.4.0'),
    })
  })

  test('is impossible only where the runbook has nothing that could run', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy')])]))
    expect(story.tell(BACK)).toMatchObject({ code: 'no-rollback' })
  })

  test('is not started a second time while it runs', () => {
    const story = linked()
    story.tell(BACK)
    expect(story.tell(BACK)).toMatchObject({ code: 'run-open' })
  })
})
