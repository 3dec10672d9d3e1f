/** Measured times in words, and as the `steps:` a team can put into release.yaml: the source itself is never written. */
import type { Basis, Timing } from '../domain/rehearsal/timings.ts'
import type { RunState } from '../domain/state.ts'
import { formatDuration } from '../runbook/duration.ts'

export const BASIS_WORDS: Record<Basis, string> = {
  measured: 'measured',
  stub: 'a stub: not measured',
  confirmed: 'confirmed by itself: not measured',
  given: 'says itself how long',
  approval: 'waits for people: no plan',
  skipped: 'skipped',
  'not-done': 'not done',
}

/** A plan is no stopwatch: whole seconds, from a minute on to 5 s, from ten on to half a minute; upwards. */
export function roundedMs(ms: number): number {
  const toMs = ms < 60_000 ? 1000 : ms < 600_000 ? 5000 : 30_000
  return Math.max(1000, Math.ceil(ms / toMs) * toMs)
}

export type Offered = { stepId: string; title: string; expectMs: number; measuredMs: number; plannedMs?: number }

/** Steps whose measured time is another than the planned one, once both are rounded. Of several that a strategy made of one, the longest counts. */
export function selectOffered(timings: readonly Timing[]): Offered[] {
  const longest = new Map<string, Offered>()
  for (const { of: stepId, title, measuredMs, plannedMs } of timings) {
    if (measuredMs === undefined || measuredMs <= (longest.get(stepId)?.measuredMs ?? -1)) continue
    const planned = plannedMs === undefined ? {} : { plannedMs }
    longest.set(stepId, { stepId, title, expectMs: roundedMs(measuredMs), measuredMs, ...planned })
  }
  return [...longest.values()].filter(({ plannedMs, expectMs }) => plannedMs !== expectMs)
}

/** With a hyphen nothing is a keyword or a number of YAML. */
const PLAIN_KEY = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/

const keyOf = (stepId: string) => (PLAIN_KEY.test(stepId) ? stepId : JSON.stringify(stepId))

const lineOf = ({ stepId, expectMs, measuredMs, plannedMs }: Offered) =>
  `  ${keyOf(stepId)}: { expect: ${formatDuration(expectMs)} } # measured ${formatDuration(Math.round(measuredMs / 100) * 100)}, ${plannedMs === undefined ? 'no plan' : `planned ${formatDuration(plannedMs)}`}`

/** `from`: what it was measured in, a line. */
export const offeredYaml = (offered: readonly Offered[], from: string): string =>
  offered.length === 0
    ? `# Every measured step takes what is planned (${from}).\n`
    : `# Measured in ${from}. Put these under “steps:” of release.yaml.\nsteps:\n${offered.map(lineOf).join('\n')}\n`

/** Of one run or rehearsal; of one in which nothing was measured it says so. */
export const timingsYaml = (timings: readonly Timing[], from: string): string =>
  timings.some(({ basis }) => basis === 'measured')
    ? offeredYaml(selectOffered(timings), from)
    : `# Nothing was measured in ${from}.\n`

/** What it was measured in. */
export const measuredIn = ({ id, title, environment, rehearsal }: RunState): string =>
  `${rehearsal ? '' : 'run '}${id}, ${title} in ${environment}`
