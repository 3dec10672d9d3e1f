/** `cockpit judge --release`: a canary judged once more by the samples on record, or for the first time. */
import { resolve } from 'node:path'
import { type JudgeConfig, judgeConfigSchema } from '../../shared/analysis/judge/config.ts'
import type { JudgeView } from '../../shared/analysis/judge/judge-view.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Sample } from '../../shared/contract/results.ts'
import { CLASS_NAMES, VERDICT_NAMES } from '../../shared/documents/judge-lines.ts'
import { compareCanary, type PairedSamples } from '../../shared/domain/judging/compare-canary.ts'
import { type PairSide, selectPairs } from '../../shared/domain/judging/select-judging.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectLastAttempt, selectStep } from '../../shared/domain/steps.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { JudgeRequestError, readJudgeConfig } from '../app/judge-files.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, readState, withCockpit } from './session.ts'

export type JudgeReleaseOptions = LedgerOptions & {
  release: string
  env?: string
  run?: string
  pair?: string[]
  from?: string
  to?: string
  config?: string
  json?: boolean
}

/** A time at which a canary is judged, and by what. */
type Stretch = { title: string; fromMs: number; toMs: number; config: JudgeConfig }
type Judged = Pick<Stretch, 'title' | 'fromMs' | 'toMs'> & { view: JudgeView }

const unusable = (message: string) => new CliFailure(EXIT.unusable, message)
const MOST_SAMPLES = 20_000

function instantOf(option: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  const ms = Date.parse(written)
  if (Number.isNaN(ms)) throw unusable(`${option} is "${written}": write a time such as 2026-11-28T22:05:00+01:00.`)
  return ms
}

/** The deploy that was meant: by its id, else the last one of the environment. */
function runOf(state: ReleaseState, { run: id, env }: JudgeReleaseOptions): RunState {
  const deploys = state.runOrder
    .map((each) => state.runs[each]!)
    .filter((run) => run.kind === 'deploy' && (env === undefined || run.environment === env))
  const found = id === undefined ? deploys.at(-1) : deploys.find((run) => run.id === id)
  if (found) return found
  const known = deploys.map((run) => run.id).join(', ') || 'none'
  throw unusable(`There is no such deploy to judge${env ? ` in ${env}` : ''}: the release has ${known}.`)
}

function readConfig(name: string, io: CliIo): JudgeConfig {
  try {
    return readJudgeConfig({ path: resolve(io.cwd, name), name })
  } catch (error) {
    throw error instanceof JudgeRequestError ? unusable(error.message) : error
  }
}

/** What the options say to compare; undefined when the release itself says it. */
function configOf({ config, pair = [] }: JudgeReleaseOptions, io: CliIo): JudgeConfig | undefined {
  const written = config === undefined ? undefined : readConfig(config, io)
  if (pair.length === 0) return written && Object.keys(written.metrics).length > 0 ? written : undefined
  const metrics = pair.map((each) => {
    const [name = '', baseline] = each.split(':')
    return [name, baseline ? { baseline } : {}] as const
  })
  return judgeConfigSchema.parse({ ...written, metrics: Object.fromEntries(metrics) })
}

function stretchesOf(state: ReleaseState, run: RunState, options: JudgeReleaseOptions, io: CliIo): Stretch[] {
  const asked = configOf(options, io)
  const [from, to] = [instantOf('--from', options.from), instantOf('--to', options.to)]
  const nowMs = Date.now()
  const holds = run.plan.flatMap(({ stepId }): Stretch[] => {
    const step = selectStep(run.definition, stepId)
    const attempt = selectLastAttempt(state, run, stepId)
    const config = asked ?? step?.attributes.judge?.config
    if (!step?.attributes.judge || !attempt || !config) return []
    return [{ title: step.title, fromMs: attempt.startedAtMs, toMs: attempt.endedAtMs ?? nowMs, config }]
  })
  if (from === undefined && to === undefined && holds.length > 0) return holds
  const config = asked ?? holds[0]?.config
  if (!config)
    throw unusable('This run judged no canary: say what to compare with --pair CANARY:BASELINE or --config FILE.')
  const [fromMs, toMs] = [from ?? run.startedAtMs, to ?? run.finished?.atMs ?? nowMs]
  if (toMs <= fromMs) throw unusable('--to must be later than --from.')
  return [{ title: `${run.title} in ${run.environment}`, fromMs, toMs, config }]
}

async function readSamples(
  client: CockpitClient,
  release: ReleaseId,
  environment: string,
  { metric, fromMs, toMs }: PairSide,
): Promise<Sample[]> {
  const of = { release, environment, metric: metric.name, fromMs, toMs, points: MOST_SAMPLES }
  const { samples, isDecimated } = await client.call('samples.read', of)
  if (!isDecimated) return samples
  throw unusable(
    `${metric.title} has more than ${MOST_SAMPLES} samples in that time: choose a shorter one with --from and --to.`,
  )
}

async function judge(client: CockpitClient, state: ReleaseState, run: RunState, stretch: Stretch): Promise<Judged> {
  const { title, fromMs, toMs, config } = stretch
  const { pairs, missing } = selectPairs(config, run.definition.metrics, { fromMs, toMs, runFromMs: run.startedAtMs })
  if (missing.length > 0) throw unusable(`The release has no metric ${missing.map((each) => `"${each}"`).join(', ')}.`)
  const samples: PairedSamples = {}
  for (const { name, canary, baseline } of pairs)
    samples[name] = {
      canary: await readSamples(client, state.release, run.environment, canary),
      baseline: await readSamples(client, state.release, run.environment, baseline),
    }
  const seen = Object.entries(config.metrics).map(([name, each]) => [name, { ...each, missing: 'remove' as const }])
  const goal = { pairs, missing, config: { ...config, metrics: Object.fromEntries(seen) }, forMs: toMs - fromMs }
  const view = compareCanary(goal, samples, { gaps: state.gaps, blind: {}, nowMs: toMs, dueAtMs: toMs })
  return { title, fromMs, toMs, view }
}

const timeOf = (ms: number) => new Date(ms).toISOString().slice(11, 19)

const linesOf = ({ title, fromMs, toMs, view }: Judged): string[] => [
  `${VERDICT_NAMES[view.verdict].padEnd(11)} ${title}, ${timeOf(fromMs)} to ${timeOf(toMs)}. ${view.words}`,
  ...view.metrics.map(({ classification, words }) => `  ${CLASS_NAMES[classification].padEnd(8)} ${words}`),
]

/** The worst of all verdicts: 1 when one failed, 3 when one is none that promotes. */
function exitOf(judged: Judged[]): number {
  const verdicts = judged.map(({ view }) => view.verdict)
  if (verdicts.includes('fail')) return EXIT.failed
  return verdicts.every((each) => each === 'pass') ? EXIT.ok : EXIT.refused
}

export async function judgeReleaseCommand(options: JudgeReleaseOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, options.release)
    const state = await readState(client, release)
    const run = runOf(state, options)
    const judged: Judged[] = []
    for (const stretch of stretchesOf(state, run, options, io)) judged.push(await judge(client, state, run, stretch))
    const found = judged.map(({ view, ...rest }) => ({
      ...rest,
      verdict: view.verdict,
      score: view.score,
      words: view.words,
      metrics: view.metrics,
    }))
    const head = `${release}, run ${run.id} in ${run.environment}, times in UTC`
    io.stdout(
      options.json
        ? `${JSON.stringify({ release, environment: run.environment, runId: run.id, judged: found }, null, 2)}\n`
        : `${[head, ...judged.flatMap(linesOf)].join('\n')}\n`,
    )
    return exitOf(judged)
  })
}
