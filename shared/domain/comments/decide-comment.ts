/** Comments on steps of the runbook, answered and settled. They stay on record as they were said. */
import type { Command } from '../../contract/commands.ts'
import { formatActor } from '../../documents/words.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectStep } from '../steps.ts'

export type CommentCommand = Extract<Command, { type: `comment.${string}` }>
type Add = Extract<CommentCommand, { type: 'comment.add' }>

/** Numbers are never used twice: nothing is ever taken out of the record. */
const nextNumber = (state: ReleaseState) => `C${(state.comments ?? []).length + 1}`

/** A line outside of the step says nothing about it. */
function refuseLine({ line, stepId }: Add, { line: first, endLine }: { line: number; endLine: number }) {
  if (line === undefined || (line >= first && line <= endLine)) return undefined
  return reject('bad-command', `Step "${stepId}" stands in lines ${first} to ${endLine}: line ${line} is none of them.`)
}

function add(state: ReleaseState, command: Add, { stepDigests }: Facts): Decision {
  const { definition, definitionDigest } = state
  if (!definition || !definitionDigest)
    return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const { stepId, text, replyTo } = command
  const answered = replyTo === undefined ? undefined : state.comments?.find(({ comment }) => comment === replyTo)
  if (replyTo !== undefined && !answered)
    return reject('unknown-item', `There is no comment "${replyTo}": cockpit comments lists them.`)
  const step = selectStep(definition, stepId)
  if (!step && !answered)
    return reject('unknown-step', `The runbook has no step "${stepId}": cockpit steps lists what it has.`)
  const refused = step && refuseLine(command, step.position)
  if (refused) return refused
  const place = {
    file: step?.position.file ?? answered!.file,
    line: command.line ?? answered?.line ?? step!.position.line,
  }
  const payload = {
    comment: nextNumber(state),
    ...(answered ? { replyTo: answered.replyTo ?? answered.comment } : {}),
    stepId: answered?.stepId ?? stepId,
    ...place,
    text,
    stepDigest: stepDigests[stepId] ?? answered?.stepDigest ?? definitionDigest,
    definitionDigest,
  }
  return { events: [{ type: 'comment.added', payload }] }
}

export function decideComment(state: ReleaseState, command: CommentCommand, facts: Facts): Decision {
  if (command.type === 'comment.add') return add(state, command, facts)
  const { comment: id } = command
  const found = state.comments?.find(({ comment }) => comment === id)
  if (!found) return reject('unknown-item', `There is no comment "${id}": cockpit comments lists them.`)
  if (found.replyTo)
    return reject('wrong-state', `${id} is an answer: resolve or reopen ${found.replyTo}, which began it.`)
  if (command.type === 'comment.resolve') {
    if (found.resolved) return reject('wrong-state', `${id} was resolved already by ${formatActor(found.resolved.by)}.`)
    const words = command.words ? { words: command.words } : {}
    return { events: [{ type: 'comment.resolved', payload: { comment: id, ...words } }] }
  }
  if (!found.resolved) return reject('wrong-state', `${id} is open as it is.`)
  return { events: [{ type: 'comment.reopened', payload: { comment: id, words: command.words } }] }
}
