import { describe, expect, test } from 'vitest'
import { pendingEffects } from '../../../shared/domain/pending-effects.ts'
import { selectRunMood, selectSteps } from '../../../shared/domain/select-steps.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

function started(...steps: Step[]): Story {
  const story = new Story(definitionOf([stage('production', steps)]))
  story.tell(START)
  return story
}
const statuses = (story: Story) => selectSteps(story.state, story.run, story.nowMs).map((view) => view.status)

describe('A step with retries', () => {
  const flaky = step('deploy', { retries: 2, retryDelayMs: 10_000 })

  test('is tried again by itself after its delay, as often as it says, and then waits for a person', () => {
    const story = started(flaky, step('switch'))
    for (const used of [0, 1]) {
      story.end(story.begin(), 'failed')
      expect(story.move).toMatchObject({ kind: 'retry-wait', used, allowed: 2, atMs: story.nowMs + 10_000 })
      expect(statuses(story)[0]).toBe('retrying')
      story.nowMs += 10_000
    }
    story.end(story.begin(), 'failed')
    expect(story.move).toMatchObject({ kind: 'halted', attempt: { number: 3 } })
  })

  test('goes on once a retry succeeds, and the run has not failed', () => {
    const story = started(flaky)
    story.end(story.begin(), 'failed')
    story.nowMs += 10_000
    story.end(story.begin())
    story.finish()
    expect(story.run.finished?.outcome).toBe('succeeded')
  })

  test('asks the engine for one timer, and for none once it is due', () => {
    const story = started(flaky)
    story.end(story.begin(), 'failed')
    const due = () => pendingEffects(story.state, story.nowMs).filter((each) => each.kind === 'retry-due')
    expect(due()).toMatchObject([{ atMs: story.nowMs + 10_000 }])
    story.nowMs += 10_000
    expect(due()).toEqual([])
    expect(pendingEffects(story.state, story.nowMs)).toMatchObject([{ kind: 'advance' }])
  })

  test('waits longer each time when no delay is given, at most a minute', () => {
    const story = started(step('deploy', { retries: 6 }))
    const delays: number[] = []
    for (let index = 0; index < 6; index++) {
      story.end(story.begin(), 'failed')
      const move = story.move
      if (move.kind !== 'retry-wait') throw new Error(move.kind)
      delays.push(move.atMs - story.nowMs)
      story.nowMs = move.atMs
    }
    expect(delays).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })

  test('is never tried again by itself when its outcome is unknown or somebody stopped it', () => {
    const lost = started(flaky)
    const { runId, stepId: id, id: attemptId } = lost.begin()
    const unknown = { runId, stepId: id, attemptId, state: 'unknown', reason: 'Gone.' } as const
    lost.happen({ type: 'step.outcome-unknown', payload: unknown })
    expect(lost.move.kind).toBe('halted')

    const stopped = started(flaky)
    const attempt = stopped.begin()
    stopped.tell({ type: 'step.stop', attemptId: attempt.id, reason: 'Wrong host.' })
    stopped.end(attempt, 'failed')
    expect(stopped.move.kind).toBe('halted')
  })

  test('can be tried at once by a person, which begins a new series', () => {
    const story = started(step('deploy', { retries: 1, retryDelayMs: 1000 }))
    story.end(story.begin(), 'failed')
    expect(story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('deploy') })).toBeUndefined()
    story.end(story.state.attempts[story.run.attempts.at(-1)!]!, 'failed')
    expect(story.move).toMatchObject({ kind: 'retry-wait', used: 0 })
  })

  test('can be given up by a person, with a reason, and has failed then', () => {
    const story = started(flaky)
    story.end(story.begin(), 'failed')
    const command = {
      type: 'step.stop-retries',
      runId: story.run.id,
      stepId: stepId('deploy'),
      reason: 'No use.',
    } as const
    expect(story.tell(command)).toBeUndefined()
    expect(story.move.kind).toBe('halted')
    expect(story.tell(command)).toMatchObject({ code: 'wrong-state' })
  })

  test('does not begin while the run is paused', () => {
    const story = started(flaky)
    story.end(story.begin(), 'failed')
    story.tell({ type: 'run.pause', runId: story.run.id })
    story.nowMs += 60_000
    expect(story.move.kind).toBe('paused')
    story.tell({ type: 'run.resume', runId: story.run.id })
    expect(story.move.kind).toBe('begin')
  })
})

