import type { CockpitClient } from '../../shared/contract/client.ts'
import { formatClock } from '../../shared/documents/words.ts'
import type { AttemptState } from '../../shared/domain/state.ts'
import { selectStep } from '../../shared/domain/steps.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, readState, whoAmI, withCockpit } from './session.ts'
import { runVerify, showInspection } from './show-inspection.ts'

export type InspectOptions = LedgerOptions & { verify?: boolean; as?: string; json?: boolean }

type Found = { release: ReleaseId; attempt: AttemptState; title: string }

const fits = (attempt: AttemptState, wanted: string | undefined) =>
  wanted === undefined || [attempt.id, attempt.runId, attempt.stepId].some((id) => id === wanted)

/** Attempts whose outcome nobody knows; an attempt or step that is named is shown however it ended. */
async function findAttempts(client: CockpitClient, wanted: string | undefined): Promise<Found[]> {
  const found: Found[] = []
  for (const { release, status } of await client.call('releases.list', {})) {
    if (status === 'never run') continue
    const state = await readState(client, release)
    const attempts = Object.values(state.attempts).filter((each) => each.kind === 'command' && fits(each, wanted))
    const title = ({ runId, stepId }: AttemptState) =>
      selectStep(state.runs[runId]!.definition, stepId)?.title ?? stepId
    found.push(...attempts.map((attempt) => ({ release, attempt, title: title(attempt) })))
  }
  const unknown = found.filter(({ attempt }) => attempt.status === 'unknown')
  return unknown.length > 0 || wanted === undefined ? unknown : found.slice(-1)
}

/** `cockpit inspect`: facts to judge an unknown outcome by. */
export async function inspectCommand(wanted: string | undefined, options: InspectOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const all = await findAttempts(client, wanted)
    if (all.length === 0)
      throw new CliFailure(
        EXIT.unusable,
        wanted ? `Nothing was run that is called "${wanted}".` : 'No outcome is unknown in this ledger.',
      )
    const as = await whoAmI(client, options.as)
    const line = (text: string) => io.stdout(`${text}\n`)
    let isDone = true
    for (const { release, attempt, title } of all) {
      if (options.json) {
        const seen = await client.call('attempt.inspect', { release, attempt: attempt.id })
        line(JSON.stringify({ release, attempt: attempt.id, status: attempt.status, reason: attempt.reason, ...seen }))
        continue
      }
      const ranFor = attempt.durationMs === undefined ? '' : `, after ${formatClock(attempt.durationMs)}`
      line(
        `${title} (${attempt.stepId}, attempt ${attempt.number} of run ${attempt.runId}): ${attempt.status}${ranFor}`,
      )
      if (attempt.reason) line(`  ${attempt.reason}`)
      await showInspection({ client, release, as, line }, attempt.id)
      if (options.verify) isDone = (await runVerify({ client, release, as, line }, attempt.id)) && isDone
      if (attempt.status === 'unknown') line(`Say what it was: cockpit attach ${attempt.runId}, or in the deck.`)
    }
    return isDone ? EXIT.ok : EXIT.failed
  })
}
