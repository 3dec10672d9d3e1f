/** `cockpit poll`: asks the room GO or NO-GO, shows who has answered, and puts on record what came of it. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { formatRole } from '../../shared/documents/words.ts'
import type { PollState } from '../../shared/domain/polls/poll-state.ts'
import { pollObjection, selectLastPoll, selectOpenPoll, viewPoll } from '../../shared/domain/polls/select-polls.ts'
import { nameOf } from '../../shared/domain/signoffs/rules.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { withPin } from './pin.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'
import { readUntil } from './standing.ts'
import { subjectWordLines } from './subject.ts'

export type PollOptions = LedgerOptions & {
  env?: string
  open?: boolean
  go?: boolean
  noGo?: boolean
  withdraw?: boolean
  postpone?: boolean
  cancel?: boolean
  until?: string
  reason?: string
  as?: string
  role?: string
}

export function pollLines(state: ReleaseState, poll: PollState | undefined = selectLastPoll(state)): string[] {
  if (!poll) return []
  const { closed, environment } = poll
  if (closed)
    return [
      `Poll about ${environment}: ${closed.outcome.toUpperCase()}, closed by ${nameOf(closed)}${closed.reason ? `. ${closed.reason}` : ''}${poll.voided ? ` Void: ${poll.voided}` : ''}`,
    ]
  const view = viewPoll(state, poll)
  const rows = view.roles.flatMap(({ role, words, missing, refusals }) => {
    const state = refusals.length > 0 ? 'NO-GO' : missing === 0 ? 'GO' : 'asked'
    return [
      `  ${state.padEnd(6)} ${formatRole(role)}`,
      ...words
        .slice(-1)
        .flatMap((word) => subjectWordLines(environment, word))
        .map((line) => `    ${line}`),
    ]
  })
  const end = view.isGo ? 'It is GO: cockpit poll --go puts that on record.' : pollObjection(view)
  return [`The room is asked about ${environment}: GO or NO-GO`, ...rows, end]
}

const OUTCOMES = ['go', 'noGo', 'withdraw', 'postpone', 'cancel'] as const
const OUTCOME_OF = { go: 'go', noGo: 'no-go', withdraw: 'withdrawn', postpone: 'postpone', cancel: 'cancel' } as const

function environmentOf({ definition }: ReleaseState, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted
  const bound = (definition?.environments ?? []).filter((each) => each.protected).map(({ name }) => name)
  if (bound.length === 1) return bound[0]!
  throw new CliFailure(EXIT.unusable, `Say which environment with --env: ${bound.join(', ') || 'none is protected'}.`)
}

/** Undefined when only looked at. */
function commandOf(state: ReleaseState, options: PollOptions): CommandInput | undefined {
  const said = OUTCOMES.filter((each) => options[each])
  if (said.length > 1 || (said.length > 0 && options.open))
    throw new CliFailure(EXIT.unusable, 'Say one of --open, --go, --no-go, --postpone, --cancel and --withdraw.')
  if (options.open) return { type: 'poll.open', environment: environmentOf(state, options.env) }
  if (!said[0]) return undefined
  const poll = selectOpenPoll(state, options.env)
  if (!poll) throw new CliFailure(EXIT.unusable, 'No poll is open: cockpit poll --open asks the room.')
  const { reason, until } = options
  if (until !== undefined && said[0] !== 'postpone')
    throw new CliFailure(EXIT.unusable, '--until goes with --postpone.')
  return {
    type: 'poll.close',
    pollId: poll.pollId,
    outcome: OUTCOME_OF[said[0]],
    ...(reason ? { reason } : {}),
    ...(until ? { until: readUntil(until) } : {}),
  }
}

export async function pollCommand(wanted: string | undefined, options: PollOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const command = commandOf(await readState(client, release), options)
    if (command) {
      const as = await withPin(client, await whoAmI(client, options.as, options.role), io)
      await send(client, release, command, as)
    }
    const state = await readState(client, release)
    const lines = pollLines(state, selectLastPoll(state, options.env))
    io.stdout(`${lines.length > 0 ? lines.join('\n') : 'The room was not asked yet: cockpit poll --open.'}\n`)
    return EXIT.ok
  })
}
