import type { CockpitClient } from '../../shared/contract/client.ts'
import { formatRole } from '../../shared/documents/words.ts'
import { isGivenAhead } from '../../shared/domain/approvals.ts'
import { refuseStanding } from '../../shared/domain/decide-standing.ts'
import { objectToStart } from '../../shared/domain/process/refuse-shut.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectScheduled, selectScheduleObjections } from '../../shared/domain/windows.ts'
import type { Digest, ReleaseId } from '../../shared/ids.ts'
import { type RunId, runId, stepId } from '../../shared/ids.ts'
import type { ReleaseDefinition, Stage } from '../../shared/runbook/model.ts'
import { chooseEnvironment, chooseStage } from './choose-stage.ts'
import { sayDriver } from './drive.ts'
import { emergencyLine } from './emergency.ts'
import { CliFailure } from './failure.ts'
import { followAndConclude } from './follow/follow-and-conclude.ts'
import { type CliIo, EXIT } from './io.ts'
import { rehearseCommand } from './rehearse.ts'
import { type LedgerOptions, openFolder, ownEnvironment, readState, send, whoAmI, withCockpit } from './session.ts'

export type RunOptions = LedgerOptions & {
  stage?: string
  env?: string
  yes?: boolean
  as?: string
  role?: string
  from?: string
  var?: Record<string, string>
  override?: string
  rollbackOnFailure?: boolean
  wait?: boolean
  pace?: 'manual' | 'auto'
  notices?: 'off' | 'test' | 'on'
  rehearse?: boolean
  speed?: number | 'no-waiting'
  safe?: boolean
}

type Asked = {
  state: ReleaseState
  definition: ReleaseDefinition
  stage: Stage
  environment: string
  options: RunOptions
  io: CliIo
  /** Who would start it. */
  executor: string
  /** Of the way back. */
  missingScripts: string[]
}

/** Gates come before anything else about the run: the window, then the approvals nobody here could give. */
function refuseByGates({ state, definition, environment, options, executor, missingScripts }: Asked): void {
  const isProtected = definition.environments.find((each) => each.name === environment)?.protected ?? false
  const standing = refuseStanding(state, isProtected)
  if (standing) throw new CliFailure(EXIT.refused, standing.rejection.message)
  const objections =
    isProtected && !options.override ? selectScheduleObjections(selectScheduled(state)!, Date.now()) : []
  if (objections.length > 0) throw new CliFailure(EXIT.refused, objections.map((each) => each.message).join(' '))
  const { override, role: overrideRole } = options
  const shut = isProtected
    ? objectToStart(state, { override, overrideRole }, Date.now(), { executor, environment, missingScripts })
    : undefined
  if (shut)
    throw new CliFailure(EXIT.refused, `${shut} (cockpit plan shows them; --override REASON --role ROLE goes on.)`)
}

function refuseUnapproved({ state, stage, environment, options, io, executor }: Asked, digest: Digest): void {
  if (io.terminal.interactive || options.wait) return
  const missing = stage.steps.flatMap((step) =>
    (step.attributes.approve ?? [])
      .filter((role) => !isGivenAhead(state, { environment, id: step.id, role, digest, executor }))
      .map((role) => `${formatRole(role)} for "${step.title}"`),
  )
  if (missing.length === 0) return
  const how = `cockpit approve ${state.folder} --stage ${stage.id} --env ${environment} --step STEP --role ROLE`
  throw new CliFailure(
    EXIT.refused,
    `Nobody can approve here, and these approvals are missing: ${missing.join(', ')}. Give them first with: ${how}`,
  )
}

/** No option answers what a command asks while it runs. */
function refuseUnanswered({ stage, options, io }: Asked): void {
  const asking = stage.steps.find((step) => step.attributes.interactive)
  if (!asking || io.terminal.interactive || options.wait) return
  throw new CliFailure(
    EXIT.unusable,
    `"${asking.title}" is interactive: a person answers it. Run it in a terminal, or give --wait and answer it in another window.`,
  )
}

