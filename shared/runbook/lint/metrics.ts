/** Metrics that can be measured and never judged, or not everywhere: better found at the review than in the night. */
import { finding } from '../findings.ts'
import type { Finding, Metric, MetricSource, ReleaseDefinition } from '../model.ts'
import { definesVariable, isGivenVariable } from './undefined-variables.ts'
import { scriptVariables } from './variables-used.ts'

/** The texts of a source in which `$NAME` must be defined. */
const textsOf = (source: MetricSource): string[] => {
  if (source.kind === 'ledger' || source.kind === 'not-yet' || source.kind === 'command') return []
  const reached = [source.url, ...Object.values(source.headers ?? {}), source.ca ?? '']
  if (source.kind === 'prometheus') return [...reached, source.query, source.volume ?? '']
  return source.kind === 'alertmanager' ? [...reached, ...source.matchers, source.heartbeat ?? ''] : reached
}

export const namesIn = (text: string): string[] =>
  [...text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2]!)

const namesUsed = (source: MetricSource): string[] => [
  ...new Set(
    source.kind === 'command'
      ? scriptVariables(source.run).reads.keys()
      : textsOf(source).flatMap((text) => namesIn(text)),
  ),
]

function undefinedVariables({ environments }: ReleaseDefinition, metric: Metric): Finding[] {
  return namesUsed(metric.source).flatMap((name) => {
    const lacking = environments.filter((each) => !definesVariable(each, name))
    if (isGivenVariable(name) || lacking.length === 0) return []
    const where = lacking.length === environments.length ? '' : ` in ${lacking.map((each) => each.name).join(', ')}`
    const text = `$${name} is used by the source of ${metric.name}, but not defined${where}: add it under vars or secrets, or the metric is blind there.`
    return [finding('warning', 'undefined-variable', metric.position, text)]
  })
}

const REMEDIES: Partial<Record<MetricSource['kind'], string>> = {
  prometheus: 'add a "volume" query',
  json: 'add a "volume" path',
  command: 'add a "volume" path, or a group (?<volume>…) to "match"',
  alertmanager: 'a count of alerts needs none: remove min-volume',
}

const isCounted = (source: MetricSource): boolean => {
  if (source.kind === 'command') return source.volume !== undefined || source.match?.includes('(?<volume>') === true
  return source.kind === 'prometheus' || source.kind === 'json' ? source.volume !== undefined : false
}

/** A value that nothing stands behind never reaches a min-volume. */
function neverJudged({ name, minVolume, source, position }: Metric): Finding[] {
  const remedy = REMEDIES[source.kind]
  if (minVolume <= 1 || remedy === undefined || isCounted(source)) return []
  const text = `${name} stays THIN for ever: nothing says how many samples are behind its value, so min-volume ${minVolume} is never met; ${remedy}.`
  return [finding('warning', 'never-judged', position, text)]
}

/** `30` in minutes, meant or not, is read as half a minute. */
function unclearTime({ name, unit, source, position }: Metric): Finding[] {
  if (source.kind !== 'ledger' || source.measure === 'critical-incidents' || unit === 's' || unit === 'ms') return []
  const text = `${name} is a time, but its unit is ${unit}: say unit: s or ms. Its target is read in seconds.`
  return [finding('warning', 'unclear-unit', position, text)]
}

const SECRET_HEADER = /^(?:proxy-)?authorization$|^cookie$|api-?key|token|secret/i

/** What stands in a header as text is in the repository and on the record. */
function literalSecrets({ name, source, position }: Metric): Finding[] {
  if (!('headers' in source)) return []
  return Object.entries(source.headers ?? {}).flatMap(([header, value]) => {
    if (!SECRET_HEADER.test(header) || value.includes('$')) return []
    const text = `The header ${header} of ${name} is written out and goes on the record: put the value under secrets of the environment and write $NAME here.`
    return [finding('warning', 'literal-secret', position, text)]
  })
}

/** The ledger's own measures are folded, not sampled: there is nothing a trigger or a gate could watch. */
function neverWatched({ metrics, triggers, runbook }: ReleaseDefinition): Finding[] {
  const own = new Set(metrics.filter(({ source }) => source.kind === 'ledger').map(({ name }) => name))
  const text = (what: string, name: string) =>
    `This ${what} never acts: ${name} comes from the ledger and is shown on the scorecard, not sampled. Name a metric with another source.`
  const gates = runbook.stages.flatMap(({ steps }) => steps)
  return [
    ...triggers
      .filter(({ metric }) => own.has(metric))
      .map(({ metric, position }) => finding('warning', 'never-watched', position, text('trigger', metric))),
    ...gates.flatMap(({ attributes, position }) =>
      (attributes.gate?.metrics ?? [])
        .filter((name) => own.has(name))
        .map((name) => finding('warning', 'never-watched', position, text('gate', name))),
    ),
  ]
}

export const lintMetrics = (definition: ReleaseDefinition): Finding[] => [
  ...neverWatched(definition),
  ...definition.metrics.flatMap((metric) => [
    ...literalSecrets(metric),
    ...undefinedVariables(definition, metric),
    ...neverJudged(metric),
    ...unclearTime(metric),
  ]),
]