describe('A step that may fail', () => {
  test('lets the run go on, stays marked, and is named when the run ends', () => {
    const story = started(step('warm', { continueOnError: true }), step('switch'))
    story.end(story.begin(), 'failed')
    expect(statuses(story)).toEqual(['went-on', 'next'])
    story.doSteps(1)
    story.finish()
    expect(story.run.finished).toMatchObject({ outcome: 'succeeded', reason: 'Went on past a failure: warm.' })
  })

  test('uses its retries first, and halts the run when a person stopped it', () => {
    const story = started(step('warm', { continueOnError: true, retries: 1, retryDelayMs: 1000 }), step('switch'))
    story.end(story.begin(), 'failed')
    expect(story.move.kind).toBe('retry-wait')
    story.nowMs += 1000
    const again = story.begin()
    story.tell({ type: 'step.stop', attemptId: again.id, reason: 'Enough.' })
    story.end(again, 'stopped')
    expect(story.move.kind).toBe('halted')
  })

  test('does not pass over an unknown outcome', () => {
    const story = started(step('warm', { continueOnError: true }), step('switch'))
    const { runId, stepId: id, id: attemptId } = story.begin()
    const unknown = { runId, stepId: id, attemptId, state: 'unknown', reason: 'Gone.' } as const
    story.happen({ type: 'step.outcome-unknown', payload: unknown })
    expect(story.move.kind).toBe('halted')
  })
})

describe('A step with a condition', () => {
  const conditional = (when: string) => [step('eu-only', { when }), step('switch')]

  test('is passed over with the reason when the condition does not hold', () => {
    const story = started(...conditional('environment == staging'))
    expect(story.move).toEqual({
      kind: 'pass-over',
      step: expect.objectContaining({ id: 'eu-only' }),
      reason: 'Its condition does not hold: environment == staging (environment is "production").',
    })
  })

  test('is done when it holds, by an input as well', () => {
    const story = new Story(definitionOf([stage('production', conditional('REGION == eu'))]))
    story.tell({ ...START, inputs: { REGION: 'eu' } })
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'eu-only' } })
  })
})

describe('Steps of a parallel group', () => {
  const group = [
    step('before'),
    step('eu', { parallel: 'regions' }),
    step('us', { parallel: 'regions' }),
    step('after'),
  ]
  const inGroup = () => {
    const story = started(...group)
    story.doSteps(1)
    return story
  }

  test('begin together, and the run goes on when all have ended well', () => {
    const story = inGroup()
    const [eu, us] = [story.begin(), story.begin()]
    expect([eu.stepId, us.stepId]).toEqual(['eu', 'us'])
    expect(story.move).toMatchObject({ kind: 'wait', attempts: [{ stepId: 'eu' }, { stepId: 'us' }] })
    story.end(us)
    expect(story.move.kind).toBe('wait')
    story.end(eu)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'after' } })
  })

  test('are let finish when one of them fails, and then the run halts at the failed one', () => {
    const story = inGroup()
    const [eu, us] = [story.begin(), story.begin()]
    story.end(eu, 'failed')
    expect(story.move).toMatchObject({ kind: 'wait', attempts: [{ stepId: 'us' }] })
    story.end(us)
    expect(story.move).toMatchObject({ kind: 'halted', step: { id: 'eu' } })
    story.tell({ type: 'step.skip', runId: story.run.id, stepId: stepId('eu'), reason: 'Done by hand.' })
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'after' } })
  })

  test('can be retried one by one while the others still run', () => {
    const story = inGroup()
    const [eu] = [story.begin(), story.begin()]
    story.end(eu, 'failed')
    expect(story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('eu') })).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'wait', attempts: [{ stepId: 'us' }, { stepId: 'eu', number: 2 }] })
  })

  test('each wait for a person at manual pace, and can be started in any order', () => {
    const story = new Story(definitionOf([stage('production', group.slice(1), { pace: 'manual' })]))
    story.tell(START)
    expect(statuses(story).slice(0, 2)).toEqual(['needs-start', 'needs-start'])
    expect(story.tell({ type: 'step.start', runId: story.run.id, stepId: stepId('us') })).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'needs-start', step: { id: 'eu' } })
    expect(story.tell({ type: 'step.start', runId: story.run.id, stepId: stepId('after') })).toMatchObject({
      code: 'wrong-state',
    })
  })

  test('begin nothing further while the run is paused', () => {
    const story = inGroup()
    const eu = story.begin()
    story.tell({ type: 'run.pause', runId: story.run.id })
    expect(story.move.kind).toBe('wait')
    story.end(eu)
    expect(story.move.kind).toBe('paused')
    expect(selectRunMood(story.state, story.run, story.nowMs)).toBe('paused')
  })

  test('of other names, or with a step between them, are groups of their own', () => {
    const story = started(step('a', { parallel: 'x' }), step('b', { parallel: 'y' }), step('c', { parallel: 'x' }))
    const first = story.begin()
    expect(story.move.kind).toBe('wait')
    story.end(first)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'b' } })
  })
})

describe('A run that is stopped', () => {
  test('has not failed because of an attempt that was retried well', () => {
    const story = started(step('deploy'), step('switch'))
    story.end(story.begin(), 'failed')
    story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('deploy') })
    story.end(story.state.attempts[story.run.attempts.at(-1)!]!)
    story.tell({ type: 'run.stop', runId: story.run.id, reason: 'Postponed.' })
    story.finish()
    expect(story.run.finished?.outcome).toBe('stopped')
  })
})
