import { describe, expect, test } from 'vitest'
import { selectMissingApprovals } from '../../../shared/domain/approvals.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { Actor } from '../../../shared/events/index.ts'
import { digest, stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const NEW = digest('e'.repeat(64))
const MEI: Actor = { kind: 'person', name: 'Mei Tanaka', assurance: 'claimed' }

const definition = (steps: Step[], rollback: Step[] = [], isProtected = false, more: Partial<ReleaseDefinition> = {}) =>
  definitionOf([stage('production', steps), stage('rollback', rollback, { kind: 'rollback' })], {
    environments: [{ name: 'production', vars: {}, secrets: {}, protected: isProtected }],
    ...more,
  })

const command = (id: string, text: string, attributes: Step['attributes'] = {}) => step(id, attributes, { text })

function started(before: ReleaseDefinition, after: ReleaseDefinition): Story {
  const story = new Story(before)
  story.tell(START)
  story.folder = { definition: after, resolvedDigest: NEW }
  return story
}

const ask = (story: Story, actor?: Actor) =>
  story.tell({ type: 'amend.request', runId: story.run.id, shownDigest: NEW, reason: 'Wrong flag.' }, actor)
const approve = (story: Story, actor: Actor) =>
  story.tell({ type: 'amend.approve', runId: story.run.id, shownDigest: NEW }, actor)
const planOf = (story: Story) => story.run.plan.map((each) => each.stepId)
const textOf = (story: Story, id: string) => selectStep(story.run.definition, stepId(id))?.text

describe('Amending an open run', () => {
  test('changes, adds, removes and moves steps ahead, and leaves what started as it was', () => {
    const before = definition(['one', 'two', 'three', 'four'].map((id) => command(id, `old ${id}`)))
    const after = definition([
      command('one', 'new one'),
      command('extra', 'new extra'),
      command('four', 'old four'),
      command('two', 'new two'),
    ])
    const story = started(before, after)
    story.doSteps(1)
    expect(ask(story)).toBeUndefined()
    expect(planOf(story)).toEqual(['one', 'extra', 'four', 'two'])
    expect(textOf(story, 'one')).toBe('old one')
    expect(textOf(story, 'two')).toBe('new two')
    expect(story.run).toMatchObject({ resolvedDigest: NEW })
    expect(story.run.deviations[0]).toMatch(/^Amended by Ada Obi: .*changed two.*removed three\. Wrong flag\.$/)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'extra' } })
  })

  test('keeps the undo of what started although the folder lost it: the way back stays', () => {
    const before = definition(
      [command('one', 'a', { undo: stepId('undo-one') }), command('two', 'b')],
      [step('undo-one')],
    )
    const story = started(before, definition([command('two', 'c')], [step('check')]))
    story.doSteps(1)
    expect(ask(story)).toBeUndefined()
    const plan = planRollback(story.state, 'production')!
    expect(plan.steps.map(({ step: { id } }) => id)).toEqual(['undo-one', 'check'])
  })

  test('keeps typed commands, skips and what was left out at the start', () => {
    const steps = ['one', 'two', 'three'].map((id) => command(id, id))
    const story = new Story(definition(steps))
    story.tell({ ...START, fromStep: stepId('two') })
    story.folder = { definition: definition([...steps, command('four', 'four')]), resolvedDigest: NEW }
    story.tell({ type: 'step.skip', runId: story.run.id, stepId: stepId('two'), reason: 'Done by hand.' })
    story.tell({ type: 'step.exec', argv: ['true'], reason: 'Look.' })
    story.end(story.state.attempts[story.run.attempts.at(-1)!]!)
    expect(ask(story)).toBeUndefined()
    expect(planOf(story)).toEqual(['two', 'ad-hoc-1', 'three', 'four'])
  })

  test('is refused when nothing ahead differs, when it changed since it was shown, and without the stage', () => {
    const steps = [command('one', 'a'), command('two', 'b')]
    const same = started(definition(steps), definition([command('one', 'changed'), command('two', 'b')]))
    same.doSteps(1)
    expect(ask(same)?.message).toContain('nothing to amend')
    const other = started(definition(steps), definition([command('one', 'changed')]))
    const shown = digest('a'.repeat(64))
    const refusal = other.tell({ type: 'amend.request', runId: other.run.id, shownDigest: shown, reason: 'x' })
    expect(refusal?.code).toBe('changed-since-shown')
    const gone = started(definition(steps), definitionOf([stage('elsewhere', steps)]))
    expect(ask(gone)?.code).toBe('unknown-stage')
  })

  test('names what differs apart from steps: variables, and files on disk', () => {
    const environments = [{ name: 'production', vars: { A: '1' }, secrets: {}, protected: false }]
    const story = started(
      definition([command('one', './deploy.sh')]),
      definition([command('one', './deploy.sh')], [], false, { environments }),
    )
    story.happen({ type: 'files.digested', payload: { runId: story.run.id, files: { 'deploy.sh': 'x' } } })
    story.folder = { ...story.folder!, files: { 'deploy.sh': 'y' } }
    expect(ask(story)).toBeUndefined()
    expect(story.run.deviations[0]).toMatch(/Variables of production: A.*deploy\.sh/)
  })
})

