/** Commands that put a person's word on the record. */

import type { CockpitClient } from '../../shared/contract/client.ts'
import { assuranceWords, bindsWords } from '../../shared/documents/approval-words.ts'
import { formatDigest, formatRole } from '../../shared/documents/words.ts'
import { sameName } from '../../shared/domain/same-name.ts'
import { nameOf } from '../../shared/domain/signoffs/rules.ts'
import { selectSubjectWords } from '../../shared/domain/signoffs/subject-words.ts'
import type { SubjectRef } from '../../shared/domain/signoffs/subjects.ts'
import { selectStandingWords } from '../../shared/domain/standing-words.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectStep } from '../../shared/domain/steps.ts'
import { type ReleaseId, type StepId, stepId } from '../../shared/ids.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import { chooseEnvironment, chooseStage } from './choose-stage.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { withPin } from './pin.ts'
import { type LedgerOptions, openFolder, readState, send, whoAmI, withCockpit } from './session.ts'
import { readSubject, type SubjectOptions, subjectOf } from './subject.ts'

export type ApproveOptions = LedgerOptions & {
  stage?: string
  env?: string
  step?: string
  role: string
  as?: string
  noGo?: boolean
  standby?: boolean
  words?: string
  var?: Record<string, string>
  /** How the word of somebody else was given. */
  spoken?: string
  /** Whose word a spoken one is. */
  of?: string
  revoke?: boolean
  reason?: string
} & SubjectOptions

export function chooseStep(definition: ReleaseDefinition, wanted: string | undefined): StepId | undefined {
  const id = wanted === undefined ? undefined : stepId(wanted)
  if (id && !selectStep(definition, id)) throw new CliFailure(EXIT.unusable, `The runbook has no step "${id}".`)
  return id
}

export const decisionOf = ({ noGo, standby }: Pick<ApproveOptions, 'noGo' | 'standby'>) =>
  noGo ? 'no-go' : standby ? 'standby' : 'go'

/** The only person of a role is meant when nobody is named. */
function spokenOf({ team }: ReleaseDefinition, { spoken, of, role }: ApproveOptions) {
  if (spoken === undefined) {
    if (of !== undefined) throw new CliFailure(EXIT.unusable, 'Say how it was given: --spoken "by phone, 22:04".')
    return {}
  }
  const people = team[role]?.map((person) => person.name) ?? []
  const by = of ?? (people.length === 1 ? people[0] : undefined)
  if (by !== undefined) return { spoken: { by, how: spoken } }
  const known = people.length > 0 ? ` The team has ${people.join(', ')}.` : ''
  throw new CliFailure(EXIT.unusable, `Say whose word it is with --of NAME.${known}`)
}

async function giveAbout({ client, release, io }: Place, wanted: SubjectRef, options: ApproveOptions): Promise<string> {
  if (options.step) throw new CliFailure(EXIT.unusable, '--step goes with what is run, not with --binds.')
  const { title, digest, about } = await readSubject(client, release, wanted)
  const definition = (await readState(client, release)).definition!
  const as = await withPin(client, await whoAmI(client, options.as, options.role), io)
  const decision = decisionOf(options)
  const said = spokenOf(definition, options)
  const words = options.words ? { words: options.words } : {}
  await send(
    client,
    release,
    { type: 'approval.give', role: options.role, decision, about, digest, ...words, ...said },
    as,
  )
  const who = said.spoken
    ? `${said.spoken.by}, ${assuranceWords({ spoken: said.spoken, recordedBy: as.name })}`
    : `${as.name}, ${as.pin === undefined ? assuranceWords({}) : 'by PIN'}`
  return `${formatRole(options.role)} (${who}): ${decision.toUpperCase()} for ${title}, bound to ${formatDigest(digest)}\n`
}

