import { describe, expect, test } from 'vitest'
import { selectDueMs } from '../../../shared/domain/gaps.ts'
import { type Effect, pendingEffects } from '../../../shared/domain/pending-effects.ts'
import { projectReturn } from '../../../shared/domain/project-return.ts'
import { stageId } from '../../../shared/ids.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const MINUTE_MS = 60_000

function started(steps: Step[], rollback: Step[] = []): Story {
  const story = new Story(definitionOf([stage('production', steps), stage('rollback', rollback, { kind: 'rollback' })]))
  expect(story.tell(START)).toBeUndefined()
  return story
}

/** The cockpit sleeps: time passes and the first thing on record afterwards is the gap. */
const sleep = (story: Story, ms: number) => {
  const fromMs = story.nowMs
  story.nowMs += ms
  story.happen({ type: 'engine.gap', payload: { fromMs, toMs: story.nowMs } })
}

const effect = <Kind extends Effect['kind']>(story: Story, kind: Kind) =>
  pendingEffects(story.state, story.nowMs).find((each): each is Extract<Effect, { kind: Kind }> => each.kind === kind)

describe('After a gap', () => {
  test('a deploy begins nothing until a person says continue', () => {
    const story = started([step('one'), step('two')])
    const one = story.begin()
    sleep(story, 10 * MINUTE_MS)
    story.end(one, 'succeeded', 0)
    expect(story.move).toMatchObject({ kind: 'held' })
    expect(effect(story, 'advance')).toBeUndefined()
    expect(story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'continue' })).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'two' } })
  })

  test('a deploy whose last step ended meanwhile does not end by itself either', () => {
    const story = started([step('only')])
    const only = story.begin()
    sleep(story, MINUTE_MS)
    story.end(only, 'succeeded', 0)
    expect(story.move).toMatchObject({ kind: 'held' })
  })

  test('holding pauses the run with the name of who held it, and resuming goes on', () => {
    const story = started([step('one'), step('two')])
    const one = story.begin()
    sleep(story, MINUTE_MS)
    story.end(one, 'succeeded', 0)
    story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'hold' })
    expect(story.run.paused).toMatchObject({ by: ADA })
    story.tell({ type: 'run.resume', runId: story.run.id })
    expect(story.move).toMatchObject({ kind: 'begin' })
  })

  test('a decision about what was shown does not cover a gap that came later', () => {
    const story = started([step('one')])
    story.begin()
    sleep(story, MINUTE_MS)
    const shown = story.state.gaps.at(-1)!.seq
    sleep(story, MINUTE_MS)
    const refusal = story.tell({
      type: 'gap.acknowledge',
      runId: story.run.id,
      throughSeq: shown,
      decision: 'continue',
    })
    expect(refusal?.code).toBe('changed-since-shown')
  })

  test('a stretch of a few seconds, one window taking over from another, holds nothing', () => {
    const story = started([step('one'), step('two')])
    story.doSteps(1)
    const at = (ms: number) => new Date(ms).toISOString()
    const guard = { from: at(story.nowMs - 2000), to: at(story.nowMs), epoch: 2 }
    story.happen({ type: 'guard.resumed', payload: guard })
    expect(story.move).toMatchObject({ kind: 'begin' })
    story.happen({ type: 'guard.resumed', payload: { ...guard, to: at(story.nowMs + 10_000) } })
    expect(story.move).toMatchObject({ kind: 'held' })
  })

  test('a rollback goes on by itself', () => {
    const story = started([step('one', { undo: 'undo-one' as never })], [step('undo-one'), step('check')])
    story.doSteps(1)
    story.tell({ type: 'rollback.start', environment: 'production' })
    const undo = story.begin()
    sleep(story, 10 * MINUTE_MS)
    story.end(undo, 'succeeded', 0)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'check' } })
  })

  test('the rollback is never held back by it', () => {
    const story = started([step('one')], [step('back')])
    story.begin()
    sleep(story, MINUTE_MS)
    expect(story.tell({ type: 'rollback.start', environment: 'production' })).toBeUndefined()
  })
})

