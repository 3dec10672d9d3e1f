/** Output and samples: rows that windows pull for what they show. */
import { decimate } from '../../../shared/analysis/decimate.ts'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

export function readOutputHead(
  { output }: OwnerContext,
  { attempt }: ParsedParams<'output.head'>,
): Results['output.head'] {
  const { bytes, lines } = output.head(attempt)
  return { bytes, lines }
}

export function readOutput(
  { output }: OwnerContext,
  { attempt, offset, line, length }: ParsedParams<'output.read'>,
): Results['output.read'] {
  const range =
    line === undefined ? output.read(attempt, offset ?? 0, length) : output.readFromLine(attempt, line, length)
  const { bytes, firstLine, head } = range
  return { offset: range.offset, bytes, firstLine, headBytes: head.bytes, headLines: head.lines }
}

export function findInOutput(
  { output }: OwnerContext,
  { attempt, text, matchCase, fromByte }: ParsedParams<'output.find'>,
): Results['output.find'] {
  const { head, ...found } = output.find(attempt, text, matchCase, fromByte)
  return { ...found, headBytes: head.bytes }
}

/** A stretch without samples this many intervals long is shown as a gap, not bridged by a line. */
const GAP_INTERVALS = 3

export async function readSamples(
  context: OwnerContext,
  params: ParsedParams<'samples.read'>,
): Promise<Results['samples.read']> {
  const { release, environment, metric, fromMs, toMs, points } = params
  const definition = (await findRelease(context, release)).state().definition
  const found = definition?.metrics.find((each) => each.name === metric)
  const gapMs = found && GAP_INTERVALS * found.intervalMs
  const all = context.ports.samples.read({ release, environment, metric }, fromMs, toMs)
  return { samples: decimate(all, points, gapMs, found?.minVolume), isDecimated: all.length > points }
}

/** Secrets that commands print are read beforehand, so that nothing waits for them. */
export async function watchMetrics(
  context: OwnerContext,
  { release, environment }: ParsedParams<'metrics.watch'>,
): Promise<Results['metrics.watch']> {
  const found = await findRelease(context, release)
  const { definition, folder } = found.state()
  if (definition) await context.ports.variables.prepare({ definition, folder, environment })
  return { watching: context.engine.watchMetrics(found, environment) }
}

/** Empty where nothing is measured, or no trigger is on a burn rate. */
export async function readBurning(
  context: OwnerContext,
  { release, environment }: ParsedParams<'triggers.burning'>,
): Promise<Results['triggers.burning']> {
  await findRelease(context, release)
  return { burning: context.engine.burning(release, environment) }
}
