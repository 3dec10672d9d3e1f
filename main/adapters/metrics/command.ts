/** A number that a command prints: all of it, what a regular expression finds, or a place in the JSON it prints. */
import type { Metric, MetricSource as Source } from '../../../shared/runbook/model.ts'
import type { OpenMetric, Reading } from '../../ports/metric-source.ts'
import { type Ran, runBriefly } from '../processes/run-briefly.ts'
import { openAsked, withCount } from './asked-metric.ts'
import { matchNumber } from './match-number.ts'
import { numberAt, numberInText } from './number-in.ts'
import { SourceError } from './source-error.ts'
import type { Surroundings } from './source-server.ts'

type CommandSource = Extract<Source, { kind: 'command' }>

const KEPT_BYTES = 1024 * 1024

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)

/** Why it gave nothing to read, in its own last words. */
const failureOf = ({ code, signal, stderr, timedOut, cut, failure }: Ran, timeoutMs: number): string | undefined => {
  if (failure !== undefined) return `could not be started: ${failure.message}.`
  if (timedOut) return `did not end within ${seconds(timeoutMs)} and was killed; make it quicker or raise its timeout.`
  const said = stderr.trim().split('\n').at(-1)
  if (code !== 0)
    return `ended with ${signal ?? `exit code ${code}`}${said ? `: ${said}` : ' and said nothing on stderr.'}`
  return cut ? 'printed more than 1 MiB; let it print only what is measured.' : undefined
}

const documentIn = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new SourceError(
      `${where} is not JSON; print JSON, or use "match" with a regular expression instead of "json".`,
    )
  }
}

type Measured = { value: number | null; count?: number }

const measure = ({ json, match, volume }: CommandSource, stdout: string, where: string): Measured => {
  if (json !== undefined) {
    const document = documentIn(stdout, where)
    const value = numberAt(document, json, where)
    return volume === undefined ? { value } : { value, count: numberAt(document, volume, where) ?? 0 }
  }
  if (match === undefined)
    return { value: numberInText(stdout, where, 'print the number alone, or name it with "match" or "json"') }
  const found = matchNumber(match, stdout, where)
  const remedy = 'let the group of "match" hold digits only'
  const value = numberInText(found.value, `What /${match}/ finds in ${where}`, remedy)
  return found.volume === undefined
    ? { value }
    : { value, count: numberInText(found.volume, `The volume /${match}/ finds in ${where}`, remedy) }
}

const REMEDY = 'add a "volume" path, or a group (?<volume>…) to "match",'

/**
 * Runs in the release folder with the variables and secrets of the environment, by `sh -c`. An exit code other than 0 is an error of the
 * source; so is a command that does not end in its time, which is killed with what it started.
 */
export const openCommand = (
  metric: Metric,
  source: CommandSource,
  { variables, folder }: Surroundings,
  nowMs: () => number,
): OpenMetric =>
  openAsked(nowMs, () => async (atMs, signal): Promise<Reading> => {
    const { run: command, timeoutMs } = source
    const brief = { command, cwd: folder, env: { ...variables }, timeoutMs, keepBytes: KEPT_BYTES, signal }
    const ran = await runBriefly(brief)
    const failed = failureOf(ran, timeoutMs)
    if (failed !== undefined) throw new SourceError(`The command of metric "${metric.name}" ${failed}`)
    const where = `what the command of metric "${metric.name}" printed`
    const { value, count } = measure(source, ran.stdout, where)
    if (value === null) return { atMs, value, count: 0, reason: `"${source.json}" in ${where} is null: no value.` }
    return withCount({ atMs, value, count: 1 }, metric, count, REMEDY)
  })
