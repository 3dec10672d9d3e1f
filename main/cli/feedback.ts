/** `cockpit feedback`: what users and stakeholders say of a release. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { MOOD_WORDS } from '../../shared/documents/issue-words.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type FeedbackOptions = LedgerOptions & {
  from?: string
  channel?: string
  mood?: Extract<CommandInput, { type: 'feedback.record' }>['mood']
  issue?: string
  json?: boolean
  as?: string
}

function commandOf(text: string, { from, channel, mood, issue }: FeedbackOptions): CommandInput {
  if (!from) throw new CliFailure(EXIT.unusable, 'Give --from: who said it, or where it comes from.')
  if (!mood) throw new CliFailure(EXIT.unusable, 'Give --mood good, mixed or bad.')
  return { type: 'feedback.record', from, mood, text, ...(channel ? { channel } : {}), ...(issue ? { issue } : {}) }
}

export async function feedbackCommand(
  release: string,
  text: string | undefined,
  options: FeedbackOptions,
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const found = await findOrOpen(client, release, io)
    if (text !== undefined) await send(client, found, commandOf(text, options), await whoAmI(client, options.as))
    const { feedback = [] } = await readState(client, found)
    if (options.json) io.stdout(`${JSON.stringify(feedback)}\n`)
    else if (feedback.length === 0) io.stdout('No feedback is on record.\n')
    else
      for (const { from, channel, mood, text: said, issue } of feedback)
        io.stdout(
          `${MOOD_WORDS[mood].padEnd(5)} ${from}${channel ? `, ${channel}` : ''}: ${said}${issue ? ` [${issue}]` : ''}\n`,
        )
    return EXIT.ok
  })
}
