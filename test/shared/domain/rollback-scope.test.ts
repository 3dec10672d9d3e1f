import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { selectReleaseStatus } from '../../../shared/domain/select-summary.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const BACK = { type: 'rollback.start', environment: 'production' } as const

const back = (id: string, undo: string, more: StepAttributes = {}) => step(id, { undo: stepId(undo), ...more })

/** Two services, the worker on top of the API, and a page on its own. */
const services = [
  { name: 'api', dependsOn: [] },
  { name: 'worker', dependsOn: ['api'] },
  { name: 'page', dependsOn: [] },
]
const forward = stage('production', [
  back('switch-api', 'api-back', { service: 'api' }),
  back('switch-worker', 'worker-back', { service: 'worker' }),
  back('switch-page', 'page-back', { service: 'page' }),
])
const section = stage('rollback', [step('api-back'), step('worker-back'), step('page-back'), step('verify')], {
  kind: 'rollback',
})

const release = (more: Partial<ReleaseDefinition> = {}, stages = [forward, section]) =>
  new Story(definitionOf(stages, { services, ...more }))

const ids = (story: Story, service?: string) =>
  planRollback(story.state, 'production', { service })!.steps.map(({ step: each }) => each.id)

function deployed(count = 3, story = release()): Story {
  story.tell(START)
  story.doSteps(count)
  if (story.move.kind === 'finish') story.finish()
  return story
}

describe('A rollback of one service', () => {
  test('takes back what depends on it first, and leaves the others as they are', () => {
    const story = deployed()
    expect(ids(story, 'api')).toEqual(['worker-back', 'api-back'])
    expect(ids(story, 'worker')).toEqual(['worker-back'])
    expect(planRollback(story.state, 'production', { service: 'api' })).toMatchObject({
      services: ['api', 'worker'],
      leftOut: [
        { stepId: 'page-back', reason: 'Another service: this rollback leaves it as it is.' },
        { stepId: 'verify', reason: 'It belongs to the rollback of everything.' },
      ],
    })
  })

  test('is the rollback of everything where its services are all there are', () => {
    const story = deployed(3, release({ services: [services[0]!] }))
    expect(planRollback(story.state, 'production', { service: 'api' })).toEqual(planRollback(story.state, 'production'))
    story.tell({ ...BACK, service: 'api' })
    story.doSteps(4)
    story.finish()
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('rolled back')
  })

  test('undoes only what started of it', () => {
    expect(ids(deployed(1), 'api')).toEqual(['api-back'])
  })

  test('leaves the release partly rolled back, until the rest is taken back too', () => {
    const story = deployed()
    story.tell({ ...BACK, service: 'worker' })
    story.doSteps(1)
    story.finish()
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('partly rolled back')
    expect(planRollback(story.state, 'production')!.leftOut).toMatchObject([
      { stepId: 'worker-back', reason: expect.stringContaining('Undone already by rollback') },
    ])
    expect(ids(story)).toEqual(['page-back', 'api-back', 'verify'])
    story.tell(BACK)
    story.doSteps(3)
    story.finish()
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('rolled back')
  })

  test('takes back its part of the section where the ledger knows of no deployment', () => {
    expect(ids(release(), 'api')).toEqual(['api-back', 'worker-back'])
  })

  test('names the services there are when it is not one of them', () => {
    expect(deployed().tell({ ...BACK, service: 'apy' })).toMatchObject({
      code: 'unknown-service',
      message: expect.stringContaining('api, worker, page'),
    })
  })

  test('is finished by its own services alone', () => {
    const live = services.map((each) => ({ ...each, live: { http: 'http://localhost/version' } }))
    const story = release({ services: live })
    const look = (service: string, version: string, when: 'before' | 'after') =>
      story.happen({
        type: 'live.observed',
        payload: { environment: 'production', service, when, runId: story.run.id, version },
      })
    story.tell(START)
    for (const { name } of services) look(name, '2.3.1', 'before')
    story.doSteps(3)
    for (const { name } of services) look(name, '2.4.0', 'after')
    story.finish()
    story.tell({ ...BACK, service: 'worker' })
    story.doSteps(1)
    expect(story.move).toEqual({ kind: 'observe', when: 'after' })
    look('worker', '2.3.1', 'after')
    expect(story.move).toEqual({ kind: 'finish', outcome: 'succeeded' })
  })
})

