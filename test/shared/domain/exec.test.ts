import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { type StepId, stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const HOUR_MS = 3_600_000

type Exec = Extract<CommandInput, { type: 'step.exec' }>
const exec = (more: Partial<Exec> = {}): Exec => ({
  type: 'step.exec',
  argv: ['./fix.sh', 'eu 1'],
  reason: 'Node is stale.',
  ...more,
})

function story(
  steps: Step[],
  rollback: Step[] = [step('undo-one'), step('undo-fix')],
  more: Partial<ReleaseDefinition> = {},
) {
  const environments = [{ name: 'production', vars: {}, secrets: {}, protected: false }]
  const stages = [stage('production', steps), stage('rollback', rollback, { kind: 'rollback' })]
  return new Story(definitionOf(stages, { environments, ...more }))
}

const last = (told: Story) => told.state.attempts[told.run.attempts.at(-1)!]!
const undoes = (id: string) => ({ undo: stepId(id) })

describe('A command typed in a halted run', () => {
  test('joins it as a step of its own before the step the run stands at, and the run goes on from there', () => {
    const told = story([step('one'), step('two')])
    told.tell(START)
    told.end(told.begin(), 'failed')
    expect(told.tell(exec())).toBeUndefined()
    expect(told.run.plan.map((each) => each.stepId)).toEqual(['ad-hoc-1', 'one', 'two'])
    expect(last(told)).toMatchObject({ stepId: 'ad-hoc-1', status: 'requested', startedBy: { name: 'Ada Obi' } })
    told.end(last(told))
    expect(told.move).toMatchObject({ kind: 'halted', step: { id: 'one' } })
    const rows = selectSteps(told.state, told.run, told.nowMs).map(({ label, adHoc }) => [label, adHoc?.reason])
    expect(rows).toEqual([
      ['A1', 'Node is stale.'],
      ['1', undefined],
      ['2', undefined],
    ])
    expect(told.run.deviations).toEqual(["Ad-hoc command by Ada Obi: ./fix.sh 'eu 1'. Node is stale."])
  })

  test('that fails halts the run until a person retries or skips it', () => {
    const told = story([step('one')])
    told.tell(START)
    told.end(told.begin(), 'failed')
    told.tell(exec())
    told.end(last(told), 'failed')
    expect(told.move).toMatchObject({ kind: 'halted', step: { id: 'ad-hoc-1' } })
    told.tell({ type: 'step.skip', runId: told.run.id, stepId: stepId('ad-hoc-1'), reason: 'Not needed.' })
    expect(told.move).toMatchObject({ kind: 'halted', step: { id: 'one' } })
  })

  test('is refused beside a running command, naming it', () => {
    const told = story([step('one')])
    told.tell(START)
    told.begin()
    expect(told.tell(exec())).toEqual({ code: 'wrong-state', message: expect.stringContaining('"one" is running') })
  })

  test('is refused on a disk without room for a run, but not in a rollback', () => {
    const told = story([step('one', undoes('undo-one'))])
    told.tell(START)
    told.end(told.begin(), 'failed')
    told.freeBytes = 1_000_000
    expect(told.tell(exec())).toMatchObject({ code: 'disk-full', message: expect.stringContaining('/ledgers') })
    told.tell({ type: 'rollback.start', environment: 'production' })
    told.end(told.begin(), 'failed')
    expect(told.tell(exec())).toBeUndefined()
  })

  test('may run while a person is waited for, and while the run is paused', () => {
    const told = story([step('look', {}, { kind: 'manual' }), step('two')])
    told.tell(START)
    told.begin()
    expect(told.tell(exec())).toBeUndefined()
    told.end(last(told))
    expect(told.move).toMatchObject({ kind: 'wait' })
    told.tell({ type: 'run.pause', runId: told.run.id })
    expect(told.tell(exec())).toBeUndefined()
  })
})

describe('A rollback after typed commands', () => {
  test('undoes them in the order they ran, among the steps, and says what stays', () => {
    const told = story([step('one', undoes('undo-one')), step('two')])
    told.tell(START)
    told.doSteps(1)
    told.end(told.begin(), 'failed')
    told.tell(exec({ undo: stepId('undo-fix') }))
    told.end(last(told))
    told.tell(exec({ argv: ['curl', '-X', 'POST'] }))
    told.end(last(told))
    const plan = planRollback(told.state, 'production')!
    expect(plan.steps.map(({ step: each, undoes: of }) => [each.id, of])).toEqual([
      ['undo-fix', 'ad-hoc-1'],
      ['undo-one', 'one'],
    ])
    expect(plan.keeps).toEqual(['Ad-hoc command “curl -X POST” names no undo: what it did stays.'])
  })

  test('knows commands typed outside any run, pinned to what was deployed last', () => {
    const told = story([step('one', undoes('undo-one'))])
    told.tell(START)
    told.doSteps(1)
    told.finish()
    expect(told.tell(exec({ environment: 'production', undo: stepId('undo-fix') }))).toBeUndefined()
    expect(told.run).toMatchObject({ title: 'Ad-hoc command', plan: [{ stepId: 'ad-hoc-1' }] })
    told.end(last(told))
    told.finish()
    expect(planRollback(told.state, 'production')!.steps.map(({ step: { id } }) => id)).toEqual([
      'undo-fix',
      'undo-one',
    ])
  })

  test('is not itself given commands with an undo', () => {
    const told = story([step('one', undoes('undo-one'))])
    told.tell(START)
    told.doSteps(1)
    told.tell({ type: 'rollback.start', environment: 'production' })
    expect(told.tell(exec({ runId: told.run.id, undo: stepId('undo-fix') }))?.message).toContain('leave --undo out')
    expect(told.tell(exec({ runId: told.run.id }))).toBeUndefined()
  })
})

describe('A typed command is refused', () => {
  test.each([
    [exec({ undo: 'nothing' as StepId }), 'unknown-step', 'undo-one, undo-fix'],
    [exec({ argv: ['rm -rf x'] }), 'bad-command', 'sh -c'],
    [exec({ argv: ['a\0b'] }), 'bad-command', 'NUL'],
    [exec({ argv: [' '] }), 'bad-command', 'after “--”'],
    [exec({ argv: ['a', '\ud800'] }), 'bad-command', 'half a character'],
  ])('with a sentence a person can act on', (command, code, words) => {
    const told = story([step('look', {}, { kind: 'manual' })])
    told.tell(START)
    told.begin()
    expect(told.tell(command)).toEqual({ code, message: expect.stringContaining(words) })
  })

  test('outside the window where no run is open, unless overridden with a reason, which is then a deviation', () => {
    const windows = [{ startMs: 0, endMs: HOUR_MS, offsetMinutes: 0 }]
    const environments = [{ name: 'production', vars: {}, secrets: {}, protected: true }]
    const told = story([step('one')], undefined, { environments, windows })
    const asked = exec({ environment: 'production' })
    expect(told.tell(asked)?.code).toBe('outside-window')
    expect(told.tell({ ...asked, override: 'Customers cannot log in.' })?.code).toBe('needs-confirmation')
  })

  test('in a protected environment without the code for exactly this command', () => {
    const environments = [{ name: 'production', vars: {}, secrets: {}, protected: true }]
    const told = story([step('look', {}, { kind: 'manual' })], undefined, { environments })
    told.confirmation = 'c41d9e07'
    told.tell(START)
    told.begin()
    expect(told.tell(exec())).toEqual({ code: 'needs-confirmation', message: expect.stringContaining('c41d9e07') })
    expect(told.tell(exec({ confirm: '00000000' }))?.code).toBe('changed-since-shown')
    expect(told.tell(exec({ confirm: 'c41d9e07' }))).toBeUndefined()
  })
})
