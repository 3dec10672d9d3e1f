/** `cockpit run --rehearse`: the runbook with stubs in place of its commands (docs/rehearsal.md). */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { RehearsalPreview } from '../../shared/contract/results.ts'
import { speedWords } from '../../shared/documents/rehearsal-words.ts'
import { formatClock } from '../../shared/documents/words.ts'
import { planRehearsal } from '../../shared/domain/rehearsal/plan-rehearsal.ts'
import { runId, stageId } from '../../shared/ids.ts'
import type { ReleaseDefinition, Stage } from '../../shared/runbook/model.ts'
import { chooseEnvironment } from './choose-stage.ts'
import { CliFailure } from './failure.ts'
import { followAndConclude } from './follow/follow-and-conclude.ts'
import { type CliIo, EXIT } from './io.ts'
import type { RunOptions } from './run.ts'
import { openFolder, ownEnvironment, readState, send, whoAmI, withCockpit } from './session.ts'

/** Any stage, the way back too; undefined for all of them. */
function stageOf(definition: ReleaseDefinition, wanted: string | undefined): Stage | undefined {
  if (wanted === undefined) return undefined
  const { stages } = definition.runbook
  const found = stages.find((stage) => stage.id === wanted)
  if (!found)
    throw new CliFailure(
      EXIT.unusable,
      `The runbook has no stage "${wanted}". It has: ${stages.map(({ id }) => id).join(', ') || 'none'}. Without --stage the whole runbook is rehearsed.`,
    )
  return found
}

/** Somebody has to confirm, unless it confirms itself. */
function refuseUnconfirmed(
  definition: ReleaseDefinition,
  environment: string,
  { stage, ...more }: RunOptions,
  io: CliIo,
) {
  if (io.terminal.interactive || more.yes || more.wait) return
  const plan = planRehearsal(definition, environment, stage === undefined ? undefined : stageId(stage))
  const stages = definition.runbook.stages.filter(({ id }) => plan?.stageIds.includes(id))
  const people = plan?.steps.filter(({ step }) => ['manual', 'instruction', 'approval'].includes(step.kind)) ?? []
  const isManual = (more.pace ?? (stages.some(({ pace }) => pace === 'manual') ? 'manual' : 'auto')) === 'manual'
  if (people.length === 0 && !isManual) return
  throw new CliFailure(
    EXIT.unusable,
    `${people.length > 0 ? `${people.length} steps are done by a person (the first: "${people[0]!.step.title}")` : 'A person starts each command at manual pace'}. Rehearse it in a terminal, or give --yes to confirm them as time passes, or --wait to confirm them in another window.`,
  )
}

function printPreview(io: CliIo, { title, steps, leftOut, problems }: RehearsalPreview, environment: string): void {
  const real = steps.filter(({ isReal }) => isReal)
  const stubs = steps.length - real.length
  io.stdout(`REHEARSAL. ${title} in ${environment}: ${steps.length} steps, nothing is deployed.\n`)
  const plannedMs = steps.reduce((sum, each) => sum + (each.plannedMs ?? 0), 0)
  if (plannedMs > 0) io.stdout(`Planned at this speed: ${formatClock(plannedMs)}\n`)
  if (real.length > 0) io.stdout(`${real.length} of ${steps.length} RUN FOR REAL (rehearse=run), ${stubs} do not:\n`)
  for (const { stepId, text } of real) io.stdout(`  ${stepId}: ${text.trim().split('\n').join('\n    ')}\n`)
  for (const { stepId, reason } of leftOut) io.stdout(`  left out: ${stepId}. ${reason}\n`)
  for (const problem of problems) io.stdout(`  A real run would be refused: ${problem}\n`)
}

/** Asks for what commands that run for real need, where somebody can answer. */
async function shown(client: CockpitClient, choice: Parameters<typeof preview>[1], io: CliIo) {
  const inputs = { ...choice.inputs }
  const first = await preview(client, choice)
  const open = first.missingInputs.filter((name) => !(name in inputs))
  if (open.length === 0) return { inputs, view: first }
  if (!io.ask)
    throw new CliFailure(
      EXIT.unusable,
      `What runs for real asks for ${open.join(', ')}: give each a value with --var NAME=VALUE.`,
    )
  for (const name of open) inputs[name] = await io.ask(`${name}: `)
  return { inputs, view: await preview(client, { ...choice, inputs }) }
}

const preview = (client: CockpitClient, params: Parameters<typeof client.call<'rehearsal.preview'>>[1]) =>
  client.call('rehearsal.preview', params)

export async function rehearseCommand(folder: string, options: RunOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const definition = (await readState(client, release)).definition!
    const stage = stageOf(definition, options.stage)
    const environment = chooseEnvironment(definition, options.env, stage)
    refuseUnconfirmed(definition, environment, options, io)
    const choice = {
      environment,
      ...(stage ? { stageId: stage.id } : {}),
      speed: options.speed ?? 1,
      commands: options.safe ? ('safe' as const) : ('stub' as const),
      confirmAll: options.yes ?? false,
    }
    const { inputs, view } = await shown(client, { release, ...choice, inputs: options.var ?? {} }, io)
    printPreview(io, view, environment)
    if (options.safe && view.safe.length === 0) io.stdout('No step is marked rehearse=run: all of them are stubs.\n')
    const asks = view.steps.some(({ isReal }) => isReal) && !options.yes && io.terminal.interactive
    if (asks && io.ask && !/^y(?:es)?$/i.test((await io.ask('Run these for real? [y/n] ')).trim())) return EXIT.failed
    const as = await whoAmI(client, options.as, options.role)
    const notices = options.notices === 'on' ? undefined : options.notices
    const started = await send(
      client,
      release,
      {
        type: 'rehearsal.start',
        ...choice,
        inputs,
        shownDigest: view.resolvedDigest,
        ...(options.pace ? { pace: options.pace } : {}),
        ...(notices ? { notices } : {}),
      },
      as,
      ownEnvironment(io),
    )
    io.stdout(`Rehearsal ${started.runId}, ${speedWords(choice.speed)}\n`)
    return followAndConclude(
      { client, release, as, io, options: { wait: options.wait ?? false } },
      runId(started.runId!),
    )
  })
}
