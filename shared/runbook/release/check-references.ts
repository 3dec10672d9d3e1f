/** What release.yaml says about its own parts: metrics, services, roles, windows, variables. Works on unvalidated data, so that all mistakes come at once. */
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import { gateSchema } from '../step-attributes.ts'
import { suggestion } from '../suggest.ts'
import { refuseVariable } from '../variables.ts'
import { findCycles } from './cycles.ts'
import { parseInstant } from './instants.ts'
import { asList, asNames, asRecord, asText } from './raw.ts'
import type { Path, YamlFile } from './read-yaml.ts'

export type Check = { yaml: YamlFile; root: Record<string, unknown> }

type Named = { name: string; path: Path }

/** A finding for every name that is not among the known ones. */
function unknownNames({ yaml }: Check, named: Named[], known: string[], code: string, noun: string): Finding[] {
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => {
      const hint = suggestion(name, known, 'There are')
      const none = known.length === 0 ? ' None is defined.' : ''
      return finding('error', code, yaml.valueAt(path), `There is no ${noun} "${name}".${hint}${none}`)
    })
}

const namesAt = (value: unknown, path: Path): Named[] =>
  asNames(value).map((name, index) => ({ name, path: Array.isArray(value) ? [...path, index] : path }))

function metricReferences({ root }: Check): Named[] {
  const triggers = asList(root.triggers).flatMap((trigger, index) =>
    namesAt(asText(asRecord(trigger).metric), ['triggers', index, 'metric']),
  )
  const judge = asRecord(asRecord(root.strategy).judge)
  const gates = Object.entries(asRecord(root.steps)).flatMap(([id, step]) => {
    const gate = asRecord(step).gate
    if (typeof gate !== 'string') return namesAt(asRecord(gate).metrics, ['steps', id, 'gate', 'metrics'])
    const read = gateSchema.safeParse(gate)
    return (read.data?.metrics ?? []).map((name) => ({ name, path: ['steps', id, 'gate'] }))
  })
  return [...triggers, ...namesAt(judge.metrics, ['strategy', 'judge', 'metrics']), ...gates]
}

function serviceReferences({ root }: Check): Named[] {
  const dependencies = Object.entries(asRecord(root.services)).flatMap(([name, service]) =>
    namesAt(asRecord(service)['depends-on'], ['services', name, 'depends-on']),
  )
  const triggers = asList(root.triggers).flatMap((trigger, index) =>
    namesAt(asText(asRecord(trigger).service), ['triggers', index, 'service']),
  )
  const steps = Object.entries(asRecord(root.steps)).flatMap(([id, step]) =>
    namesAt(asText(asRecord(step).service), ['steps', id, 'service']),
  )
  return [...dependencies, ...triggers, ...steps]
}

function checkCycles({ yaml, root }: Check): Finding[] {
  const services = asRecord(root.services)
  const edges = new Map(Object.entries(services).map(([name, each]) => [name, asNames(asRecord(each)['depends-on'])]))
  return findCycles(edges).map((cycle) => {
    const place = yaml.keyAt(['services', cycle[0]!, 'depends-on'])
    const round = [...cycle, cycle[0]].join(' → ')
    return finding('error', 'dependency-cycle', place, `These services depend on each other in a circle: ${round}.`)
  })
}

function checkPeriods({ yaml, root }: Check): Finding[] {
  return ['windows', 'freezes'].flatMap((list) =>
    asList(root[list]).flatMap((each, index) => {
      const period = asRecord(each)
      return ['start', 'end']
        .flatMap((key) => checkInstant(yaml, [list, index, key], period[key]))
        .concat(checkOrder(yaml, [list, index], period))
    }),
  )
}

function checkInstant(yaml: YamlFile, path: Path, value: unknown): Finding[] {
  const written = asText(value)
  if (written === undefined || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/.test(written)) return []
  if (parseInstant(written)) return []
  return [finding('error', 'bad-date', yaml.valueAt(path), `"${written}" is not a date and time that exists.`)]
}

