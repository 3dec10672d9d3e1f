/** The scorecard in the terminal: what `cockpit status` shows of an environment's metrics. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Sample } from '../../shared/contract/results.ts'
import { SCORE_WORDS } from '../../shared/documents/scorecard-words.ts'
import { projectScorecard, type ScoreRow } from '../../shared/domain/project-scorecard.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectCurrentRun } from '../../shared/domain/steps.ts'

/** Far enough back to say since when a verdict is so. */
const READ_MS = 15 * 60_000
const READ_POINTS = 2000

export type Scorecard = { environment: string; rows: ScoreRow[] }

/** Of the environment that runs or ran last, else of the first stage's. Undefined for a release without a definition. */
export async function readScorecard(
  client: CockpitClient,
  state: ReleaseState,
  nowMs: number,
): Promise<Scorecard | undefined> {
  const run = selectCurrentRun(state)
  const definition = run?.definition ?? state.definition
  const stage = definition?.runbook.stages.find((each) => each.kind === 'forward' && each.environment !== undefined)
  const environment = run?.environment ?? stage?.environment ?? definition?.environments[0]?.name
  if (definition === undefined || environment === undefined) return undefined
  const range = { fromMs: nowMs - READ_MS, toMs: nowMs, points: READ_POINTS }
  const series = new Map<string, Sample[]>()
  for (const { name: metric } of definition.metrics) {
    const { samples } = await client.call('samples.read', { release: state.release, environment, metric, ...range })
    series.set(metric, samples)
  }
  const { metrics } = await client.call('metrics.health', { release: state.release, environment })
  const why = (metric: string) => metrics.find((each) => each.metric === metric)?.why
  const view = { state, definition, environment, series: (metric: string) => series.get(metric) ?? [], why, nowMs }
  return { environment, rows: projectScorecard(view) }
}

const clock = (ms: number, nowMs: number): string => {
  const at = new Date(ms)
  const time = at.toTimeString().slice(0, 8)
  return nowMs - ms < 86_400_000 ? time : `${at.toISOString().slice(0, 10)} ${time}`
}

const cellsOf = (row: ScoreRow, nowMs: number): string[] => [
  row.title,
  row.targetWords || 'none',
  row.actual,
  row.distanceWords,
  row.countWords,
  row.sinceMs === null ? '' : clock(row.sinceMs, nowMs),
  `${SCORE_WORDS[row.status]}${row.isDryRun ? ' (dry run)' : ''}`,
]

const HEAD = ['Metric', 'Target', 'Actual', 'Distance', 'Samples', 'Since', 'Verdict']
/** Columns of numbers stand at the right. */
const AT_RIGHT = [1, 2, 3, 4]

/** A table of its own width; below each row that does not simply hold, the rule behind its verdict. */
export function scorecardLines({ environment, rows }: Scorecard, nowMs: number): string[] {
  const table = [HEAD, ...rows.map((row) => cellsOf(row, nowMs))]
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)))
  const line = (cells: string[]) =>
    `  ${cells.map((cell, column) => (AT_RIGHT.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd()
  const [head, ...lines] = table.map(line)
  const rules = rows.map(({ status, rule, why }) =>
    status === 'holds' || status === 'no-target' ? [] : [`      ${[rule, why].filter(Boolean).join(' ')}`],
  )
  return [`Scorecard of ${environment}`, head!, ...lines.flatMap((each, index) => [each, ...rules[index]!])]
}
