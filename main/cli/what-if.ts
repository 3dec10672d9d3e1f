/** `cockpit what-if`: when other limits would have fired over the samples of a recorded release, beside what fired. */
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { STANDARD_WINDOWS } from '../../shared/analysis/burn-rate.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { WhatIf } from '../../shared/contract/results.ts'
import { whatIfLines } from '../../shared/documents/what-if-words.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { BurnWindows } from '../../shared/runbook/model.ts'
import { readTriggers, type TriedLimit, TriggersUnreadable } from '../app/read-triggers.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, readState, withCockpit } from './session.ts'

export type WhatIfOptions = LedgerOptions & {
  environment?: string
  metric?: string
  above?: number
  below?: number
  burnRate?: number
  windows?: BurnWindows[]
  for?: number
  clearFor?: number
  triggers?: string
  always?: boolean
  json?: boolean
}

const unusable = (message: string) => new CliFailure(EXIT.unusable, message)

/** What is tried: one limit by options, those of a file, else the release's own. */
function limitsOf(options: WhatIfOptions, state: ReleaseState, io: CliIo): TriedLimit[] {
  const { metric, above, below, burnRate, windows, clearFor, triggers } = options
  const hasOne = [metric, above, below, burnRate, windows, options.for, clearFor].some((each) => each !== undefined)
  if (triggers !== undefined && hasOne) throw unusable('Give --triggers, or one limit with --metric, not both.')
  if (triggers !== undefined) return readTriggers({ path: resolve(io.cwd, triggers), name: triggers })
  if (!hasOne) return ownLimits(state)
  if (metric === undefined) throw unusable('Name the metric the limit is for: --metric NAME.')
  if ([above, below, burnRate].filter((each) => each !== undefined).length !== 1)
    throw unusable('Give one limit: --above VALUE, --below VALUE, or --burn-rate OBJECTIVE.')
  if (windows && burnRate === undefined)
    throw unusable('Windows belong to a burn rate: give --burn-rate OBJECTIVE too, such as 99.9.')
  return [
    {
      metric,
      forMs: options.for ?? 0,
      ...limitOf(options),
      ...(clearFor === undefined ? {} : { clearForMs: clearFor }),
    },
  ]
}

function limitOf({ above, below, burnRate, windows }: WhatIfOptions): Pick<TriedLimit, 'above' | 'below' | 'burnRate'> {
  if (burnRate !== undefined) return { burnRate: { objective: burnRate, windows: windows ?? [...STANDARD_WINDOWS] } }
  return above === undefined ? { below: below! } : { above }
}

function ownLimits(state: ReleaseState): TriedLimit[] {
  const own = state.definition?.triggers ?? []
  if (own.length === 0)
    throw unusable(
      'The release has no triggers of its own: give a limit, such as --metric error-rate --above 1 --for 30s.',
    )
  return own.map(({ metric, above, below, burnRate, forMs, clearForMs }) => ({
    metric,
    forMs,
    clearForMs,
    ...(above === undefined ? {} : { above }),
    ...(below === undefined ? {} : { below }),
    ...(burnRate ? { burnRate } : {}),
  }))
}

/** Where the release went last. */
function environmentOf(state: ReleaseState, wanted: string | undefined): string {
  const known = (state.definition?.environments ?? []).map(({ name }) => name)
  if (wanted !== undefined && !known.includes(wanted))
    throw unusable(`The release has no environment "${wanted}": it has ${known.join(', ') || 'none'}.`)
  const last = state.runOrder.map((id) => state.runs[id]!.environment).at(-1)
  const found = wanted ?? last
  if (found === undefined) throw unusable('Nothing was run yet, so there is nothing to replay.')
  return found
}

async function replayAll(client: CockpitClient, wanted: string | undefined, options: WhatIfOptions, io: CliIo) {
  const { release } = await findRelease(client, wanted)
  const state = await readState(client, release)
  const environment = environmentOf(state, options.environment)
  const found: WhatIf[] = []
  for (const limit of limitsOf(options, state, io)) {
    const always = options.always ?? false
    const answer = await client.call('triggers.replay', { release, environment, ...limit, always })
    if (!answer.ok) throw unusable(answer.message)
    found.push(answer.whatIf)
  }
  return { release, environment, limits: found }
}

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19)

function text({ release, environment, limits }: { release: string; environment: string; limits: WhatIf[] }): string {
  const lines = limits.flatMap((each) =>
    whatIfLines(each, timeOf).map((line, index) => (index === 0 ? line : `  ${line}`)),
  )
  return `${release}, ${environment}, times in UTC\n${lines.join('\n')}\n`
}

/** A ledger file may stand where a release does. */
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

export async function whatIfCommand(wanted: string | undefined, options: WhatIfOptions, io: CliIo): Promise<number> {
  const file = wanted !== undefined && isFile(resolve(io.cwd, wanted)) ? wanted : undefined
  const ledger = file === undefined ? options : { ...options, db: file }
  return withCockpit(io, ledger, async (client) => {
    try {
      const found = await replayAll(client, file === undefined ? wanted : undefined, options, io)
      io.stdout(options.json ? `${JSON.stringify(found, null, 2)}\n` : text(found))
      return EXIT.ok
    } catch (error) {
      if (!(error instanceof TriggersUnreadable)) throw error
      throw unusable(error.message)
    }
  })
}
