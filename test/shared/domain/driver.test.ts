/** Who drives (docs/room.md): on record, handed over with consent, and never in the way of the way back. */
import { expect, test } from 'vitest'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import type { Actor } from '../../../shared/events/index.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const BEN: Actor = { kind: 'person', name: 'Ben Cole', role: 'sre', assurance: 'claimed' }
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

const twoStages = () =>
  new Story(
    definitionOf([
      stage('production', [step('deploy', { undo: stepId('back') }), step('switch')]),
      stage('rollback', [step('back')], { kind: 'rollback' }),
    ]),
  )

test('where nobody drives everybody may start', () => {
  const story = twoStages()
  expect(story.tell(START, BEN)).toBeUndefined()
})

test('another person starts and continues nothing, but looks, speaks, stops and leads back', () => {
  const story = twoStages()
  story.tell({ type: 'driver.take' })
  expect(story.tell(START, BEN)).toMatchObject({
    code: 'not-driving',
    message: expect.stringContaining('Ada Obi drives'),
  })
  expect(story.tell(START)).toBeUndefined()
  story.end(story.begin(), 'failed')
  const { id: runId } = story.run
  const forward: CommandInput[] = [
    { type: 'step.retry', runId, stepId: stepId('deploy') },
    { type: 'step.skip', runId, stepId: stepId('deploy'), reason: 'Not needed.' },
    { type: 'step.exec', argv: ['true'], runId, reason: 'A look.' },
    { type: 'rehearsal.start', environment: 'production' },
  ]
  for (const command of forward) expect(story.tell(command, BEN)?.code).toBe('not-driving')
  expect(story.tell({ type: 'note.add', text: 'I see it too.' }, BEN)).toBeUndefined()
  expect(story.tell({ type: 'run.pause', runId, reason: 'Look first.' }, BEN)).toBeUndefined()
  expect(story.tell({ type: 'run.resume', runId }, BEN)?.code).toBe('not-driving')
  expect(story.tell({ type: 'rollback.start', environment: 'production', reason: 'Broken.' }, BEN)).toBeUndefined()
  expect(story.run.kind).toBe('rollback')
})

test('nothing within a rollback asks who drives', () => {
  const story = twoStages()
  story.tell({ type: 'driver.take' })
  story.tell(START)
  story.doSteps(1)
  story.tell({ type: 'rollback.start', environment: 'production', reason: 'Broken.' }, BEN)
  story.end(story.begin(), 'failed')
  expect(story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('back') }, BEN)).toBeUndefined()
})

test('it is handed over when the other one accepts, and the record says from whom', () => {
  const story = twoStages()
  story.tell({ type: 'driver.take' })
  expect(story.tell({ type: 'driver.offer', to: 'Ben Cole' }, BEN)?.code).toBe('not-driving')
  story.tell({ type: 'driver.offer', to: 'ben  cole', words: 'My shift ends.' })
  expect(story.state.driver).toMatchObject({ name: 'Ada Obi', offer: { to: 'ben cole' } })
  expect(story.tell({ type: 'driver.accept' })?.message).toContain('they accept or decline it')
  story.tell({ type: 'driver.decline', reason: 'Not yet.' }, BEN)
  expect(story.state.driver).toMatchObject({ name: 'Ada Obi' })
  expect(story.state.driver?.offer).toBeUndefined()
  story.tell({ type: 'driver.offer', to: 'Ben Cole' })
  story.tell({ type: 'driver.accept' }, BEN)
  expect(story.state.driver).toMatchObject({ name: 'Ben Cole', role: 'sre' })
  expect(story.tell(START)?.code).toBe('not-driving')
  story.tell({ type: 'driver.leave' }, BEN)
  expect(story.tell(START)).toBeUndefined()
})

test('whoever must takes over without being asked, with a reason', () => {
  const story = twoStages()
  story.tell({ type: 'driver.take' })
  expect(story.tell({ type: 'driver.take' }, BEN)).toMatchObject({ code: 'missing-reason' })
  story.tell({ type: 'driver.take', reason: 'Ada is offline.' }, BEN)
  expect(story.state.driver).toMatchObject({ name: 'Ben Cole' })
})

test.each([
  [{ type: 'driver.accept' }, 'Nobody drives'],
  [{ type: 'driver.leave' }, 'Nobody drives'],
  [{ type: 'driver.offer', to: 'Ben Cole' }, 'Nobody drives'],
] as const)('%j without a driver is refused with what to do', (command, words) => {
  expect(twoStages().tell(command, ADA)?.message).toContain(words)
})