async function give(client: CockpitClient, release: ReleaseId, options: ApproveOptions, io: CliIo): Promise<number> {
  const subject = subjectOf(options)
  if (subject) {
    io.stdout(await giveAbout({ client, release, io }, subject, options))
    return EXIT.ok
  }
  const definition = (await readState(client, release)).definition!
  const stage = chooseStage(definition, options.stage)
  const environment = chooseEnvironment(definition, options.env, stage)
  const id = chooseStep(definition, options.step)
  const inputs = options.var ?? {}
  const { resolvedDigest } = await client.call('run.preview', { release, stageId: stage.id, environment, inputs })
  const as = await withPin(client, await whoAmI(client, options.as, options.role), io)
  const decision = decisionOf(options)
  const said = spokenOf(definition, options)
  const about = {
    environment,
    digest: resolvedDigest,
    ...(id ? { stepId: id } : {}),
    ...(options.words ? { words: options.words } : {}),
    ...said,
  }
  await send(client, release, { type: 'approval.give', role: options.role, decision, ...about }, as)
  const what = id ? `step ${id}` : stage.title
  const who = said.spoken
    ? `${said.spoken.by}, ${assuranceWords({ spoken: said.spoken, recordedBy: as.name })}`
    : `${as.name}, ${as.pin === undefined ? assuranceWords({}) : 'by PIN'}`
  io.stdout(
    `${formatRole(options.role)} (${who}): ${decision.toUpperCase()} for ${what} in ${environment}, bound to ${formatDigest(resolvedDigest)}\n`,
  )
  return EXIT.ok
}

type Place = { client: CockpitClient; release: ReleaseId; io: CliIo }

/** Of several people the one who is at the keyboard takes back their own. */
function subjectWordToRevoke(state: ReleaseState, subject: SubjectRef, role: string, as: string | undefined) {
  const words = selectSubjectWords(state, subject, role)
  const own = as === undefined ? undefined : words.findLast((word) => sameName(nameOf(word), as))
  const found = own ?? words.at(-1)
  if (found) return found
  throw new CliFailure(EXIT.unusable, `No word of ${formatRole(role)} stands there: cockpit plan lists those that do.`)
}

/** The word that stands: of the role, and of the environment and step where those are said. */
function wordToRevoke(state: ReleaseState, { role, env, step, as, ...rest }: ApproveOptions) {
  const subject = subjectOf(rest)
  if (subject) return subjectWordToRevoke(state, subject, role, as)
  const isMeant = (each: { role: string; binds: { environment?: string | undefined; stepId?: StepId | undefined } }) =>
    each.role === role &&
    (env === undefined || each.binds.environment === env) &&
    (step === undefined || each.binds.stepId === step)
  const words = step === undefined ? selectStandingWords(state) : state.approvals.filter((each) => !each.revoked)
  const found = words.filter(isMeant)
  if (found.length > 0 && (step !== undefined || found.length === 1)) return found.at(-1)!
  if (found.length > 1)
    throw new CliFailure(
      EXIT.unusable,
      `${formatRole(role)} has spoken about ${found.map(({ binds }) => binds.environment).join(' and ')}: say which with --env.`,
    )
  throw new CliFailure(
    EXIT.unusable,
    `No word of ${formatRole(role)} stands there: cockpit status lists those that do.`,
  )
}

async function revoke(client: CockpitClient, release: ReleaseId, options: ApproveOptions, io: CliIo): Promise<number> {
  const { role, spoken, noGo, standby, as, reason = options.words } = options
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  if (spoken !== undefined || noGo || standby)
    throw new CliFailure(EXIT.unusable, '--revoke takes a word back; it goes without --spoken, --no-go and --standby.')
  const { seq, decision, binds } = wordToRevoke(await readState(client, release), options)
  const who = await withPin(client, await whoAmI(client, as, role), io)
  await send(client, release, { type: 'approval.revoke', seq, reason }, who)
  const about = bindsWords(binds)
  io.stdout(`${formatRole(role)}: ${decision.toUpperCase()} for ${about} (entry ${seq}) is taken back.\n`)
  return EXIT.ok
}

/** `cockpit approve`: a role's word about a stage or one step of it, bound to the digest of what would run now; or takes it back. */
export async function approveCommand(folder: string, options: ApproveOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    return (options.revoke ? revoke : give)(client, release, options, io)
  })
}
