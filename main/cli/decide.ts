/** `cockpit decide` and `declare`: what the room says to a trigger, and issues a person saw. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { decisionHeading, decisionReasons, severityWord } from '../../shared/documents/decision-words.ts'
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import type { TimedDecision } from '../../shared/domain/decisions/timed-decision.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { chooseEnvironment } from './choose-stage.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import {
  findRelease,
  type LedgerOptions,
  openFolder,
  ownEnvironment,
  readState,
  send,
  whoAmI,
  withCockpit,
} from './session.ts'

export type DecideOptions = LedgerOptions & {
  veto?: boolean
  seen?: boolean
  rollBack?: boolean
  hold?: boolean
  fixForward?: boolean
  decision?: string
  service?: string
  reason?: string
  as?: string
  role?: string
  json?: boolean
}

export const decisionLines = (state: ReleaseState, nowMs: number): string[] =>
  selectOpenDecisions(state).flatMap((each) => {
    const why = decisionReasons(each)
    return [
      `Decision ${each.id}, ${severityWord(each).toLowerCase()} in ${each.environment}: ${decisionHeading(each, nowMs)}. ${each.words}`,
      ...(why ? [`  ${why}`] : []),
    ]
  })

const needReason = (reason: string | undefined): string => {
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  return reason
}

function commandOf({ id: decisionId }: TimedDecision, options: DecideOptions): CommandInput | undefined {
  const { veto, seen, rollBack, hold, fixForward, service, role } = options
  const said = [veto, seen, rollBack, hold, fixForward].filter(Boolean).length
  if (said === 0) return undefined
  if (said > 1) throw new CliFailure(EXIT.unusable, 'Say one of --veto, --seen, --roll-back, --hold and --fix-forward.')
  if (seen) return { type: 'decision.acknowledge', decisionId }
  const reason = needReason(options.reason)
  if (veto) {
    if (!role) throw new CliFailure(EXIT.unusable, 'A veto needs --role ROLE: whose word it is.')
    return { type: 'decision.veto', decisionId, role, reason }
  }
  const choice = rollBack ? 'roll-back' : hold ? 'hold' : 'fix-forward'
  return { type: 'decision.answer', decisionId, choice, reason, ...(service === undefined ? {} : { service }) }
}

/** Without an answer it lists what has to be decided. */
export async function decideCommand(wanted: string | undefined, options: DecideOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const state = await readState(client, release)
    const open = selectOpenDecisions(state)
    if (options.json) {
      io.stdout(`${JSON.stringify(open)}\n`)
      return EXIT.ok
    }
    const found = options.decision === undefined ? open[0] : open.find((each) => each.id === options.decision)
    if (!found) {
      io.stdout(
        options.decision === undefined ? 'Nothing has to be decided.\n' : `No open decision ${options.decision}.\n`,
      )
      return options.decision === undefined ? EXIT.ok : EXIT.unusable
    }
    const command = commandOf(found, options)
    if (!command) {
      io.stdout(`${decisionLines(state, Date.now()).join('\n')}\n`)
      return EXIT.ok
    }
    await send(client, release, command, await whoAmI(client, options.as, options.role), ownEnvironment(io))
    const rest = decisionLines(await readState(client, release), Date.now())
    io.stdout(`${[`${found.id} is answered.`, ...rest].join('\n')}\n`)
    return EXIT.ok
  })
}

export type DeclareOptions = LedgerOptions & {
  env?: string
  severity: string
  service?: string
  reason: string
  as?: string
  role?: string
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
type Severity = (typeof SEVERITIES)[number]
const isSeverity = (text: string): text is Severity => SEVERITIES.includes(text as Severity)

export async function declareCommand(folder: string, options: DeclareOptions, io: CliIo): Promise<number> {
  const { severity, service, reason } = options
  if (!isSeverity(severity))
    throw new CliFailure(EXIT.unusable, `"${severity}" is no severity: it is one of ${SEVERITIES.join(', ')}.`)
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const environment = chooseEnvironment((await readState(client, release)).definition!, options.env)
    const scope = service === undefined ? {} : { service }
    const command = { type: 'issue.declare', environment, severity, words: reason, ...scope } as const
    await send(client, release, command, await whoAmI(client, options.as, options.role), ownEnvironment(io))
    const lines = decisionLines(await readState(client, release), Date.now())
    io.stdout(`${['The issue is on record.', ...lines].join('\n')}\n`)
    return EXIT.ok
  })
}