describe('What cannot be taken back', () => {
  const migrate = back('migrate', 'migrate-back', { reversible: 'until:switch' })
  const stages = (switchMore: StepAttributes = {}) => [
    stage('production', [migrate, back('switch', 'switch-back', switchMore), step('stop-blue', { phase: 'retire' })]),
    stage('rollback', [step('migrate-back'), step('switch-back')], { kind: 'rollback' }),
  ]

  test('is undone until the step it names has started, and kept from then on', () => {
    const story = release({}, stages())
    story.tell(START)
    story.doSteps(1)
    expect(ids(story)).toEqual(['migrate-back'])
    story.begin()
    const plan = planRollback(story.state, 'production')!
    expect(plan.steps.map((each) => each.step.id)).toEqual(['switch-back'])
    expect(plan.keeps).toEqual(['migrate is not undone: it could be until switch, and that has started.'])
  })

  test('until the old version is retired the way back is whole, and afterwards it says that it may not be', () => {
    const story = release({}, stages())
    story.tell(START)
    story.doSteps(2)
    expect(planRollback(story.state, 'production')!.until).toMatchObject({
      isOver: false,
      sentence: 'Possible until stop-blue.',
    })
    story.begin()
    const plan = planRollback(story.state, 'production')!
    expect(plan.deviations).toEqual(['stop-blue has started: what the old version needs may be gone.'])
    expect(story.tell(BACK)).toBeUndefined()
  })
})

describe('A step that runs when the rollback is asked for', () => {
  const withWish = (onRollback?: 'wait' | 'cancel' | 'ask') => {
    const story = release({}, [
      stage('production', [back('switch', 'switch-back', onRollback ? { onRollback } : {})]),
      stage('rollback', [step('switch-back')], { kind: 'rollback' }),
    ])
    story.tell(START)
    const attempt = story.begin()
    story.tell(BACK)
    return { story, attempt: () => story.state.attempts[attempt.id]! }
  }

  test('is stopped unless the runbook says otherwise', () => {
    expect(withWish().attempt().stop).toMatchObject({ cause: 'rollback' })
    expect(withWish('cancel').attempt().stop).toBeDefined()
  })

  test.each(['wait', 'ask'] as const)('is let end with %s, and a person can stop it all the same', (wish) => {
    const { story, attempt } = withWish(wish)
    expect(attempt().stop).toBeUndefined()
    expect(story.move).toMatchObject({ kind: 'wait-for-run' })
    expect(story.tell({ type: 'step.stop', attemptId: attempt().id, reason: 'Too slow.' })).toBeUndefined()
    story.end(attempt(), 'stopped')
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'switch-back' } })
  })
})

