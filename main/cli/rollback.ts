import { formatClock } from '../../shared/documents/words.ts'
import { planRollback } from '../../shared/domain/rollback-plan.ts'
import { runId } from '../../shared/ids.ts'
import { chooseEnvironment } from './choose-stage.ts'
import { sayDriver } from './drive.ts'
import { CliFailure } from './failure.ts'
import { followAndConclude } from './follow/follow-and-conclude.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, openForRollback, ownEnvironment, readState, send, whoAmI, withCockpit } from './session.ts'

export type RollbackOptions = LedgerOptions & {
  env?: string
  as?: string
  role?: string
  reason?: string
  drill?: boolean
  wait?: boolean
  plan?: boolean
  service?: string
}

function printPlan(io: CliIo, environment: string, plan: NonNullable<ReturnType<typeof planRollback>>): void {
  const what = plan.services ? ` ${plan.services.join(', ')}` : ''
  io.stdout(`Rolls back${what} in ${environment}${plan.toVersion ? ` to ${plan.toVersion}` : ''}, in this order:\n`)
  plan.steps.forEach(({ step, undoes, plannedMs }, index) => {
    const undo = undoes ? `, undoes ${undoes}` : ''
    io.stdout(`  R${index + 1} ${step.title}${undo}${plannedMs === undefined ? '' : `, ${formatClock(plannedMs)}`}\n`)
  })
  for (const { stepId, reason } of plan.leftOut) io.stdout(`  skipped: ${stepId}. ${reason}\n`)
  for (const sentence of [...plan.keeps, ...plan.deviations]) io.stdout(`  ${sentence}\n`)
  if (plan.until && !plan.until.isOver) io.stdout(`  ${plan.until.sentence}\n`)
  if (plan.lastMs) io.stdout(`Last time ${formatClock(plan.lastMs.durationMs)} in ${plan.lastMs.environment}\n`)
}

/** `cockpit rollback`: undoes what started in an environment. No gate is asked. */
export async function rollbackCommand(folder: string, options: RollbackOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openForRollback(client, folder, io)
    const state = await readState(client, release)
    const environment = chooseEnvironment(state.definition!, options.env)
    const isProtected = state.definition!.environments.find((each) => each.name === environment)?.protected
    if (options.drill && isProtected)
      throw new CliFailure(
        EXIT.unusable,
        `${environment} is protected: a drill belongs in another environment. Without --drill the rollback runs for real.`,
      )
    const plan = planRollback(state, environment, { service: options.service })
    if (plan) printPlan(io, environment, plan)
    sayDriver(state, io)
    const written = plan && (await client.call('emergency.write', { release, environment }).catch(() => undefined))
    if (written) io.stdout(written.ok ? `Without the cockpit: sh ${written.script}\n` : `${written.message}\n`)
    if (options.plan) return plan ? EXIT.ok : EXIT.failed
    const as = await whoAmI(client, options.as, options.role)
    const { runId: id } = await send(
      client,
      release,
      {
        type: 'rollback.start',
        environment,
        drill: options.drill ?? false,
        ...(options.service ? { service: options.service } : {}),
        ...(options.reason ? { reason: options.reason } : {}),
      },
      as,
      ownEnvironment(io),
    )
    return followAndConclude({ client, release, as, io, options: { wait: options.wait ?? false } }, runId(id!))
  })
}
