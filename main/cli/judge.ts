import { resolve } from 'node:path'
import type { CanaryJudgement, CanaryVerdict } from '../../shared/analysis/judge/judge-canary.ts'
import type { MetricJudgement } from '../../shared/analysis/judge/judge-metric.ts'
import { JudgeRequestError, judgeFiles } from '../app/judge-files.ts'
import { type CliIo, EXIT } from './io.ts'

type JudgeIo = Pick<CliIo, 'stdout' | 'stderr' | 'cwd'>

export type JudgeCommandOptions = { baseline?: string; canary?: string; config?: string; json?: boolean }

/** `hold` and `marginal` are a gate that does not open: a person decides. */
const EXITS: Record<CanaryVerdict, number> = {
  pass: EXIT.ok,
  fail: EXIT.failed,
  marginal: EXIT.refused,
  hold: EXIT.refused,
}

const WORDS: Record<CanaryVerdict, string> = {
  pass: 'PASS',
  fail: 'FAIL',
  marginal: 'MARGINAL',
  hold: 'HOLD',
}

const CLASSES: Record<MetricJudgement['classification'], string> = {
  pass: 'Pass',
  high: 'High',
  low: 'Low',
  thin: 'Thin',
  nodata: 'Nodata',
  missing: 'Missing',
}

const shown = (value: number) => Number(value.toPrecision(5)).toString().replace('-', '−')

function leftOut({ canary, baseline }: MetricJudgement): string[] {
  const said = (['missing', 'outliers'] as const).flatMap((kind) => {
    const [of, against] = [canary[kind], baseline[kind]]
    return of + against > 0 ? [`${kind} ${of} canary, ${against} baseline`] : []
  })
  return said.length > 0 ? [`${said.join('; ')}.`] : []
}

function evidence(metric: MetricJudgement, level: number): string[] {
  const { test, meanRatio, commonLanguage, margin } = metric
  if (!test) return []
  const interval = `${shown(test.low)} to ${shown(test.high)} (${level * 100} %)`
  const ratio = meanRatio === undefined ? 'mean ratio none' : `mean ratio ${shown(meanRatio)}`
  return [
    `shift ${shown(test.shift)}, interval ${interval}, p ${shown(test.pValue)}`,
    `${ratio}, chance of a higher value ${shown(commonLanguage!)}, ${shown(Math.abs(margin!))} ${margin! >= 0 ? 'from flipping' : 'beyond the bound'}`,
  ]
}

function metricLines(metric: MetricJudgement, level: number): string[] {
  const counts = `${metric.canary.count} canary, ${metric.baseline.count} baseline samples`
  const head = `${CLASSES[metric.classification].padEnd(8)}${metric.metric}  (${metric.group}; ${counts})`
  return [head, ...[metric.reason, ...evidence(metric, level), ...leftOut(metric)].map((line) => `        ${line}`)]
}

function text({ verdict, reason, metrics, groups, ignored }: CanaryJudgement, level: number): string {
  const scores = groups.map((group) => `${group.group} ${group.score === undefined ? 'no data' : shown(group.score)}`)
  const lines = [
    ...metrics.flatMap((metric) => metricLines(metric, level)),
    ...(groups.length > 1 ? [`Groups  ${scores.join(', ')}`] : []),
    ...(ignored.length > 0 ? [`Not judged, because the configuration does not name them: ${ignored.join(', ')}`] : []),
    `${WORDS[verdict]}  ${reason}`,
  ]
  return `${lines.join('\n')}\n`
}

/** `cockpit judge`: 0 pass, 1 fail, 3 marginal or hold (no verdict yet), 2 for files that cannot be judged. */
export async function judgeCommand(options: JudgeCommandOptions, io: JudgeIo): Promise<number> {
  const { baseline, canary } = options
  if (baseline === undefined || canary === undefined) {
    io.stderr('Give --baseline FILE and --canary FILE, or --release RELEASE for what is on record.\n')
    return EXIT.unusable
  }
  const at = (name: string) => ({ path: resolve(io.cwd, name), name })
  try {
    const { judgement, config } = judgeFiles({
      baseline: at(baseline),
      canary: at(canary),
      ...(options.config === undefined ? {} : { config: at(options.config) }),
    })
    io.stdout(
      options.json ? `${JSON.stringify({ ...judgement, config }, null, 2)}\n` : text(judgement, config.confidence),
    )
    return EXITS[judgement.verdict]
  } catch (error) {
    if (!(error instanceof JudgeRequestError)) throw error
    io.stderr(`${error.message}\n`)
    return EXIT.unusable
  }
}
