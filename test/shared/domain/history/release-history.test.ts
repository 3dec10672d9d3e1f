import { describe, expect, test } from 'vitest'
import { projectHistory } from '../../../../shared/domain/history/release-history.ts'
import { hintSteps } from '../../../../shared/domain/history/step-hints.ts'
import { projectStepTimes } from '../../../../shared/domain/history/step-times.ts'
import { stageId, stepId } from '../../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../../support/definition.ts'
import { Story } from '../../../support/story.ts'

const MINUTE = 60_000
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const back = stage('rollback', [step('back', {}, { stage: stageId('rollback') })], { kind: 'rollback' })
const steps = [step('go', { undo: stepId('back'), expectMs: 4 * MINUTE }), step('look')]
const environments = ['production', 'staging'].map((name) => ({
  ...{ name, vars: {}, secrets: {}, protected: name === 'production' },
}))
const storyOf = (name = 'Parcel Tracker') =>
  new Story(definitionOf([stage('production', steps), back], { environments, name }))

function deployed(story = storyOf()): Story {
  story.tell(START)
  story.end(story.begin(), 'succeeded', 5 * MINUTE)
  story.end(story.begin(), 'succeeded', MINUTE)
  story.finish()
  return story
}

function rolledBack(story: Story): Story {
  story.nowMs += 10 * MINUTE
  expect(story.tell({ type: 'rollback.start', environment: 'production', reason: 'errors' })).toBeUndefined()
  story.end(story.begin(), 'succeeded', 2 * MINUTE)
  story.finish()
  return story
}

describe('the history of a release', () => {
  test('has planned beside actual, and says of how many steps there was a plan', () => {
    const [only] = projectHistory(deployed().state).deployments
    expect(only).toMatchObject({ outcome: 'succeeded', deployMs: 6 * MINUTE, plannedMs: 4 * MINUTE, hasFailed: false })
    expect(only).toMatchObject({ plannedSteps: 1, steps: 2, environment: 'production' })
  })

  test('counts a rollback as a failed change that is over when the rollback is', () => {
    const { deployments, rollbacks } = projectHistory(rolledBack(deployed()).state)
    const [only] = deployments
    expect(deployments).toHaveLength(1)
    expect(only).toMatchObject({ outcome: 'rolled-back', hasFailed: true, rollbackMs: 2 * MINUTE })
    expect(only!.recoveredAtMs! - only!.troubleFromMs!).toBe(12 * MINUTE)
    expect(rollbacks).toMatchObject([{ durationMs: 2 * MINUTE, outcome: 'succeeded' }])
  })

  test('counts the rollback of its only service as a whole one, as a trigger starts it', () => {
    const services = [{ name: 'api', dependsOn: [] }]
    const forward = stage('production', [step('go', { undo: stepId('back'), service: 'api' })])
    const story = new Story(definitionOf([forward, back], { environments, services }))
    story.tell(START)
    story.end(story.begin(), 'succeeded', MINUTE)
    story.finish()
    story.tell({ type: 'rollback.start', environment: 'production', service: 'api', reason: 'errors' })
    story.end(story.begin(), 'succeeded', MINUTE)
    story.finish()
    expect(projectHistory(story.state).deployments).toMatchObject([{ outcome: 'rolled-back' }])
  })

  test('begins another deployment after a rollback, and goes on with the same one after a failure', () => {
    const story = storyOf()
    story.tell(START)
    story.end(story.begin(), 'failed', MINUTE)
    story.tell({ type: 'run.stop', runId: story.run.id, reason: 'tomorrow' })
    story.finish()
    expect(projectHistory(story.state).deployments).toMatchObject([{ outcome: 'failed' }])
    expect(projectHistory(deployed(story).state).deployments).toMatchObject([
      { outcome: 'succeeded', deployMs: 7 * MINUTE },
    ])
    expect(projectHistory(deployed(rolledBack(story)).state).deployments.map(({ outcome }) => outcome)).toEqual([
      'rolled-back',
      'succeeded',
    ])
  })

  test('an issue that turned out to be none is no failed change; one that was fixed forward is over when it was', () => {
    const story = deployed()
    const report = (severity: 'high' | 'low', title: string) =>
      story.tell({ type: 'issue.report', title, severity, environment: 'production' } as never)
    expect(report('low', 'A typo')).toBeUndefined()
    expect(projectHistory(story.state).deployments[0]).toMatchObject({ hasFailed: false })
    expect(report('high', 'Labels are empty')).toBeUndefined()
    expect(projectHistory(story.state).deployments[0]).toMatchObject({ hasFailed: true, high: 1 })
    expect(projectHistory(story.state).deployments[0]!.recoveredAtMs).toBeUndefined()
    const id = Object.entries(story.state.issues!).find(([, each]) => each.reported?.severity === 'high')![0]
    const settle = (outcome: 'fixed' | 'no-issue') =>
      story.happen({ type: 'issue.resolved', payload: { issue: id, outcome, words: 'x' } })
    story.nowMs += 30 * MINUTE
    settle('fixed')
    const [fixed] = projectHistory(story.state).deployments
    expect(fixed!.recoveredAtMs! - fixed!.troubleFromMs!).toBe(30 * MINUTE)
    settle('no-issue')
    expect(projectHistory(story.state).deployments[0]).toMatchObject({ hasFailed: false, high: 0 })
  })

  test('never counts what happened elsewhere', () => {
    const story = storyOf()
    story.tell({ ...START, environment: 'staging' })
    story.doSteps(2)
    story.finish()
    expect(projectHistory(story.state).deployments).toEqual([])
  })

  test('keeps a hostile name as it is, and survives being kept as text', () => {
    const history = projectHistory(deployed(storyOf('\u202eevil\u0000"\u{1f4a9}')).state)
    expect(JSON.parse(JSON.stringify(history))).toEqual(history)
  })
})

describe('what steps took', () => {
  test('is the middle and the ninth of ten over releases, of what succeeded, by environment', () => {
    const times = projectStepTimes(deployed().state)
    expect(times).toMatchObject([
      { stepId: 'go', ms: [5 * MINUTE], environment: 'production' },
      { stepId: 'look', ms: [MINUTE] },
    ])
    const hints = hintSteps([times, [{ ...times[0]!, title: 'Before', ms: [MINUTE, 2 * MINUTE] }]])
    expect(hints[0]).toMatchObject({ title: 'go', count: 3, releases: 2, medianMs: 2 * MINUTE, p90Ms: 5 * MINUTE })
  })
})
