/** Rules S1 to S6 of docs/triggers.md, and what a rollback means at each moment. */
import { describe, expect, test } from 'vitest'
import { rollbackMeaning } from '../../../../shared/documents/strategy-words.ts'
import { isArmed, selectInterlocks } from '../../../../shared/domain/decisions/interlocks.ts'
import { planRollback } from '../../../../shared/domain/rollback-plan.ts'
import { projectOutage } from '../../../../shared/domain/strategies/project-outage.ts'
import { projectRolling } from '../../../../shared/domain/strategies/project-rolling.ts'
import { stageId, stepId } from '../../../../shared/ids.ts'
import type { Step, Strategy, Trigger } from '../../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../../support/definition.ts'
import { Story } from '../../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const BACK = { type: 'rollback.start', environment: 'production', reason: 'off target' } as const
const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const TRIGGER: Trigger = { metric: 'error-rate', above: 1, forMs: 0, clearForMs: 0, severity: 'critical', position }

function begun(strategy: Strategy, steps: Step[], undos: string[] = ['back'], trigger: Partial<Trigger> = {}): Story {
  const story = new Story(
    definitionOf(
      [
        stage('production', steps),
        stage(
          'rollback',
          undos.map((id) => step(id)),
          { kind: 'rollback' },
        ),
      ],
      { strategy, triggers: [{ ...TRIGGER, ...trigger }] },
    ),
  )
  story.tell(START)
  return story
}

const armed = (story: Story) => isArmed(story.state, 'production', story.state.definition!.triggers[0]!)
const locks = (story: Story) =>
  selectInterlocks(story.state, { environment: 'production' }, story.state.definition!.triggers[0], { fresh: true })
const meaning = (story: Story) => rollbackMeaning(story.state, 'production', story.nowMs)

const settings = (kind: Strategy['kind'], of: Record<string, unknown> = {}): Strategy => ({ kind, settings: of })
const undo = stepId('back')

describe('Blue-green', () => {
  const steps = [
    step('green-up', { undo: stepId('stop-green') }),
    step('switch', { phase: 'cutover', undo }),
    step('soak', { phase: 'soak' }),
    step('retire-blue', { phase: 'retire' }),
  ]
  const blueGreen = (trigger?: Partial<Trigger>) =>
    begun(settings('blue-green'), steps, ['back', 'stop-green'], trigger)

  test('S1: arms a trigger with the switch and disarms it when the old side is retired', () => {
    const story = blueGreen()
    story.doSteps(1)
    expect(armed(story)).toBe(false)
    const move = story.begin()
    expect(armed(story)).toBe(true)
    story.end(move)
    story.doSteps(1)
    expect(armed(story)).toBe(true)
    story.doSteps(1)
    expect(armed(story)).toBe(false)
  })

  test('S1: what a trigger says itself goes before the strategy', () => {
    const story = blueGreen({ arm: { from: stepId('green-up') } })
    story.doSteps(1)
    expect(armed(story)).toBe(true)
  })

  test('S1: names the step of the switch where phases do not', () => {
    const named = settings('blue-green', { switch: ['elsewhere', 'soak'] })
    const story = begun(named, steps)
    story.doSteps(2)
    expect(armed(story)).toBe(false)
    story.doSteps(1)
    expect(armed(story)).toBe(true)
  })

  test('says that users never saw it, then until when they can be switched back, then what retiring cost', () => {
    const story = blueGreen()
    story.doSteps(1)
    expect(meaning(story)).toBe('2.4.0 is abandoned on the idle side: users never saw it.')
    story.doSteps(1)
    expect(meaning(story)).toBe('Users are switched back to 2.3.1, possible until retire-blue.')
    story.happen({
      type: 'side.observed',
      payload: { environment: 'production', service: 'api', side: 'idle', error: 'refused' },
    })
    expect(meaning(story)).toMatch(/Nothing answers on the idle side of api: it has to come up first\.$/)
    story.doSteps(2)
    expect(meaning(story)).toMatch(/^retire-blue has started: 2\.3\.1 has to come up again/)
  })

  test('S6: a rollback that stands still after switching back speaks of the idle side again', () => {
    const story = blueGreen()
    story.doSteps(2)
    story.tell(BACK)
    story.finish(Object.values(story.state.runs).find((run) => run.kind === 'deploy')!)
    story.doSteps(1)
    expect(meaning(story)).toMatch(/users never saw it/)
    expect(armed(story)).toBe(true)
  })
})

describe('Canary', () => {
  test('S2: arms a trigger with the first weight', () => {
    const weights = settings('canary', { 'set-weight': 'weight' })
    const story = begun(weights, [step('up'), step('weight', { undo })])
    story.doSteps(1)
    expect(armed(story)).toBe(false)
    story.begin()
    expect(armed(story)).toBe(true)
  })
})