describe('In a protected environment', () => {
  const before = definition([command('one', 'a'), command('two', 'b')], [], true)
  const after = definition([command('one', 'a'), command('two', 'c')], [], true)

  test('one person asks and another approves; both are on record', () => {
    const story = started(before, after)
    expect(ask(story)).toBeUndefined()
    expect(textOf(story, 'two')).toBe('b')
    expect(approve(story, MEI)).toBeUndefined()
    expect(textOf(story, 'two')).toBe('c')
    expect(story.run.deviations[0]).toMatch(/^Amended, asked for by Ada Obi, approved by Mei Tanaka/)
    expect(story.run.amendRequest).toBeUndefined()
  })

  test.each(['Ada Obi', ' ada  obi', 'ADA OBI'])('who asked does not approve, however “%s” is spelled', (name) => {
    const story = started(before, after)
    ask(story)
    const refusal = approve(story, { kind: 'person', name, assurance: 'claimed' })
    expect(refusal).toEqual({ code: 'needs-second-person', message: expect.stringContaining('somebody else') })
  })

  test('what was asked for is what is approved: a folder that changed meanwhile is asked for again', () => {
    const story = started(before, after)
    ask(story)
    const later = digest('f'.repeat(64))
    story.folder = { definition: after, resolvedDigest: later }
    const refusal = story.tell({ type: 'amend.approve', runId: story.run.id, shownDigest: later }, MEI)
    expect(refusal?.message).toContain('asked for again')
  })

  test('a request can be taken back', () => {
    const story = started(before, after)
    ask(story)
    story.tell({ type: 'amend.withdraw', runId: story.run.id })
    expect(approve(story, MEI)?.code).toBe('wrong-state')
  })

  test('the run stays protected although the folder says otherwise', () => {
    const story = started(before, definition([command('one', 'a'), command('two', 'c')], [], false))
    ask(story)
    expect(approve(story, MEI)).toBeUndefined()
    expect(story.run.protected).toBe(true)
  })
})

describe('An approval', () => {
  const approved = (text: string, other: string) =>
    definition([command('one', 'a'), command('two', text, { approve: ['sre'] }), command('three', other)])

  function given(after: ReleaseDefinition): string[] {
    const story = started(approved('b', 'c'), after)
    const { id: runId, environment, resolvedDigest } = story.run
    const about = {
      role: 'sre',
      decision: 'go',
      environment,
      runId,
      stepId: stepId('two'),
      digest: resolvedDigest,
    } as const
    story.tell({ type: 'approval.give', ...about })
    expect(ask(story)).toBeUndefined()
    return selectMissingApprovals(story.state, story.run, selectStep(story.run.definition, stepId('two'))!)
  }

  test('is void when its step changed', () => {
    expect(given(approved('changed', 'c'))).toEqual(['sre'])
  })

  test('holds when only other steps changed', () => {
    expect(given(approved('b', 'changed'))).toEqual([])
  })
})
