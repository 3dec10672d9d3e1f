/** Commands that put a person's word on the record. */

import { formatDigest, formatRole } from '../../shared/documents/words.ts'
import { selectStep } from '../../shared/domain/steps.ts'
import { stepId } from '../../shared/ids.ts'
import { chooseEnvironment, chooseStage } from './choose-stage.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, openFolder, readState, send, whoAmI, withCockpit } from './session.ts'

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
}

/** `cockpit approve`: a role's word about a stage or one step of it, bound to the digest of what would run now. */
export async function approveCommand(folder: string, options: ApproveOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const definition = (await readState(client, release)).definition!
    const stage = chooseStage(definition, options.stage)
    const environment = chooseEnvironment(definition, options.env, stage)
    const id = options.step === undefined ? undefined : stepId(options.step)
    if (id && !selectStep(definition, id)) throw new CliFailure(EXIT.unusable, `The runbook has no step "${id}".`)
    const { resolvedDigest } = await client.call('run.preview', {
      release,
      stageId: stage.id,
      environment,
      inputs: options.var ?? {},
    })
    const as = await whoAmI(client, options.as, options.role)
    const decision = options.noGo ? 'no-go' : options.standby ? 'standby' : 'go'
    const about = {
      environment,
      digest: resolvedDigest,
      ...(id ? { stepId: id } : {}),
      ...(options.words ? { words: options.words } : {}),
    }
    await send(client, release, { type: 'approval.give', role: options.role, decision, ...about }, as)
    const what = id ? `step ${id}` : stage.title
    io.stdout(
      `${formatRole(options.role)} (${as.name}): ${decision.toUpperCase()} for ${what} in ${environment}, bound to ${formatDigest(resolvedDigest)}\n`,
    )
    return EXIT.ok
  })
}

/** `cockpit note`: a note to the record of a release. */
export async function noteCommand(
  wanted: string,
  text: string,
  options: LedgerOptions & { as?: string },
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    await send(client, release, { type: 'note.add', text }, await whoAmI(client, options.as))
    return EXIT.ok
  })
}
