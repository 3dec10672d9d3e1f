/** Output and samples: rows that windows pull for what they show. */
import { decimate } from '../../../shared/analysis/decimate.ts'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import type { OutputStore } from '../../ports/output-store.ts'
import type { OwnerContext } from '../context.ts'
import { bundleNamed } from '../replay/open-bundles.ts'
import { findRelease } from './runs.ts'

/** Of this ledger, or of a bundle somebody replays. */
const outputOf = ({ output, ports }: OwnerContext, bundle: string | undefined): OutputStore =>
  bundle === undefined ? output : bundleNamed(bundle, ports.clock.nowMs()).store.output

export function readOutputHead(
  context: OwnerContext,
  { attempt, bundle }: ParsedParams<'output.head'>,
): Results['output.head'] {
  const { bytes, lines } = outputOf(context, bundle).head(attempt)
  return { bytes, lines }
}

export const readOutputTimes = (
  context: OwnerContext,
  { attempt, bundle }: ParsedParams<'output.times'>,
): Results['output.times'] => ({ times: outputOf(context, bundle).times(attempt) })

export function readOutput(
  context: OwnerContext,
  { attempt, bundle, offset, line, length }: ParsedParams<'output.read'>,
): Results['output.read'] {
  const output = outputOf(context, bundle)
  const range =
    line === undefined ? output.read(attempt, offset ?? 0, length) : output.readFromLine(attempt, line, length)
  const { bytes, firstLine, head } = range
  return { offset: range.offset, bytes, firstLine, headBytes: head.bytes, headLines: head.lines }
}

export function findInOutput(
  context: OwnerContext,
  { attempt, bundle, text, matchCase, fromByte }: ParsedParams<'output.find'>,
): Results['output.find'] {
  const { head, ...found } = outputOf(context, bundle).find(attempt, text, matchCase, fromByte)
  return { ...found, headBytes: head.bytes }
}

/** A stretch without samples this many intervals long is shown as a gap, not bridged by a line. */
const GAP_INTERVALS = 3

async function measured(context: OwnerContext, release: ReleaseId, bundle: string | undefined) {
  const { ports } = context
  if (bundle === undefined)
    return { definition: (await findRelease(context, release)).state().definition, samples: ports.samples }
  const { store, entries } = bundleNamed(bundle, ports.clock.nowMs())
  return { definition: entries.lastDefinition, samples: store.samples }
}

export async function readSamples(
  context: OwnerContext,
  params: ParsedParams<'samples.read'>,
): Promise<Results['samples.read']> {
  const { release, bundle, environment, metric, fromMs, toMs, points } = params
  const { definition, samples } = await measured(context, release, bundle)
  const found = definition?.metrics.find((each) => each.name === metric)
  const gapMs = found && GAP_INTERVALS * found.intervalMs
  const all = samples.read({ release, environment, metric }, fromMs, toMs)
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
