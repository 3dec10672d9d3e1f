/** What holds a step because of the strategy: a fleet of which too much fails (MU1 to MU6), and the old side that is kept (docs/strategies.md). */
import { beforeEach, describe, expect, test } from 'vitest'
import { selectCalls } from '../../../../shared/domain/calls.ts'
import { pendingEffects } from '../../../../shared/domain/pending-effects.ts'
import { projectForecast } from '../../../../shared/domain/project-forecast.ts'
import { projectNow } from '../../../../shared/domain/project-now.ts'
import { selectRunMood, selectSteps } from '../../../../shared/domain/select-steps.ts'
import { selectSwitchedAtMs } from '../../../../shared/domain/strategies/keep-old.ts'
import { stageId, stepId } from '../../../../shared/ids.ts'
import type { Service, Step } from '../../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../../support/definition.ts'
import { Story } from '../../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const BACK = { type: 'rollback.start', environment: 'production', reason: 'off target' } as const
const undo = stepId('back')
const rollback = stage('rollback', [step('back')], { kind: 'rollback' })
let story: Story

describe('Before a batch', () => {
  const batch = (number: number) =>
    step(`roll-${number}`, { undo }, { part: { of: stepId('roll'), number, count: 2 }, title: `Roll ${number}` })
  const web: Service = { name: 'web', dependsOn: [], instances: { command: './fleet.sh' } }

  const begun = (most: number | string, services = [web]) => {
    const settings = { 'set-batch': [stepId('roll')], 'max-unavailable': most }
    const stages = [stage('production', [batch(1), batch(2)]), rollback]
    story = new Story(definitionOf(stages, { strategy: { kind: 'rolling', settings }, services }))
    story.tell(START)
  }
  const seen = (failing: number, of = 4) => {
    const instances = Array.from({ length: of }, (_, index) => ({
      name: `w${index}`,
      version: '2',
      ok: index >= failing,
    }))
    story.happen({ type: 'instances.observed', payload: { environment: 'production', service: 'web', instances } })
  }
  const unread = () =>
    story.happen({
      type: 'instances.observed',
      payload: { environment: 'production', service: 'web', error: 'refused.' },
    })

  beforeEach(() => begun(1))

  test('MU1: its fleet is looked at anew: what was seen before the last batch ended counts for nothing', () => {
    expect(story.move).toMatchObject({ kind: 'look-at-fleet', services: ['web'] })
    expect(pendingEffects(story.state, story.nowMs).map(({ kind }) => kind)).toContain('look-at-fleet')
    seen(0)
    story.end(story.begin())
    expect(story.move.kind).toBe('look-at-fleet')
  })

  test('MU2: it does not begin while more fails than may, and does by itself once that is over', () => {
    seen(2)
    expect(story.move).toMatchObject({
      kind: 'fleet-short',
      words: '2 of 4 instances fail, at most 1 may: w0, w1.',
    })
    expect(selectRunMood(story.state, story.run, story.nowMs)).toBe('needs-person')
    expect(selectSteps(story.state, story.run, story.nowMs)[0]).toMatchObject({
      status: 'needs-instances',
      heldBy: expect.stringContaining('2 of 4'),
    })
    expect(projectNow(story.state, story.run, story.nowMs)).toMatchObject({
      tone: 'needs',
      heading: 'Held by its instances, step 1 of 2',
      next: expect.stringContaining('at most 1 may'),
    })
    seen(1)
    expect(story.move).toMatchObject({ kind: 'begin' })
  })

  test('MU3: a share is of what was seen, rounded up', () => {
    begun('25%')
    seen(2, 6)
    expect(story.move.kind).toBe('begin')
    seen(3, 6)
    expect(story.move).toMatchObject({ kind: 'fleet-short', words: expect.stringContaining('at most 2 may') })
  })

  test('MU4: a fleet that cannot be read holds it as one that fails', () => {
    unread()
    expect(story.move).toMatchObject({ words: 'How many instances of web fail is not known: refused.' })
  })

  test('MU5: a person may begin it with a reason, which is a deviation, for this batch only', () => {
    expect(
      story.tell({ type: 'batch.override', runId: story.run.id, stepId: stepId('roll-1'), reason: 'no' })?.code,
    ).toBe('wrong-state')
    seen(2)
    story.tell({
      type: 'batch.override',
      runId: story.run.id,
      stepId: stepId('roll-1'),
      reason: 'They are being replaced.',
    })
    expect(story.run.deviations).toEqual([
      expect.stringMatching(/Began “Roll 1” all the same, by Ada Obi: They are being/),
    ])
    story.end(story.begin())
    seen(2)
    expect(story.move.kind).toBe('fleet-short')
  })

  test('MU6: holds no rollback, and nothing where no fleet is watched', () => {
    seen(0)
    story.end(story.begin(), 'failed')
    seen(4)
    story.tell(BACK)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'back' } })
    begun(1, [])
    expect(story.move.kind).toBe('begin')
  })

  test('nobody is called while a fleet may still come up', () => {
    seen(2)
    expect(selectCalls(story.state, story.nowMs)).toEqual([])
    expect(selectCalls(story.state, story.nowMs + 61_000)).toEqual([
      expect.objectContaining({ body: '“Roll 1” needs a person.' }),
    ])
  })
})