function refuseUnconfirmed({ stage, options, io }: Asked): void {
  if (io.terminal.interactive || options.yes || options.wait) return
  const people = stage.steps.filter((step) => step.kind === 'manual' || step.kind === 'instruction')
  const pace = options.pace ?? stage.pace
  if (people.length > 0)
    throw new CliFailure(
      EXIT.unusable,
      `${people.length} steps of this stage are done by a person (the first: "${people[0]!.title}"). Run it in a terminal, or give --yes to confirm them, or --wait to confirm them in another window.`,
    )
  const asking = stage.steps.find((step) => step.attributes.confirm !== undefined)
  if (asking)
    throw new CliFailure(
      EXIT.unusable,
      `"${asking.title}" asks a person first: ${asking.attributes.confirm} Run it in a terminal, or give --yes.`,
    )
  if (pace === 'manual')
    throw new CliFailure(
      EXIT.unusable,
      'This runbook runs at manual pace: a person starts each command. Run it in a terminal, or give --yes or --pace auto.',
    )
}

/** What is said of a rehearsal says nothing of a run, and the other way round. */
function refuseMixed({ rehearse, speed, safe, from, override, rollbackOnFailure, notices }: RunOptions): void {
  if (!rehearse && (speed !== undefined || safe))
    throw new CliFailure(EXIT.unusable, '--speed and --safe are about a rehearsal: give --rehearse too.')
  const foreign = Object.entries({ '--from': from, '--override': override, '--rollback-on-failure': rollbackOnFailure })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
  if (rehearse && foreign.length > 0)
    throw new CliFailure(EXIT.unusable, `A rehearsal takes no ${foreign.join(', ')}: leave it out.`)
  if (rehearse && notices === 'on')
    throw new CliFailure(EXIT.unusable, 'Notices of a rehearsal go to nobody but yourself: --notices test or off.')
}

/** Asks for inputs that have no value yet, where somebody can answer. */
async function completeInputs(client: CockpitClient, release: ReleaseId, asked: Asked) {
  const inputs = { ...asked.options.var }
  const params = { release, stageId: asked.stage.id, environment: asked.environment }
  const preview = await client.call('run.preview', { ...params, inputs })
  const open = preview.missingInputs.filter((name) => !(name in inputs))
  if (open.length === 0) return { inputs, preview }
  if (!asked.io.ask)
    throw new CliFailure(
      EXIT.unusable,
      `The runbook asks for ${open.join(', ')}: give each a value with --var NAME=VALUE.`,
    )
  for (const name of open) inputs[name] = await asked.io.ask(`${name}: `)
  return { inputs, preview: await client.call('run.preview', { ...params, inputs }) }
}

/** `cockpit run`: starts a stage and follows it to its end. */
export async function runCommand(folder: string, options: RunOptions, io: CliIo): Promise<number> {
  refuseMixed(options)
  if (options.rehearse) return rehearseCommand(folder, options, io)
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const state = await readState(client, release)
    const definition = state.definition!
    const stage = chooseStage(definition, options.stage)
    const as = await whoAmI(client, options.as, options.role)
    const asked: Asked = {
      executor: as.name,
      ...(await client.call('readiness.read', { release })),
      state,
      definition,
      stage,
      environment: chooseEnvironment(definition, options.env, stage),
      options,
      io,
    }
    refuseByGates(asked)
    const { inputs, preview } = await completeInputs(client, release, asked)
    refuseUnapproved(asked, preview.resolvedDigest)
    refuseUnanswered(asked)
    refuseUnconfirmed(asked)
    const started = await send(
      client,
      release,
      {
        type: 'run.start',
        stageId: stage.id,
        environment: asked.environment,
        shownDigest: preview.resolvedDigest,
        inputs,
        confirmAll: options.yes ?? false,
        ...(options.pace ? { pace: options.pace } : {}),
        ...(options.notices ? { notices: options.notices } : {}),
        ...(options.from ? { fromStep: stepId(options.from) } : {}),
        ...(options.override ? { override: options.override } : {}),
      },
      as,
      ownEnvironment(io),
      preview.arm?.token,
    )
    const id: RunId = runId(started.runId!)
    io.stdout(
      `Run ${id}: ${definition.name} ${definition.version}, ${stage.title} in ${asked.environment}, ${stage.steps.length} steps\n`,
    )
    sayDriver(state, io)
    const withoutCockpit = await emergencyLine(client, release, asked.environment)
    if (withoutCockpit) io.stdout(`${withoutCockpit}\n`)
    return followAndConclude({ client, release, as, io, options }, id)
  })
}
