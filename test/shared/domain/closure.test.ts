/** C1 to C4 of docs/closure.md. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { selectClosureConditions } from '../../../shared/domain/closure/closure-conditions.ts'
import { refuseClosed } from '../../../shared/domain/closure/decide-closure.ts'
import { selectProcessDueMs } from '../../../shared/domain/process/due.ts'
import { stageId } from '../../../shared/ids.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const FILE = join(import.meta.dirname, '../../../resources/process/deployment-release.yaml')
const standard = parseProcess('process.yaml', readFileSync(FILE, 'utf8')).process!
/** Only its closure is left to settle. */
const process = { ...standard, productionRequires: [], gates: [] }

const definition = definitionOf(
  [stage('production', [step('deploy')]), stage('rollback', [step('back')], { kind: 'rollback' })],
  { environments: [{ name: 'production', vars: {}, secrets: {}, protected: true }], process },
)

const deployed = () => {
  const story = new Story(definition)
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  story.doSteps(1)
  story.finish()
  return story
}
const close = { type: 'release.close', words: 'It went well' } as const
const forced = { ...close, override: 'Superseded by 2.5', role: 'project-manager' }

describe('closing', () => {
  test('is refused with what is missing and who can give it, approvals included; the archive is not asked for', () => {
    const story = deployed()
    const refused = story.tell(close)
    expect(refused?.code).toBe('gate-shut')
    expect(refused?.message).toContain('The release is not complete')
    const ids = selectClosureConditions(story.state, story.nowMs).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['closure/review', 'approvals/closure/executive-sponsor']))
    expect(ids).not.toEqual(expect.arrayContaining(['closure/archive']))
  })

  test('without what is missing takes a role and a reason, and each thing missing is a deviation on the record', () => {
    const story = deployed()
    const missing = selectClosureConditions(story.state, story.nowMs).length
    expect(story.tell({ ...close, override: 'Superseded' })?.code).toBe('missing-approval')
    expect(story.tell({ ...forced, role: 'wizard' })?.code).toBe('unknown-role')
    expect(story.tell(forced)).toBeUndefined()
    expect(story.state.closed!.deviations).toHaveLength(missing)
    expect(story.state.closed!.deviations[0]).toMatch(/^Closed without “.*”, by Project Manager: Superseded by 2.5$/)
  })

  test('waits for a run that is open, whoever overrides', () => {
    const story = new Story(definition)
    story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    expect(story.tell(forced)?.code).toBe('run-open')
  })
})

describe('a closed release', () => {
  const closed = () => {
    const story = deployed()
    story.tell(forced)
    return story
  }

  test('takes no run, note, issue or item, and says how to go on', () => {
    const story = closed()
    const size = story.state.size
    for (const command of [
      { type: 'run.start', stageId: stageId('production'), environment: 'production' },
      { type: 'note.add', text: 'One more thing' },
      { type: 'issue.report', title: 'Late', severity: 'low' },
      { type: 'item.take', item: 'closure/review' },
      { type: 'release.cancel', reason: 'Never mind' },
    ] as const) {
      const refused = story.tell(command)
      expect(refused).toMatchObject({ code: 'closed', message: expect.stringContaining('cockpit reopen') })
    }
    expect(story.state.size).toBe(size)
  })

  test('is rolled back all the same, and is open again on the record', () => {
    const story = closed()
    expect(story.tell({ type: 'rollback.start', environment: 'production', reason: 'Data is wrong' })).toBeUndefined()
    expect(story.state.closed).toBeUndefined()
    expect(story.run).toMatchObject({ kind: 'rollback' })
  })

  test('has its closing told, which is due from then on', () => {
    const story = deployed()
    const due = () => selectProcessDueMs(story.state, { anchor: 'closure', offsetMs: 0 }, story.nowMs)
    expect(due()).toBeUndefined()
    story.tell(forced)
    expect(due()).toBe(story.state.closed!.atMs)
    expect(refuseClosed(story.state, { type: 'notice.send' })).toBeUndefined()
  })

  test('is taken up again with a reason', () => {
    const story = closed()
    expect(story.tell({ type: 'release.reopen', reason: 'A late finding' })).toBeUndefined()
    expect(story.tell({ type: 'note.add', text: 'One more thing' })).toBeUndefined()
  })
})
