import { describe, expect, test } from 'vitest'
import { earlierTimes } from '../../../shared/domain/history/step-hints.ts'
import { projectBreaches } from '../../../shared/domain/project-breach.ts'
import { projectForecast } from '../../../shared/domain/project-forecast.ts'
import { projectGroups } from '../../../shared/domain/project-groups.ts'
import { projectLanes } from '../../../shared/domain/project-lanes.ts'
import { projectNow } from '../../../shared/domain/project-now.ts'
import { projectPlannedSteps } from '../../../shared/domain/project-plan-steps.ts'
import { projectRoleLamps } from '../../../shared/domain/project-roles.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Metric, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const BACK = { type: 'rollback.start', environment: 'production' } as const
const MINUTE = 60_000
const OPENS = Date.parse('2026-11-27T20:50:00.000Z')
const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }

const steps = [
  step('up', { expectMs: 2 * MINUTE, undo: stepId('down') }),
  step('switch', { expectMs: 3 * MINUTE, approve: ['sre'] }),
]
const back = stage('rollback', [step('down', { expectMs: 4 * MINUTE })], { kind: 'rollback' })
const window = { startMs: OPENS, endMs: OPENS + 60 * MINUTE, offsetMinutes: 60 }
const team = { sre: [{ name: 'Jonas Weber' }], 'devops-lead': [{ name: 'Ada Obi' }] }

function started(more = {}) {
  const story = new Story(definitionOf([stage('production', steps), back], { windows: [window], team, ...more }))
  story.tell(START)
  return story
}

describe('The clocks of the room', () => {
  test('forecast the finish from what the running step has left and what is still to come', () => {
    const story = started()
    story.begin()
    story.nowMs += MINUTE
    const forecast = projectForecast(story.state, story.run, story.nowMs)
    expect(forecast.finishAtMs).toBe(story.nowMs + 4 * MINUTE)
    expect(forecast.elapsedMs).toBe(MINUTE)
  })

  test('put the point of no return before the end of the window by the time the way back takes: planned, then measured', () => {
    const story = started()
    const planned = projectForecast(story.state, story.run, story.nowMs)
    expect([planned.noReturnAtMs, planned.rollbackBasis]).toEqual([window.endMs - 4 * MINUTE, 'planned'])
    story.doSteps(1)
    story.tell(BACK)
    story.end(story.begin(), 'succeeded', 90_000)
    story.finish()
    const measured = projectForecast(story.state, story.run, story.nowMs)
    expect([measured.noReturnAtMs, measured.rollbackBasis]).toEqual([window.endMs - 90_000, 'measured'])
  })

  test('take what earlier runs took where nobody planned, for the finish and for the way back, and say of how many steps', () => {
    const undo = stepId('down')
    const bare = definitionOf(
      [
        stage('production', [step('a', { expectMs: MINUTE, undo }), step('b')]),
        stage('back', [step('down')], { kind: 'rollback' }),
      ],
      { windows: [window] },
    )
    const story = new Story(bare)
    story.tell(START)
    const took = (id: string, medianMs: number) => ({
      ...{ stepId: id, title: id, kind: 'command' as const, environment: 'production' },
      ...{ count: 3, releases: 3, medianMs, p90Ms: medianMs },
    })
    const earlier = earlierTimes([took('a', 9 * MINUTE), took('b', 7 * MINUTE), took('down', 2 * MINUTE)], 'production')
    expect(projectForecast(story.state, story.run, story.nowMs, earlier)).toMatchObject({
      ...{ unplanned: 0, byEarlier: 1, finishAtMs: story.nowMs + 8 * MINUTE },
    })
    story.doSteps(1)
    expect(projectForecast(story.state, story.run, story.nowMs)).toMatchObject({ rollbackBasis: 'unknown' })
    expect(projectForecast(story.state, story.run, story.nowMs, earlier)).toMatchObject({
      ...{ rollbackBasis: 'earlier', rollbackMs: 2 * MINUTE, noReturnAtMs: window.endMs - 2 * MINUTE },
    })
  })

  test('say how many steps have no plan instead of promising a finish', () => {
    const bare = definitionOf([stage('production', [step('a', { expectMs: MINUTE }), step('b')]), back])
    const story = new Story(bare)
    story.tell(START)
    expect(projectForecast(story.state, story.run, story.nowMs)).toMatchObject({
      unplanned: 1,
      finishAtMs: story.nowMs + MINUTE,
    })
  })
})

describe('What runs now', () => {
  test('names the step, then what is asked of whom, then the failure', () => {
    const story = started()
    const attempt = story.begin()
    expect(projectNow(story.state, story.run, story.nowMs)).toMatchObject({
      tone: 'live',
      heading: 'Running, step 1 of 2',
      next: 'then 2, after approval',
    })
    story.end(attempt, 'failed')
    expect(projectNow(story.state, story.run, story.nowMs)).toMatchObject({
      tone: 'danger',
      heading: 'Failed, step 1 of 2',
    })
    story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('up') })
    story.end(story.state.attempts[story.run.attempts.at(-1)!]!)
    expect(projectNow(story.state, story.run, story.nowMs)).toMatchObject({ tone: 'needs', title: 'switch' })
  })
})

