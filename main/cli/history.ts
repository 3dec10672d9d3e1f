/** `cockpit history`: past releases, the DORA measures with what they mean, and what steps really took. Records nothing. */
import { setTimeout as pause } from 'node:timers/promises'
import { DAY_MS } from '../../shared/analysis/dora/clusters.ts'
import { DORA_DEFINITIONS, DORA_TITLES, WHAT_COUNTS } from '../../shared/analysis/dora/definitions.ts'
import { type Dora, measureDora } from '../../shared/analysis/dora/measure-dora.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { clusterWords, doraWords } from '../../shared/documents/dora-words.ts'
import { plainOutputLine } from '../../shared/documents/log/plain-output.ts'
import { offeredYaml, roundedMs } from '../../shared/documents/timing-words.ts'
import { formatClock } from '../../shared/documents/words.ts'
import type { PastRelease } from '../../shared/domain/history/past-release.ts'
import {
  dateOf,
  drillMsOf,
  filterPast,
  incidentsOf,
  lastDeployment,
  outcomeOf,
  rollbackMsOf,
  sortPast,
} from '../../shared/domain/history/select-past.ts'
import type { StepHint } from '../../shared/domain/history/step-hints.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, withCockpit } from './session.ts'

export type HistoryOptions = LedgerOptions & {
  since?: number
  product?: string
  explain?: boolean
  steps?: boolean
  environment?: string
  json?: boolean
}

const ASK_AGAIN_MS = 100

/** All of them, however long an old ledger takes to be read the first time. */
async function readPast(client: CockpitClient, io: CliIo): Promise<PastRelease[]> {
  for (let isSaid = false; ; ) {
    const { releases, pending } = await client.call('history.list', {})
    if (pending === 0) return releases
    if (!isSaid) io.stderr(`Reading ${pending} ${pending === 1 ? 'release' : 'releases'} for the first time…\n`)
    isSaid = true
    await pause(ASK_AGAIN_MS)
  }
}

const clock = (ms: number | undefined) => (ms === undefined ? '–' : formatClock(ms))

function row(past: PastRelease): string {
  const last = lastDeployment(past)
  const planned = last?.plannedMs === undefined ? '' : ` of ${formatClock(last.plannedMs)}`
  const cells = [
    new Date(dateOf(past)).toISOString().slice(0, 10),
    outcomeOf(past).padEnd(20),
    `${clock(last?.endedAtMs === undefined ? undefined : last.deployMs)}${planned}`.padEnd(18),
    clock(rollbackMsOf(past)).padEnd(9),
    clock(drillMsOf(past)).padEnd(9),
    String(incidentsOf(past)).padStart(6),
    String(past.history?.deviations ?? 0).padStart(10),
    ` ${plainOutputLine(`${past.name} ${past.version}`)}`,
  ]
  return cells.join(' ')
}

const HEAD = `date       ${'outcome'.padEnd(20)} ${'took'.padEnd(18)} ${'rollback'.padEnd(9)} ${'drill'.padEnd(9)} issues deviations  release`

export function doraLines(
  { values, deployments, days, unfinished, unrecovered }: Dora,
  isExplained: boolean,
): string[] {
  const said = values.flatMap((each) => [
    `  ${DORA_TITLES[each.measure].padEnd(27)} ${doraWords(each).padEnd(16)} ${clusterWords(each)}`.trimEnd(),
    ...(isExplained ? [`    ${DORA_DEFINITIONS[each.measure]}`] : []),
  ])
  return [
    `DORA measures (clusters of 2024), ${deployments} ${deployments === 1 ? 'deployment' : 'deployments'} in ${Math.floor(days)} days`,
    ...said,
    ...(isExplained ? [`  ${WHAT_COUNTS}`] : []),
    ...(unfinished > 0 ? [`  Not counted: ${unfinished} that ended failed or stopped and went no further.`] : []),
    ...(unrecovered > 0 ? [`  Not recovered yet: ${unrecovered}.`] : []),
  ]
}

/** The newest release of a product, or a release by its id. */
async function newestOf(client: CockpitClient, wanted: string | undefined) {
  const all = await client.call('releases.list', {})
  return all.find(({ name }) => name === wanted) ?? findRelease(client, wanted)
}

async function steps(client: CockpitClient, options: HistoryOptions, io: CliIo): Promise<number> {
  const { release, name } = await newestOf(client, options.product)
  await readPast(client, io)
  const found = await client.call('history.steps', { release })
  const hints = found.steps.filter(
    ({ environment }) => options.environment === undefined || environment === options.environment,
  )
  if (options.json) {
    io.stdout(`${JSON.stringify({ releases: found.releases, steps: hints })}\n`)
    return EXIT.ok
  }
  if (hints.length === 0)
    throw new CliFailure(EXIT.unusable, `No step of ${plainOutputLine(name)} was measured in a run yet.`)
  const longest = new Map<string, StepHint>()
  for (const each of hints) {
    const known = longest.get(each.stepId)
    if (!known || each.medianMs > known.medianMs) longest.set(each.stepId, each)
  }
  for (const { stepId, environment, count, medianMs, p90Ms } of hints)
    io.stdout(
      `# ${plainOutputLine(stepId)} in ${environment}: median ${formatClock(medianMs)}, nine of ten within ${formatClock(p90Ms)}, ${count} measured\n`,
    )
  const offered = [...longest.values()].map(({ stepId, title, medianMs }) => ({
    stepId,
    title,
    expectMs: roundedMs(medianMs),
    measuredMs: medianMs,
  }))
  const count = found.releases
  io.stdout(offeredYaml(offered, `${count} ${count === 1 ? 'release' : 'releases'} of ${plainOutputLine(name)}`))
  return EXIT.ok
}

export async function historyCommand(options: HistoryOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    if (options.steps) return steps(client, options, io)
    const all = await readPast(client, io)
    const toMs = Date.now()
    const fromMs = options.since === undefined ? 0 : toMs - options.since
    const name = options.product
    if (name !== undefined && !all.some((each) => each.name === name)) {
      const names = [...new Set(all.map((each) => plainOutputLine(each.name)))].toSorted().join(', ') || 'none'
      throw new CliFailure(EXIT.unusable, `No release of "${name}" is in this ledger. It has: ${names}.`)
    }
    const ofProduct = filterPast(all, { text: '', fromMs: 0, ...(name === undefined ? {} : { name }) })
    const shown = sortPast(filterPast(ofProduct, { text: '', fromMs }), 'date', true)
    const dora = measureDora(
      ofProduct.flatMap(({ history }) => history ?? []),
      { fromMs, toMs },
    )
    if (options.json) io.stdout(`${JSON.stringify({ fromMs, toMs, dora, releases: shown })}\n`)
    else if (all.length === 0) io.stdout('No release is in this ledger yet: run one, or name another with --db.\n')
    else {
      const days = options.since === undefined ? '' : ` in the last ${Math.round(options.since / DAY_MS)} days`
      io.stdout(shown.length === 0 ? `No release went out${days}.\n` : `${[HEAD, ...shown.map(row)].join('\n')}\n`)
      io.stdout(`\n${doraLines(dora, options.explain === true).join('\n')}\n`)
    }
    return EXIT.ok
  })
}
