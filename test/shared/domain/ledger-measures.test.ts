import { describe, expect, test } from 'vitest'
import { measureLedger } from '../../../shared/domain/ledger-measures.ts'
import { projectScorecard } from '../../../shared/domain/project-scorecard.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Metric, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'
import { metricFixture } from '../analysis/metric-fixture.ts'

const MINUTE = 60_000
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const back = stage('rollback', [step('back', {}, { stage: stageId('rollback') })], { kind: 'rollback' })
const hold = step('hold', { waitMs: 40 * MINUTE }, { kind: 'wait', text: '' })
const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const critical: Trigger = { metric: 'error-rate', above: 1, forMs: 0, clearForMs: 0, severity: 'critical', position }

const storyOf = (...steps: ReturnType<typeof step>[]) =>
  new Story(
    definitionOf([stage('production', steps.length > 0 ? steps : [step('go', { undo: stepId('back') })]), back], {
      metrics: [metricFixture()],
      triggers: [critical],
    }),
  )

const measure = (story: Story, what: Parameters<typeof measureLedger>[2]) =>
  measureLedger(story.state, 'production', what, story.nowMs)
const rows = (story: Story, metrics: Metric[] = []) =>
  Object.fromEntries(
    projectScorecard({
      state: story.state,
      definition: { metrics },
      environment: 'production',
      series: () => [],
      nowMs: story.nowMs,
    }).map((row) => [row.name, row]),
  )

describe('deployment time', () => {
  test('is not known before a deploy, counts up while one is open, and stands when it ended', () => {
    const story = storyOf()
    expect(measure(story, 'deployment-time')).toMatchObject({ value: null, count: 0 })
    story.tell(START)
    story.nowMs += 5 * MINUTE
    expect(measure(story, 'deployment-time')).toMatchObject({ value: 5 * MINUTE, isRunning: true })
    story.doSteps(1)
    story.finish()
    story.nowMs += 60 * MINUTE
    expect(measure(story, 'deployment-time')).toMatchObject({ value: 5 * MINUTE + 1000, isRunning: false, count: 1 })
    expect(measure(story, 'deployment-time').doubt).toBeUndefined()
  })

  test('leaves out planned holds, but not what people take', () => {
    const story = storyOf(step('go'), hold, step('ask', {}, { kind: 'manual', text: '' }))
    story.tell(START)
    story.doSteps(1)
    story.end(story.begin(), 'succeeded', 40 * MINUTE)
    story.begin()
    story.nowMs += 7 * MINUTE
    expect(measure(story, 'deployment-time')).toMatchObject({ value: 7 * MINUTE + 1000 })
    expect(measure(story, 'deployment-time').basis).toContain('planned holds left out')
  })

  test('of runs that follow one another adds up, and what lies between does not count', () => {
    const story = storyOf()
    story.tell(START)
    story.end(story.begin(), 'failed', 10 * MINUTE)
    story.tell({ type: 'run.stop', runId: story.run.id, reason: 'again tomorrow' })
    story.finish()
    expect(measure(story, 'deployment-time').doubt).toContain('did not succeed')
    story.nowMs += 24 * 60 * MINUTE
    story.tell(START)
    story.end(story.begin(), 'succeeded', 5 * MINUTE)
    story.finish()
    expect(measure(story, 'deployment-time')).toMatchObject({ value: 15 * MINUTE, count: 2 })
    expect(measure(story, 'deployment-time').doubt).toBeUndefined()
  })
})

describe('rollback time', () => {
  test('is that of the rollback here, and the deploy it took back proves nothing any more', () => {
    const story = storyOf()
    story.tell(START)
    story.doSteps(1)
    story.finish()
    story.tell({ type: 'rollback.start', environment: 'production', reason: 'errors' })
    story.nowMs += 2 * MINUTE
    expect(measure(story, 'rollback-time')).toMatchObject({ value: 2 * MINUTE, isRunning: true })
    story.doSteps(1)
    story.finish()
    expect(measure(story, 'rollback-time')).toMatchObject({ value: 2 * MINUTE + 1000, isRunning: false })
    expect(measure(story, 'deployment-time').doubt).toContain('It was rolled back')
    expect(rows(story)['deployment-time']).toMatchObject({ status: 'no-data', actual: '0:01' })
    expect(rows(story)['rollback-time']).toMatchObject({
      status: 'holds',
      targetWords: '< 15 min',
      distanceWords: '12:59 left',
    })
  })
})

describe('critical incidents', () => {
  const opened = (
    story: Story,
    decisionId: string,
    more: { fromId?: string; mode?: 'ask' | 'record'; severity?: 'high' },
  ) =>
    story.happen({
      type: 'decision.opened',
      payload: {
        decisionId,
        environment: 'production',
        severity: 'critical',
        mode: 'ask',
        words: `${decisionId}.`,
        interlocks: [],
        supersedes: [],
        ...more,
      },
    })

  test('are not known before a deploy, and none is a pass only from then on', () => {
    const story = storyOf()
    expect(rows(story)['critical-incidents']).toMatchObject({ status: 'no-data', actual: 'none' })
    story.tell(START)
    expect(rows(story)['critical-incidents']).toMatchObject({
      status: 'holds',
      actual: '0',
      targetWords: '0',
      countWords: '1 trigger',
    })
  })

  test('of a release that no critical trigger watches are no pass', () => {
    const story = new Story(definitionOf([stage('production', [step('go')]), back]))
    story.tell(START)
    expect(rows(story)['critical-incidents']).toMatchObject({ status: 'no-data', actual: '0' })
    expect(rows(story)['critical-incidents']!.rule).toContain('No critical trigger watches')
  })

  test('count once however often they are put to the room; what concerns nothing of this release does not', () => {
    const story = storyOf()
    story.tell(START)
    opened(story, 'a', {})
    opened(story, 'b', { severity: 'high', fromId: 'a' })
    opened(story, 'c', { fromId: 'b' })
    opened(story, 'd', { mode: 'record' })
    expect(measure(story, 'critical-incidents')).toMatchObject({ value: 1 })
    opened(story, 'e', {})
    expect(rows(story)['critical-incidents']).toMatchObject({ status: 'breach', actual: '2', value: 2 })
  })

  test('that a person declares count too', () => {
    const story = storyOf()
    story.tell(START)
    story.doSteps(1)
    const declared = { environment: 'production', severity: 'critical', words: 'Customers call.' } as const
    expect(story.tell({ type: 'issue.declare', ...declared }, ADA)).toBeUndefined()
    expect(measure(story, 'critical-incidents')).toMatchObject({ value: 1 })
  })
})
