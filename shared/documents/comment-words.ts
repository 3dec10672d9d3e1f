/** Comments on the runbook in words, for the terminal and documents. */
import type { CommentThread } from '../domain/comments/select-comments.ts'
import { formatActor } from './words.ts'

export const OUTDATED_WORDS: Record<NonNullable<CommentThread['outdated']>, string> = {
  changed: 'outdated: the step has changed since',
  gone: 'outdated: the runbook has no such step any more',
}

/** `open`, `resolved by Ada Obi: mended`. */
export const threadState = ({ first: { resolved }, outdated }: CommentThread): string =>
  [
    resolved ? `resolved by ${formatActor(resolved.by)}${resolved.words ? `: ${resolved.words}` : ''}` : 'open',
    ...(outdated ? [OUTDATED_WORDS[outdated]] : []),
  ].join(', ')

/** The first comment with its place, and each answer below it. */
export const commentLines = (thread: CommentThread): string[] => {
  const { first, replies } = thread
  return [
    `${first.comment} ${first.stepId} (${first.file}:${first.line}) ${formatActor(first.by)}: ${first.text} [${threadState(thread)}]`,
    ...replies.map(({ comment, by, text }) => `  ${comment} ${formatActor(by)}: ${text}`),
  ]
}