describe('Rolling', () => {
  const batches = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      step(`roll-${index + 1}`, { undo, expectMs: 30_000 }, { part: { of: stepId('roll'), number: index + 1, count } }),
    )
  const rolling = () => begun(settings('rolling', { 'set-batch': 'roll' }), [step('check'), ...batches(4)])

  test('S3: arms a trigger with the first batch', () => {
    const story = rolling()
    story.doSteps(1)
    expect(armed(story)).toBe(false)
    story.doSteps(1)
    expect(armed(story)).toBe(true)
  })

  test('says how many batches are to be rolled back, and how long that takes by what they took', () => {
    const story = rolling()
    story.doSteps(1)
    expect(meaning(story)).toBe('No batch is touched: every instance runs 2.3.1.')
    story.end(story.begin(), 'succeeded', 40_000)
    expect(story.begin().stepId).toBe('roll-2')
    expect(projectRolling(story.state, 'production')).toMatchObject({
      batches: [{ status: 'done' }, { status: 'running' }, { status: 'waiting' }, { status: 'waiting' }],
      current: { status: 'running' },
      basis: 'measured',
    })
    expect(meaning(story)).toBe(
      'Halt first, then roll back what was touched: 2 of 4 batches, about 1 min 20 s (2 × 40 s measured).',
    )
  })

  test('counts a batch that failed as touched', () => {
    const story = rolling()
    story.doSteps(1)
    story.end(story.begin(), 'failed')
    expect(projectRolling(story.state, 'production').batches[0]?.status).toBe('failed')
    expect(meaning(story)).toMatch(/1 of 4 batches, about 30 s \(1 × 30 s planned\)/)
  })
})

describe('Big-bang', () => {
  const named = settings('big-bang', { close: 'close', open: 'open', restore: 'back' })
  const steps = [
    step('backup'),
    step('close', { undo }),
    step('migrate', { undo }),
    step('open', { undo }),
    step('watch'),
  ]
  const bigBang = () => begun(named, steps)

  test('S4: arms a trigger when the service is closed', () => {
    const story = bigBang()
    story.doSteps(1)
    expect(armed(story)).toBe(false)
    story.doSteps(1)
    expect(armed(story)).toBe(true)
    expect(locks(story)).toEqual(['No rollback drill of this definition has passed.'])
  })

  test('S5: once it opens again no rollback starts by itself, and the loss goes on record with one that a person starts', () => {
    const story = bigBang()
    story.doSteps(3)
    expect(planRollback(story.state, 'production')?.deviations).toEqual([])
    story.begin()
    expect(armed(story)).toBe(true)
    expect(locks(story)).toContain('What was written since open is lost: going back restores the state of before.')
    expect(planRollback(story.state, 'production')?.deviations).toEqual([
      'What was written since open is lost: going back restores the state of before.',
    ])
  })

  test('says restore while it is closed, and forward once it is open', () => {
    const story = bigBang()
    expect(meaning(story)).toMatch(/not closed/)
    story.doSteps(2)
    expect(meaning(story)).toBe(
      'Restore 2.3.1 with its data from the backup; the service stays closed until it is done (how long it takes is not known).',
    )
    story.doSteps(2)
    expect(meaning(story)).toMatch(/^Forward: mend 2\.4\.0 in place\. Going back loses what users wrote since open/)
  })

  test('the outage runs from the start of close to the end of open', () => {
    const story = bigBang()
    story.doSteps(1)
    expect(projectOutage(story.state, 'production', story.nowMs)).toMatchObject({ phase: 'before' })
    const closedAtMs = story.nowMs
    story.doSteps(1)
    expect(projectOutage(story.state, 'production', story.nowMs)).toMatchObject({ phase: 'closed', closedAtMs })
    story.doSteps(2)
    expect(projectOutage(story.state, 'production', story.nowMs)).toMatchObject({
      phase: 'open',
      closedAtMs,
      openedAtMs: closedAtMs + 3000,
    })
  })

  test('the outage ends with the rollback that puts everything back', () => {
    const story = bigBang()
    story.doSteps(3)
    story.tell(BACK)
    story.finish(Object.values(story.state.runs).find((run) => run.kind === 'deploy')!)
    story.doSteps(1)
    story.finish()
    expect(projectOutage(story.state, 'production', story.nowMs)).toMatchObject({
      phase: 'restored',
      openedAtMs: story.nowMs,
    })
  })
})

test('S6: without a step to tell by, a trigger is armed all along and the strategy says nothing of its own', () => {
  for (const kind of ['blue-green', 'canary', 'rolling', 'big-bang'] as const) {
    const story = begun(settings(kind), [step('deploy', { undo })])
    expect(armed(story)).toBe(true)
    expect(meaning(story)).toBeUndefined()
  }
})
