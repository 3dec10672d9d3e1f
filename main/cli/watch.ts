/** `cockpit watch`: measures what is live on a machine that stays on, for as long as the validation lasts. */

import type { CockpitClient } from '../../shared/contract/client.ts'
import { followRelease } from '../../shared/contract/follow-release.ts'
import { coverageLine } from '../../shared/documents/coverage-words.ts'
import { describeEvent } from '../../shared/documents/describe-event.ts'
import { formatClock } from '../../shared/documents/words.ts'
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectRunningValidation } from '../../shared/domain/validation/period.ts'
import { projectCoverage } from '../../shared/domain/validation/project-coverage.ts'
import { formatInstant } from '../../shared/domain/windows.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, withCockpit } from './session.ts'

export type WatchOptions = LedgerOptions & { env?: string; for?: number; json?: boolean }

/** Node's timers go no further. */
const LONGEST_TIMER_MS = 2_147_000_000

const TOLD = /^(?:metric|trigger|decision|issue|coverage|finding|run|feedback|ledger)\./

/** What is to be watched, and until when; without a window of time it goes on until somebody ends it. */
function planOf(state: ReleaseState, options: WatchOptions, nowMs: number): { environment: string; untilMs?: number } {
  const period = selectRunningValidation(state, nowMs)
  const environments = state.definition?.environments ?? []
  const environment = options.env ?? period?.environment ?? environments.find((each) => each.protected)?.name
  if (environment === undefined)
    throw new CliFailure(EXIT.unusable, 'Nothing is live in a protected environment: name one with --env.')
  if (!environments.some(({ name }) => name === environment))
    throw new CliFailure(EXIT.unusable, `release.yaml has no environment "${environment}".`)
  const ends = [
    ...(options.for === undefined ? [] : [nowMs + options.for]),
    ...(period?.environment === environment ? [period.toMs] : []),
  ]
  return ends.length === 0 ? { environment } : { environment, untilMs: Math.min(...ends) }
}

function wait(untilMs: number | undefined, io: CliIo): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout
    const end = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = io.onInterrupt(end)
    const again = () => {
      const leftMs = (untilMs ?? Number.POSITIVE_INFINITY) - Date.now()
      if (leftMs <= 0) end()
      else timer = setTimeout(again, Math.min(leftMs, LONGEST_TIMER_MS))
    }
    again()
  })
}

async function begin(
  client: CockpitClient,
  release: ReleaseId,
  environment: string,
  untilMs: number | undefined,
  io: CliIo,
) {
  const { watching } = await client.call('metrics.watch', { release, environment })
  if (watching.length === 0)
    throw new CliFailure(EXIT.unusable, 'release.yaml names no metric that can be measured: nothing is to be watched.')
  const state = await readState(client, release)
  const offsetMinutes = state.definition?.windows[0]?.offsetMinutes ?? 0
  const until =
    untilMs === undefined
      ? ''
      : ` until ${formatInstant(untilMs, offsetMinutes)}, ${formatClock(untilMs - Date.now())} from now`
  io.stderr(`Watching ${watching.join(', ')} in ${environment}${until}. Ctrl-C ends it; nothing is lost.\n`)
}

/** How it stands at the end: 1 when somebody has to decide something. */
function conclude(state: ReleaseState, io: CliIo): number {
  const view = projectCoverage(state, Date.now())
  if (view) io.stderr(`${coverageLine(view)}\n`)
  const open = selectOpenDecisions(state)
  for (const { id, severity, words } of open) io.stderr(`To decide: ${id}, ${severity}: ${words}\n`)
  return open.length > 0 ? EXIT.failed : EXIT.ok
}

export async function watchCommand(wanted: string | undefined, options: WatchOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const before = await readState(client, release)
    const { environment, untilMs } = planOf(before, options, Date.now())
    await begin(client, release, environment, untilMs, io)
    const tell = (event: RecordedEvent) => {
      if (event.seq <= before.size || !TOLD.test(event.type)) return
      io.stdout(options.json ? `${JSON.stringify(event)}\n` : `${event.recordedAt}  ${describeEvent(event)}\n`)
    }
    const session = followRelease(client, release, { onState: (_, events) => events.forEach(tell) })
    await session.caughtUp()
    await wait(untilMs, io)
    session.close()
    return conclude(await readState(client, release), io)
  })
}