describe('Nothing refuses a rollback', () => {
  const windows = [{ startMs: 0, endMs: 1, offsetMinutes: 0 }]
  const freezes = [{ startMs: 0, endMs: Date.parse('2030-01-01T00:00:00Z'), offsetMinutes: 0 }]
  const approved = [
    stage('production', [back('switch', 'switch-back')]),
    stage('rollback', [step('switch-back', { approve: ['sre'] })], { kind: 'rollback' }),
  ]

  const cases: [string, () => Story][] = [
    ['outside the window', () => deployedAnd({ windows })],
    ['in a freeze', () => deployedAnd({ freezes })],
    ['a step of it that asks for approval', () => deployed(1, release({}, approved))],
    ['a paused run', () => tellOpen({ type: 'run.pause', runId: '' as never })],
    ['an open run', () => tellOpen()],
    ['an unknown attempt', () => withUnknown()],
    ['a postponed release', () => andThen({ type: 'release.postpone', reason: 'No-go.' })],
    ['a cancelled release', () => andThen({ type: 'release.cancel', reason: 'Not needed.' })],
    ['variables and secrets that cannot be resolved', () => withProblems()],
    ['a rollback that stands still', () => withHaltedRollback()],
  ]
  function deployedAnd(more: Partial<ReleaseDefinition>): Story {
    const story = release(more)
    story.tell({ ...START, override: 'Agreed.' })
    story.doSteps(1)
    return story
  }
  function tellOpen(command?: CommandInput): Story {
    const story = release()
    story.tell(START)
    story.doSteps(1)
    if (command) story.tell({ ...command, runId: story.run.id } as CommandInput)
    return story
  }
  function withUnknown(): Story {
    const story = tellOpen()
    const { runId, stepId: id, id: attemptId } = story.begin()
    story.happen({
      type: 'step.outcome-unknown',
      payload: { runId, stepId: id, attemptId, state: 'unknown', reason: 'Gone.' },
    })
    return story
  }
  function andThen(command: CommandInput): Story {
    const story = deployed()
    expect(story.tell(command)).toBeUndefined()
    return story
  }
  function withProblems(): Story {
    const story = deployed()
    const facts = story.facts.bind(story)
    story.facts = () => ({ ...facts(), problems: ['The secret TOKEN cannot be read.'] })
    return story
  }
  function withHaltedRollback(): Story {
    const story = deployed()
    story.tell(BACK)
    story.doSteps(1)
    story.end(story.begin(), 'failed')
    expect(story.move.kind).toBe('halted')
    return story
  }

  test.each(cases)('%s', (_, tellStory) => {
    const story = tellStory()
    expect(story.tell(BACK)).toBeUndefined()
    expect(story.run.kind).toBe('rollback')
    expect(story.move.kind).toBe('begin')
  })

  test('and what was missing is on the record', () => {
    const story = withProblems()
    story.tell(BACK)
    expect(story.run.deviations).toContain('The secret TOKEN cannot be read.')
  })

  test('before the first step that can be undone: what runs is stopped, and what is live is observed', () => {
    const bare = release({}, [
      stage('production', [step('prepare'), back('switch', 'switch-back')]),
      stage('rollback', [step('switch-back')], { kind: 'rollback' }),
    ])
    bare.tell(START)
    const preparing = bare.begin()
    expect(bare.tell(BACK)).toBeUndefined()
    expect(bare.run.deviations).toEqual(['Nothing that started is left to undo.'])
    expect(bare.state.attempts[preparing.id]!.stop).toMatchObject({ cause: 'rollback' })
    bare.end(preparing, 'stopped')
    expect(bare.move).toEqual({ kind: 'finish', outcome: 'succeeded' })
    bare.finish()
    expect(planRollback(bare.state, 'production')!.lastMs).toBeUndefined()
  })

  test('where nothing runs and everything is taken back, it says so instead of blaming the runbook', () => {
    const story = deployed(
      1,
      release({}, [
        stage('production', [back('switch', 'switch-back', { service: 'api' })]),
        stage('rollback', [step('switch-back')], { kind: 'rollback' }),
      ]),
    )
    story.tell({ ...BACK, service: 'api' })
    story.doSteps(1)
    story.finish()
    expect(story.tell(BACK)).toMatchObject({
      code: 'no-rollback',
      message: 'Nothing that started here is left to undo, and nothing runs.',
    })
  })

  test('a second rollback takes back the rest, and the first is over', () => {
    const story = withHaltedRollback()
    const first = story.run.id
    story.tell(BACK)
    expect(story.state.runs[first]!.finished).toMatchObject({ outcome: 'failed' })
    expect(story.run.plan.map((each) => each.stepId)).toEqual(['worker-back', 'api-back', 'verify'])
  })

  test('one that ran to its end in vain is run again as a whole', () => {
    const live = [{ name: 'api', dependsOn: [], live: { http: 'http://localhost/version' } }]
    const story = release({ services: live }, [
      stage('production', [back('switch', 'switch-back', { service: 'api' })]),
      stage('rollback', [step('switch-back')], { kind: 'rollback' }),
    ])
    const look = (when: 'before' | 'after', version: string) =>
      story.happen({
        type: 'live.observed',
        payload: { environment: 'production', service: 'api', when, runId: story.run.id, version },
      })
    story.tell(START)
    look('before', '2.3.1')
    story.doSteps(1)
    story.tell(BACK)
    story.doSteps(1)
    look('after', '2.4.0')
    story.nowMs += 61_000
    story.finish()
    expect(story.run.finished?.outcome).toBe('failed')
    expect(ids(story)).toEqual(['switch-back'])
  })
})

describe('A postponed or cancelled release', () => {
  test('starts nothing in a protected environment until it is taken up again', () => {
    const story = release()
    expect(
      story.tell({ type: 'release.postpone', reason: 'Two no-gos.', until: '2026-12-04T22:00:00+01:00' }),
    ).toBeUndefined()
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('postponed')
    expect(story.tell(START)).toMatchObject({ code: 'postponed', message: expect.stringContaining('Two no-gos.') })
    expect(story.tell({ type: 'release.reopen', reason: 'New window agreed.' })).toBeUndefined()
    expect(story.tell(START)).toBeUndefined()
  })

  test('cannot be postponed or cancelled while something runs', () => {
    const story = release()
    story.tell(START)
    expect(story.tell({ type: 'release.cancel', reason: 'x' })).toMatchObject({ code: 'run-open' })
  })

  test('is cancelled once', () => {
    const story = deployed()
    story.tell({ type: 'release.cancel', reason: 'Not needed.' })
    expect(selectReleaseStatus(story.state, story.nowMs)).toBe('cancelled')
    expect(story.tell({ type: 'release.cancel', reason: 'Again.' })).toMatchObject({ code: 'wrong-state' })
    expect(selectSteps(story.state, story.run, story.nowMs)).toHaveLength(3)
  })
})
