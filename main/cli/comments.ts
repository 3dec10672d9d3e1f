/** `cockpit comment` and `cockpit comments`: what people say of steps while they review a runbook. */

import type { CommandInput } from '../../shared/contract/commands.ts'
import { commentLines } from '../../shared/documents/comment-words.ts'
import { isOpenThread, selectCommentThreads } from '../../shared/domain/comments/select-comments.ts'
import { type StepId, stepId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type CommentOptions = LedgerOptions & {
  step?: string
  line?: number
  reply?: string
  resolve?: string
  reopen?: string
  as?: string
  role?: string
}

type CommentInput = Extract<CommandInput, { type: `comment.${string}` }>

const bad = (message: string) => new CliFailure(EXIT.unusable, message)

function commandOf(
  text: string | undefined,
  options: CommentOptions,
  stepOf: (id: string) => StepId | undefined,
): CommentInput {
  const { step, line, reply, resolve, reopen } = options
  if ([step, reply, resolve, reopen].filter((each) => each !== undefined).length !== 1)
    throw bad('Say one of --step, --reply, --resolve and --reopen: cockpit comments lists what there is.')
  if (resolve !== undefined) return { type: 'comment.resolve', comment: resolve, ...(text ? { words: text } : {}) }
  if (text === undefined) throw bad('Write what you have to say behind the folder.')
  if (reopen !== undefined) return { type: 'comment.reopen', comment: reopen, words: text }
  if (reply === undefined)
    return { type: 'comment.add', stepId: stepId(step!), text, ...(line === undefined ? {} : { line }) }
  const answered = stepOf(reply)
  if (!answered) throw bad(`There is no comment "${reply}": cockpit comments lists them.`)
  return { type: 'comment.add', stepId: answered, text, replyTo: reply }
}

export async function commentCommand(
  wanted: string,
  text: string | undefined,
  options: CommentOptions,
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const { comments } = await readState(client, release)
    const command = commandOf(text, options, (id) => comments?.find(({ comment }) => comment === id)?.stepId)
    await send(client, release, command, await whoAmI(client, options.as, options.role))
    const after = await readState(client, release)
    const id = command.type === 'comment.add' ? after.comments?.at(-1)?.comment : command.comment
    const thread = selectCommentThreads(after).find(
      ({ first, replies }) => first.comment === id || replies.some(({ comment }) => comment === id),
    )
    if (thread) io.stdout(`${commentLines(thread).join('\n')}\n`)
    return EXIT.ok
  })
}

export async function commentsCommand(
  wanted: string | undefined,
  { all, json, ...options }: LedgerOptions & { all?: boolean; json?: boolean },
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const threads = selectCommentThreads(await readState(client, await findOrOpen(client, wanted, io)))
    const shown = threads.filter((each) => all || isOpenThread(each))
    if (json) io.stdout(`${JSON.stringify(shown)}\n`)
    else if (shown.length > 0) io.stdout(`${shown.flatMap(commentLines).join('\n')}\n`)
    else
      io.stdout(
        threads.length === 0
          ? 'Nobody has commented yet.\n'
          : `No comment is open; ${threads.length} resolved (--all).\n`,
      )
    return EXIT.ok
  })
}
