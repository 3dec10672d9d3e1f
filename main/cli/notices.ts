/** `cockpit notices`: what is told outside, and what became of each message. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import {
  modeLine,
  NO_CHANNELS,
  NOTICE_WORDS,
  noticeOutcome,
  readersOf,
  STAGE_WORDS,
  stageOutcome,
} from '../../shared/documents/notices/notice-words.ts'
import { type NoticesView, projectNotices } from '../../shared/domain/notices/project-notices.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type NoticesOptions = LedgerOptions & {
  arrived?: boolean
  sendAgain?: boolean
  drop?: boolean
  reason?: string
  json?: boolean
  as?: string
}

export const viewOf = (state: ReleaseState): NoticesView => {
  const view = projectNotices(state, Date.now())
  if (!view) throw new CliFailure(EXIT.unusable, 'The release folder has not been read yet: name the folder.')
  return view
}

export const offsetOf = ({ definition }: ReleaseState): number => definition?.windows[0]?.offsetMinutes ?? 0

function lines(state: ReleaseState, view: NoticesView): string[] {
  const offset = offsetOf(state)
  const messages = view.messages.map(
    (each) =>
      `  ${each.id.padEnd(16)} ${NOTICE_WORDS[each.status].padEnd(10)} ${readersOf(each)}: ${each.subject}  ${noticeOutcome(each, offset)}`,
  )
  return [
    view.hasChannels ? modeLine(view) : NO_CHANNELS,
    ...view.stages.map((each) =>
      `  ${STAGE_WORDS[each.status].padEnd(10)} ${each.title} [${each.id}]  ${stageOutcome(each, offset)}`.trimEnd(),
    ),
    ...(messages.length > 0 ? ['Messages, newest first:', ...messages] : []),
  ]
}

function commandOf(
  notice: string | undefined,
  { arrived, sendAgain, drop, reason }: NoticesOptions,
): CommandInput | undefined {
  const said = [arrived, sendAgain, drop].filter(Boolean).length
  if (said === 0) return undefined
  if (said > 1) throw new CliFailure(EXIT.unusable, 'Say one of --arrived, --send-again and --drop.')
  if (!notice) throw new CliFailure(EXIT.unusable, 'Name the message: cockpit notices RELEASE lists them.')
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  return drop
    ? { type: 'notice.drop', notice, reason }
    : { type: 'notice.resolve', notice, outcome: arrived ? 'arrived' : 'send-again', reason }
}

export async function noticesCommand(
  wanted: string | undefined,
  notice: string | undefined,
  options: NoticesOptions,
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const command = commandOf(notice, options)
    if (command) await send(client, release, command, await whoAmI(client, options.as))
    const state = await readState(client, release)
    const view = viewOf(state)
    if (options.json) {
      io.stdout(`${JSON.stringify(view)}\n`)
      return EXIT.ok
    }
    const found = notice === undefined ? undefined : view.messages.find(({ id }) => id === notice)
    if (notice !== undefined && !found)
      throw new CliFailure(EXIT.unusable, `There is no message “${notice}”: cockpit notices RELEASE lists them.`)
    io.stdout(
      found
        ? `${found.subject}\nTo: ${readersOf(found)}\n${NOTICE_WORDS[found.status]}. ${noticeOutcome(found, offsetOf(state))}\n\n${found.text}`
        : `${lines(state, view).join('\n')}\n`,
    )
    return EXIT.ok
  })
}