describe('An interactive step', () => {
  const asking = () => {
    const story = new Story(definitionOf([stage('production', [step('ask', { interactive: true }), step('b')]), back]))
    story.tell(START)
    return { story, attempt: story.begin() }
  }
  const printedAt = (ms: number | undefined) => () => ms

  test('that has gone quiet may need an answer, until something is typed or printed', () => {
    const { story, attempt } = asking()
    const spoken = story.nowMs
    story.nowMs += 3000
    const now = (printedMs = spoken) => projectNow(story.state, story.run, story.nowMs, printedAt(printedMs))
    expect(now()).toMatchObject({ tone: 'live', heading: 'Running, step 1 of 2' })
    story.nowMs += 1000
    expect(now()).toMatchObject({
      tone: 'needs',
      heading: 'May need an answer, step 1 of 2',
      unanswered: { id: attempt.id },
    })
    expect(now(story.nowMs - 100).unanswered).toBeUndefined()
    const { runId, stepId: of } = attempt
    story.happen({ type: 'step.input-typed', payload: { runId, stepId: of, attemptId: attempt.id, bytes: 2 } }, ADA)
    expect(now().unanswered).toBeUndefined()
    expect(story.state.attempts[attempt.id]?.typists).toEqual([{ by: ADA, atMs: story.nowMs }])
  })

  test('that is being stopped asks nobody, and nobody is asked where output is not watched', () => {
    const { story, attempt } = asking()
    story.nowMs += MINUTE
    expect(projectNow(story.state, story.run, story.nowMs).unanswered).toBeUndefined()
    story.tell({ type: 'step.stop', attemptId: attempt.id, reason: 'Wrong host.' })
    expect(projectNow(story.state, story.run, story.nowMs, printedAt(undefined)).unanswered).toBeUndefined()
  })
})

describe('The role lamps', () => {
  test('ask who is waited for, in the order of the process, and keep a NO-GO in sight until it is taken back by a GO', () => {
    const story = started()
    story.doSteps(1)
    const lamps = () =>
      projectRoleLamps(story.state, 'production', story.run, story.nowMs).map(({ role, state }) => `${role} ${state}`)
    expect(lamps()).toEqual(['devops-lead not-asked', 'sre asked'])
    const word = { type: 'approval.give', role: 'sre', environment: 'production', runId: story.run.id } as const
    const about = { stepId: stepId('switch'), digest: story.run.resolvedDigest }
    story.tell({ ...word, ...about, decision: 'no-go', words: 'The pool is full.' })
    expect(lamps()[1]).toBe('sre no-go')
    story.tell({ ...word, ...about, decision: 'go' })
    expect(lamps()[1]).toBe('sre go')
  })
})

describe('The runbook', () => {
  test('groups steps under their headings with planned time, and folds headings of one step into the stage', () => {
    const under = (id: string, path: string[]) => step(id, { expectMs: MINUTE }, { headingPath: path })
    const steps = [
      under('a', ['production', 'Prepare']),
      under('b', ['production', 'Prepare']),
      under('c', ['production', 'c']),
      under('d', ['production', 'd']),
    ]
    const groups = projectGroups(projectPlannedSteps(steps), [stage('production', steps)])
    expect(groups.map(({ title, views, plannedMs }) => [title, views.length, plannedMs])).toEqual([
      ['Prepare', 2, 2 * MINUTE],
      ['production', 2, 2 * MINUTE],
    ])
  })
})

describe('The timeline', () => {
  test('ends the plan of a deploy where the rollback took over', () => {
    const story = started()
    story.end(story.begin())
    story.tell(BACK)
    const runs = story.state.runOrder.map((id) => story.state.runs[id]!)
    const lanes = projectLanes(story.state, runs, [], story.nowMs)
    expect(lanes.planned.map(({ label, toMs }) => [label, toMs <= runs[1]!.startedAtMs])).toEqual([
      ['1', true],
      ['R1', false],
    ])
    expect(lanes.finishAtMs).toBe(story.nowMs + 4 * MINUTE)
  })
})

describe('A breach', () => {
  const metric: Metric = {
    name: 'error-rate',
    title: 'Error rate',
    unit: 'percent',
    target: { below: 0.1 },
    intervalMs: 1000,
    windowMs: 10_000,
    minVolume: 0,
    dryRun: false,
    source: { kind: 'http-probe', url: 'http://x', measure: 'error-rate', rate: 1, timeoutMs: 1000 },
    position,
  }
  const trigger = (above: number, severity: Trigger['severity']): Trigger => ({
    metric: 'error-rate',
    above,
    forMs: 5000,
    clearForMs: 10_000,
    severity,
    position,
  })

  test('is as grave as the gravest trigger whose limit the newest value has passed', () => {
    const story = started({ metrics: [metric], triggers: [trigger(0.5, 'high'), trigger(2, 'critical')] })
    const payload = {
      environment: 'production',
      metric: 'error-rate',
      value: 0.3,
      rule: 'Error rate 0.3 %',
      samples: [],
    }
    story.happen({ type: 'metric.breached', payload })
    const severity = (value: number) => projectBreaches(story.state, 'production', () => value)[0]?.trigger?.severity
    expect([severity(0.3), severity(1), severity(3)]).toEqual([undefined, 'high', 'critical'])
    story.happen({ type: 'metric.recovered', payload: { ...payload, value: 0 } })
    expect(projectBreaches(story.state, 'production')).toEqual([])
  })
})