describe('The old side of a blue-green release', () => {
  const DAY = 86_400_000
  const switching = step('switch', { phase: 'cutover', undo, expectMs: 60_000 })
  const keep = step('drain/keep-old', { waitMs: 2 * DAY, sinceSwitch: true }, { kind: 'wait', text: '' })
  const drain = step('drain', { phase: 'retire', expectMs: 60_000 })
  const begun = (steps: Step[], later: Step[] = []) => {
    const stages = [stage('production', steps), stage('retire', later, { environment: 'production' }), rollback]
    story = new Story(definitionOf(stages))
    story.tell(START)
  }

  test('is kept for what is left of the time since the switch, also in a later run', () => {
    begun([switching], [keep, drain])
    story.doSteps(1)
    const switchedAtMs = story.nowMs
    story.happen({ type: 'run.finished', payload: { runId: story.run.id, outcome: 'succeeded', durationMs: 1000 } })
    story.nowMs += DAY
    story.tell({ ...START, stageId: stageId('retire') })
    expect(selectSwitchedAtMs(story.state, story.run)).toBe(switchedAtMs)
    expect(story.begin()).toMatchObject({ stepId: 'drain/keep-old', waitMs: DAY })
  })

  test('is not waited for when the time is over, and all of it when no switch is on record', () => {
    begun([switching, keep, drain])
    story.doSteps(1)
    story.nowMs += 3 * DAY
    expect(story.begin().waitMs).toBe(0)
    begun([keep, drain])
    expect(story.begin().waitMs).toBe(2 * DAY)
  })

  test('is kept by the wall clock: time nobody watched is not added', () => {
    begun([switching, keep, drain])
    story.doSteps(1)
    const { startedAtMs } = story.begin()
    story.nowMs += DAY
    story.happen({
      type: 'guard.resumed',
      payload: { epoch: 1, from: new Date(startedAtMs).toISOString(), to: new Date(story.nowMs).toISOString() },
    })
    const over = pendingEffects(story.state, story.nowMs).find(({ kind }) => kind === 'wait-over')
    expect(over).toMatchObject({ atMs: startedAtMs + 2 * DAY })
  })

  test('is no part of the forecast: the deployment is over when it begins to be kept', () => {
    begun([switching, keep, drain])
    expect(projectForecast(story.state, story.run, story.nowMs)).toMatchObject({
      finishAtMs: story.nowMs + 60_000,
      unplanned: 0,
    })
    story.doSteps(1)
    const { startedAtMs } = story.begin()
    expect(projectForecast(story.state, story.run, startedAtMs + 1000).finishAtMs).toBe(startedAtMs)
  })

  test('is kept also where a run begins with the step that retires it, unless somebody skips the wait', () => {
    begun([switching, keep, drain])
    story.doSteps(1)
    story.happen({ type: 'run.finished', payload: { runId: story.run.id, outcome: 'stopped', durationMs: 1000 } })
    story.tell({ ...START, fromStep: stepId('drain') })
    expect(story.run.plan.map(({ stepId: id }) => id)).toEqual(['drain/keep-old', 'drain'])
    story.begin()
    story.tell({
      type: 'step.skip',
      runId: story.run.id,
      stepId: stepId('drain/keep-old'),
      reason: 'The disk is needed.',
    })
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'drain' } })
  })
})