describe('A timeout', () => {
  test('counts awake time only', () => {
    const story = started([step('slow', { timeoutMs: 10 * MINUTE_MS })])
    const { startedAtMs } = story.begin()
    story.nowMs += MINUTE_MS
    sleep(story, 2 * MINUTE_MS)
    expect(effect(story, 'timeout')?.atMs).toBe(startedAtMs + 12 * MINUTE_MS)
  })

  test('that ran out meanwhile asks: it acts only after a person continued, with what was left of it', () => {
    const story = started([step('slow', { timeoutMs: 5 * MINUTE_MS })])
    const { startedAtMs } = story.begin()
    story.nowMs += MINUTE_MS
    sleep(story, 60 * MINUTE_MS)
    expect(effect(story, 'timeout')).toBeUndefined()
    expect(projectReturn(story.state, story.run)).toMatchObject({
      blindMs: 60 * MINUTE_MS,
      lapsed: [{ what: 'timeout', atMs: startedAtMs + 5 * MINUTE_MS, leftMs: 4 * MINUTE_MS }],
    })
    story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'continue' })
    expect(effect(story, 'timeout')?.atMs).toBe(story.nowMs + 4 * MINUTE_MS)
  })

  test('is not moved by somebody who sets the clock, forward or back', () => {
    for (const byMs of [3_600_000, -3_600_000]) {
      const story = started([step('slow', { timeoutMs: 5 * MINUTE_MS })])
      story.begin()
      story.nowMs += MINUTE_MS + byMs
      story.happen({ type: 'clock.moved', payload: { byMs } })
      expect(effect(story, 'timeout')?.atMs).toBe(story.nowMs + 4 * MINUTE_MS)
      expect(story.move.kind).toBe('wait')
    }
  })

  test('after several gaps has exactly what it was awake for', () => {
    const story = started([step('slow', { timeoutMs: 10 * MINUTE_MS })])
    const { startedAtMs } = story.begin()
    for (const _ of [1, 2, 3]) {
      story.nowMs += MINUTE_MS
      sleep(story, MINUTE_MS)
    }
    expect(selectDueMs(story.state, startedAtMs, 10 * MINUTE_MS)).toBe(startedAtMs + 13 * MINUTE_MS)
  })
})

describe('A wait', () => {
  test('that ran out while nobody watched is not over: a soak nobody watched is not health', () => {
    const story = started([step('soak', { waitMs: 10 * MINUTE_MS }, { kind: 'wait' })])
    story.begin()
    sleep(story, 60 * MINUTE_MS)
    expect(effect(story, 'wait-over')).toBeUndefined()
    story.tell({ type: 'gap.acknowledge', runId: story.run.id, decision: 'continue' })
    expect(effect(story, 'wait-over')?.atMs).toBe(story.nowMs + 10 * MINUTE_MS)
  })
})

describe('On return', () => {
  test('a person reads what ended meanwhile, what still runs, what is live now and what continuing begins', () => {
    const services = [{ name: 'api', live: { command: 'cat version' }, dependsOn: [] }]
    const story = new Story(definitionOf([stage('production', [step('one'), step('two')])], { services }))
    story.tell(START)
    const observed = { environment: 'production', service: 'api', runId: story.run.id, version: '2.4.0' }
    story.happen({ type: 'live.observed', payload: { ...observed, when: 'before' } })
    const one = story.begin()
    story.nowMs += 1000
    sleep(story, 10 * MINUTE_MS)
    const { runId, stepId, id: attemptId } = one
    const payload = { runId, stepId, attemptId, outcome: 'succeeded', durationMs: 5 * MINUTE_MS } as const
    story.happen({ type: 'step.finished', payload })
    expect(effect(story, 'look-again')).toBeDefined()
    expect(projectReturn(story.state, story.run)).toMatchObject({
      ended: [{ title: 'one', status: 'succeeded' }],
      open: [],
      live: [{ service: 'api' }],
      next: { stepId: 'two' },
    })
    story.happen({ type: 'live.observed', payload: { ...observed, when: 'asked' } })
    expect(effect(story, 'look-again')).toBeUndefined()
    expect(projectReturn(story.state, story.run)?.live[0]?.seen?.version).toBe('2.4.0')
  })
})
