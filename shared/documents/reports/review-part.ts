/** Who reviewed the runbook, and what was said about its steps. */
import { isOpenThread, selectCommentThreads } from '../../domain/comments/select-comments.ts'
import { selectSubject } from '../../domain/signoffs/subject-words.ts'
import { givenByWords } from '../approval-words.ts'
import { threadState } from '../comment-words.ts'
import { formatActor, formatDigest } from '../words.ts'
import { type Ground, titleOfRole } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'

const STANDING = {
  stands: 'stands',
  flagged: 'stands; only wording changed since',
  void: 'void since a change',
} as const

const signedRows = (ground: Ground): string[][] =>
  (selectSubject(ground.state, { kind: 'review' })?.roles ?? []).flatMap(({ role, words }) =>
    words
      .slice(-1)
      .map((word) => [
        titleOfRole(ground, role),
        word.decision.toUpperCase(),
        givenByWords(word),
        formatDigest(word.binds.digest),
        STANDING[word.standing],
      ]),
  )

export function reviewPart(ground: Ground): string[] {
  const signed = signedRows(ground)
  const threads = selectCommentThreads(ground.state)
  if (signed.length === 0 && threads.length === 0) return []
  const open = threads.filter(isOpenThread).length
  const rows = threads.flatMap((thread) => [
    [
      thread.first.stepId,
      `${thread.first.file}:${thread.first.line}`,
      formatActor(thread.first.by),
      thread.first.text,
      threadState(thread),
    ],
    ...thread.replies.map(({ by, text }) => ['', '', formatActor(by), text, 'answer']),
  ])
  return [
    heading(2, 'Review of the runbook'),
    table(['Role', 'Word', 'By', 'Definition', 'Standing'], signed, 'Nobody has signed it as reviewed.'),
    ...(threads.length === 0
      ? []
      : [
          paragraph(`${threads.length} ${threads.length === 1 ? 'comment' : 'comments'}, ${open} open.`),
          table(['Step', 'Line', 'By', 'Comment', 'State'], rows),
        ]),
  ]
}
