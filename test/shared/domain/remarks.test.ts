import { expect, test } from 'vitest'
import { writeReport } from '../../../shared/documents/reports/catalog.ts'
import { selectRemarks } from '../../../shared/domain/remarks/remarks.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const story = () => new Story(definitionOf([stage('production', [step('deploy')])]))

test('remarks are about moments that are over, and are read in the order of what they are about', () => {
  const told = story()
  const begun = told.nowMs
  told.nowMs += 60_000
  const say = (text: string, aboutSeq: number, aboutMs: number) =>
    told.tell({ type: 'remark.add', text, aboutSeq, aboutMs })
  expect(say('Second', 2, begun + 30_000)).toBeUndefined()
  expect(say('First', 1, begun)).toBeUndefined()
  expect(selectRemarks(told.state)).toMatchObject([
    { text: 'First', aboutSeq: 1, by: { name: 'Ada Obi' } },
    { text: 'Second', aboutSeq: 2, atMs: told.nowMs },
  ])
  expect(say('Of tomorrow', 99, begun)?.message).toMatch(/no entry 99 yet/)
  expect(say('Of tomorrow', 2, told.nowMs + 1)?.message).toMatch(/between the first entry of the release and now/)
  expect(say('Of before', 1, begun - 1)).toBeDefined()
})

test('what is remarked stands in the review and in the lessons, as text, and nowhere while nobody said anything', () => {
  const told = story()
  const documents = () =>
    (['post-release-review', 'lessons-learned'] as const).map((kind) => {
      const written = writeReport(kind, { state: told.state, events: [], nowMs: told.nowMs })
      return 'markdown' in written ? written.markdown : written.refusal
    })
  told.tell({ type: 'run.start', stageId: 'production', environment: 'production' })
  told.doSteps(1)
  told.finish()
  for (const text of documents()) expect(text).not.toContain('Remarks for the post-mortem')
  told.tell({ type: 'remark.add', text: 'Too late | <b>', aboutSeq: 1, aboutMs: told.nowMs })
  for (const text of documents()) {
    expect(text).toContain('Remarks for the post-mortem')
    expect(text).toContain('Too late \\| ')
    expect(text).not.toMatch(/[^\\]<b>/)
  }
})

test('a closed release takes no remark: its record is read only', () => {
  const told = story()
  told.happen({ type: 'release.closed', payload: { words: 'Done', deviations: [] } })
  expect(told.tell({ type: 'remark.add', text: 'Late', aboutSeq: 1, aboutMs: told.nowMs })?.code).toBe('closed')
})
