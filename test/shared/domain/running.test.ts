import { describe, expect, test } from 'vitest'
import { selectRunMood, selectSteps } from '../../../shared/domain/select-steps.ts'
import { selectReleaseStatus } from '../../../shared/domain/select-summary.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

const twoSteps = () => new Story(definitionOf([stage('production', [step('deploy'), step('switch')])]))

describe('A run', () => {
  test('goes through its steps in order and succeeds when the last one did', () => {
    const story = twoSteps()
    expect(story.tell(START)).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'deploy' } })
    story.doSteps(1)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'switch' } })
    story.doSteps(1)
    story.finish()
    expect(story.run.finished).toMatchObject({ outcome: 'succeeded', durationMs: 2000 })
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('succeeded')
  })

  test('stands still at a failed step until a person retries it', () => {
    const story = twoSteps()
    story.tell(START)
    story.end(story.begin(), 'failed')
    expect(story.move).toMatchObject({ kind: 'halted', step: { id: 'deploy' } })
    expect(story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('deploy') })).toBeUndefined()
    const [first] = selectSteps(story.state, story.run, story.nowMs)
    expect(first).toMatchObject({ attempts: [{ number: 1 }, { number: 2 }] })
  })

  test('goes past a failed step that a person skips with a reason', () => {
    const story = twoSteps()
    story.tell(START)
    story.end(story.begin(), 'failed')
    story.tell({ type: 'step.skip', runId: story.run.id, stepId: stepId('deploy'), reason: 'Done by hand.' })
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'switch' } })
    expect(selectSteps(story.state, story.run, story.nowMs)[0]).toMatchObject({
      status: 'skipped',
      skippedReason: 'Done by hand.',
    })
  })

  test('never goes on from an unknown outcome, nor retries it, before a person said what it was', () => {
    const story = twoSteps()
    story.tell(START)
    const { runId, stepId: id, id: attemptId } = story.begin()
    story.happen({
      type: 'step.outcome-unknown',
      payload: { runId, stepId: id, attemptId, state: 'unknown', reason: 'Gone.' },
    })
    expect(story.move.kind).toBe('halted')
    expect(story.tell({ type: 'step.retry', runId, stepId: id })).toMatchObject({ code: 'wrong-state' })
    expect(story.tell({ type: 'step.skip', runId, stepId: id, reason: 'x' })).toMatchObject({ code: 'wrong-state' })
    expect(
      story.tell({ type: 'step.resolve', attemptId, outcome: 'succeeded', reason: 'The service answers.' }),
    ).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'switch' } })
  })

  test('waits after a step when it is paused, and goes on when it is resumed', () => {
    const story = twoSteps()
    story.tell(START)
    const attempt = story.begin()
    story.tell({ type: 'run.pause', runId: story.run.id })
    story.end(attempt)
    expect(story.move.kind).toBe('paused')
    story.tell({ type: 'run.resume', runId: story.run.id })
    expect(story.move.kind).toBe('begin')
  })

  test('at manual pace waits for a person before every command', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy')], { pace: 'manual' })]))
    story.tell(START)
    expect(story.move).toMatchObject({ kind: 'needs-start' })
    expect(selectRunMood(story.state, story.run, story.nowMs)).toBe('needs-person')
    story.tell({ type: 'step.start', runId: story.run.id, stepId: stepId('deploy') })
    expect(story.move.kind).toBe('wait')
  })

  test('asks a person before a step that names what to confirm, at any pace', () => {
    const story = new Story(definitionOf([stage('production', [step('drop', { confirm: 'Is the backup done?' })])]))
    story.tell(START)
    expect(story.move).toMatchObject({ kind: 'needs-start' })
    story.tell({ type: 'step.start', runId: story.run.id, stepId: stepId('drop') })
    expect(story.move.kind).toBe('wait')
  })

  test('ends as failed when it is stopped at a failed step, and as stopped when nothing had failed', () => {
    const failing = twoSteps()
    failing.tell(START)
    failing.end(failing.begin(), 'failed')
    failing.tell({ type: 'run.stop', runId: failing.run.id, reason: 'Enough.' })
    failing.finish()
    expect(failing.run.finished?.outcome).toBe('failed')

    const stopped = twoSteps()
    stopped.tell(START)
    const attempt = stopped.begin()
    stopped.tell({ type: 'run.stop', runId: stopped.run.id, reason: 'Enough.' })
    expect(stopped.move.kind).toBe('wait')
    stopped.end(attempt, 'stopped')
    stopped.finish()
    expect(stopped.run.finished?.outcome).toBe('stopped')
  })

  test('is refused while another one is open in the same environment', () => {
    const story = twoSteps()
    story.tell(START)
    expect(story.tell(START)).toMatchObject({ code: 'run-open' })
  })

  test('is refused when what was shown is not what would run', () => {
    const story = twoSteps()
    expect(story.tell({ ...START, shownDigest: 'e'.repeat(64) as never })).toMatchObject({
      code: 'changed-since-shown',
    })
  })

  test('of a protected environment is refused outside its window, and runs with a reason that stays on the record', () => {
    const at = Date.parse('2026-11-28T21:00:00Z')
    const windows = [{ startMs: at, endMs: at + 3_600_000, offsetMinutes: 60 }]
    const story = new Story(definitionOf([stage('production', [step('deploy')])], { windows }))
    expect(story.tell(START)).toMatchObject({
      code: 'outside-window',
      message:
        'The deployment window is 2026-11-28 22:00 +01:00 to 2026-11-28 23:00 +01:00: give a reason to run outside it.',
    })
    expect(story.tell({ ...START, override: 'The CTO asked.' })).toBeUndefined()
    expect(story.run.deviations).toEqual([expect.stringContaining('The CTO asked.')])
  })

  test('names every environment there is when the one asked for does not exist', () => {
    expect(twoSteps().tell({ ...START, environment: 'moon' })).toMatchObject({
      message: expect.stringContaining('It has: production.'),
    })
  })
})

describe('An approval', () => {
  const approved = () => new Story(definitionOf([stage('production', [step('switch', { approve: ['sre'] })])]))
  const go = (story: Story, more = {}) =>
    story.tell({
      type: 'approval.give',
      role: 'sre',
      decision: 'go',
      environment: 'production',
      runId: story.run.id,
      stepId: stepId('switch'),
      digest: story.resolvedDigest,
      ...more,
    })

  test('is waited for before the step it guards starts', () => {
    const story = approved()
    story.tell(START)
    expect(story.move).toMatchObject({ kind: 'needs-approval', missing: ['sre'] })
    expect(go(story)).toBeUndefined()
    expect(story.move.kind).toBe('begin')
  })

  test('is refused when the digest on the screen is not the one of the run', () => {
    const story = approved()
    story.tell(START)
    expect(go(story, { digest: 'e'.repeat(64) })).toMatchObject({ code: 'changed-since-shown' })
  })

  test('does not count when it is a no-go, and a no-go needs a reason', () => {
    const story = approved()
    story.tell(START)
    expect(go(story, { decision: 'no-go' })).toMatchObject({ code: 'missing-reason' })
    expect(go(story, { decision: 'no-go', words: 'The pool is full.' })).toBeUndefined()
    expect(story.move.kind).toBe('needs-approval')
  })

  test('given for one run does not let a later run of the same digest pass', () => {
    const story = approved()
    story.tell(START)
    go(story)
    story.doSteps(1)
    story.finish()
    story.tell(START)
    expect(story.move.kind).toBe('needs-approval')
  })
})
