/** Comments on steps of the runbook and the signature under its review (docs/review.md). */
import { expect, test } from 'vitest'
import { commentLines } from '../../../shared/documents/comment-words.ts'
import { selectCommentThreads } from '../../../shared/domain/comments/select-comments.ts'
import { selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import type { Digest } from '../../../shared/ids.ts'
import { stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const TEAM = { 'devops-lead': [{ name: 'Ada Obi' }], 'tech-lead': [{ name: 'Ben Cole' }] }
const at = { position: { file: 'runbook.md', line: 10, column: 1, endLine: 14 } }
const written = (text: string, prose = '') =>
  definitionOf([stage('production', [step('switch', { timeoutMs: 60_000 }, { ...at, text, prose })])], { team: TEAM })

const SWITCH = stepId('switch')
const threads = (story: Story) => selectCommentThreads(story.state)

test('a comment stands at its step until it is resolved, and says when the step reads differently since', () => {
  const story = new Story(written('./switch.sh 10'))
  story.tell({ type: 'comment.add', stepId: SWITCH, line: 12, text: 'Why 10 percent?\u202e' })
  story.tell({ type: 'comment.add', stepId: SWITCH, replyTo: 'C1', text: 'As last time.' })
  expect(commentLines(threads(story)[0]!)).toEqual([
    'C1 switch (runbook.md:12) Ada Obi: Why 10 percent? [open]',
    '  C2 Ada Obi: As last time.',
  ])
  story.load(written('./switch.sh 10', 'Other prose.'))
  expect(threads(story)[0]!.outdated).toBeUndefined()
  story.load(written('./switch.sh 5'))
  expect(threads(story)[0]!.outdated).toBe('changed')
  story.tell({ type: 'comment.resolve', comment: 'C1', words: 'Five now.' })
  expect(commentLines(threads(story)[0]!)[0]).toContain('[resolved by Ada Obi: Five now., outdated')
  story.tell({ type: 'comment.reopen', comment: 'C1', words: 'Still too much.' })
  expect(threads(story)[0]!.first.resolved).toBeUndefined()
  story.load(definitionOf([stage('production', [])], { team: TEAM }))
  expect(threads(story)[0]!.outdated).toBe('gone')
})

test.each([
  [{ type: 'comment.add', stepId: stepId('nothing'), text: 'x' }, 'no step "nothing"'],
  [{ type: 'comment.add', stepId: SWITCH, line: 99, text: 'x' }, 'lines 10 to 14'],
  [{ type: 'comment.add', stepId: SWITCH, replyTo: 'C7', text: 'x' }, 'no comment "C7"'],
  [{ type: 'comment.resolve', comment: 'C7' }, 'no comment "C7"'],
] as const)('a comment about nothing is refused with what there is: %j', (command, words) => {
  const story = new Story(written('./switch.sh 10'))
  expect(story.tell(command)?.message).toContain(words)
})

test('a signature under the review counts for what was read: other commands void it, other prose only flags it', () => {
  const story = new Story(written('./switch.sh 10'))
  story.load(written('./switch.sh 10'))
  const about = { kind: 'review' } as const
  const { digest } = story.subject(about) as { digest: Digest }
  story.tell({ type: 'approval.give', role: 'devops-lead', decision: 'go', about, digest })
  const lead = () => selectSubject(story.state, about)!.roles.find(({ role }) => role === 'devops-lead')!
  expect(lead()).toMatchObject({ missing: 0, words: [{ standing: 'stands' }] })
  story.load(written('./switch.sh 10', 'Other prose.'))
  expect(lead()).toMatchObject({ missing: 0, words: [{ standing: 'flagged' }] })
  story.load(written('./switch.sh 5'))
  expect(lead()).toMatchObject({
    missing: 1,
    words: [{ standing: 'void', changes: [{ before: './switch.sh 10', after: './switch.sh 5' }] }],
  })
})