function checkOrder(yaml: YamlFile, path: Path, period: Record<string, unknown>): Finding[] {
  const start = parseInstant(asText(period.start) ?? '')
  const end = parseInstant(asText(period.end) ?? '')
  if (!start || !end || end.ms > start.ms) return []
  const what = path[0] === 'freezes' ? 'This freeze' : 'This window'
  const how = end.ms === start.ms ? 'ends when it starts' : 'ends before it starts'
  const text = `${what} ${how}: from ${period.start} to ${period.end}.`
  return [finding('error', 'window-order', yaml.valueAt([...path, 'end']), text)]
}

function checkTriggers({ yaml, root }: Check): Finding[] {
  return asList(root.triggers).flatMap((each, index) => {
    const trigger = asRecord(each)
    if (['above', 'below', 'burn-rate'].some((key) => key in trigger) || !('metric' in trigger)) return []
    const text = 'This trigger has no limit: say above:, below: or burn-rate:.'
    return [finding('error', 'missing-key', yaml.valueAt(['triggers', index]), text)]
  })
}

/** A burn rate needs a share, and is a limit of its own. */
function checkBurnRates({ yaml, root }: Check): Finding[] {
  return asList(root.triggers).flatMap((each, index) => {
    const trigger = asRecord(each)
    if (!('burn-rate' in trigger)) return []
    const name = asText(trigger.metric)
    const metric = asRecord(asRecord(root.metrics)[name ?? ''])
    const place = yaml.keyAt(['triggers', index, 'burn-rate'])
    const unit = asText(metric.unit) ?? 'count'
    const isShare = !('source' in metric) || unit === 'percent' || unit === 'ratio'
    const text = `A burn rate needs the share of what fails or succeeds: ${name} has the unit ${unit}, not percent or ratio.`
    const twice = 'above' in trigger || 'below' in trigger
    return [
      ...(isShare ? [] : [finding('error', 'bad-burn-rate', place, text)]),
      ...(twice
        ? [
            finding(
              'error',
              'bad-burn-rate',
              place,
              'A trigger has a limit or a burn rate, not both: write two triggers.',
            ),
          ]
        : []),
    ]
  })
}

function checkVariables({ yaml, root }: Check): Finding[] {
  return Object.entries(asRecord(root.environments)).flatMap(([environment, each]) => {
    const { vars, secrets } = asRecord(each)
    const both = Object.keys(asRecord(vars)).filter((name) => name in asRecord(secrets))
    const refused = [...groupNames(environment, 'vars', vars), ...groupNames(environment, 'secrets', secrets)].flatMap(
      ({ name, path, value }) => {
        const why = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? refuseVariable(name, value) : undefined
        return why === undefined ? [] : [finding('error', 'refused-variable', yaml.keyAt(path), why)]
      },
    )
    const twice = both.map((name) => {
      const place = yaml.keyAt(['environments', environment, 'secrets', name])
      return finding(
        'error',
        'duplicate-key',
        place,
        `${name} is both a variable and a secret of ${environment}: keep one.`,
      )
    })
    return [...refused, ...twice]
  })
}

const groupNames = (environment: string, group: string, value: unknown) =>
  Object.entries(asRecord(value)).map(([name, each]) => ({
    name,
    path: ['environments', environment, group, name],
    value: asText(each) ?? '',
  }))

export function checkReferences(check: Check): Finding[] {
  const { root } = check
  return [
    ...unknownNames(check, metricReferences(check), Object.keys(asRecord(root.metrics)), 'undefined-metric', 'metric'),
    ...unknownNames(
      check,
      serviceReferences(check),
      Object.keys(asRecord(root.services)),
      'unknown-service',
      'service',
    ),
    ...checkCycles(check),
    ...checkPeriods(check),
    ...checkTriggers(check),
    ...checkBurnRates(check),
    ...checkVariables(check),
  ]
}
