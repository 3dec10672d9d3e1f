/** From the validated file to the definition: everything of it but the runbook. */
import { STANDARD_WINDOWS } from '../../analysis/burn-rate.ts'
import type {
  ApprovalRule,
  BurnRate,
  Environment,
  InstancesCheck,
  LiveCheck,
  Metric,
  MetricSource,
  Person,
  Position,
  ReleaseDefinition,
  SecretRef,
  Service,
  SourceAddress,
  Strategy,
  Trigger,
  Window,
} from '../model.ts'
import { toNoticePlan } from '../notices/to-plan.ts'
import { parseInstant } from './instants.ts'
import type { YamlFile } from './read-yaml.ts'
import type { ReleaseFile } from './schema.ts'

type WrittenAddress = { url: string; headers: Record<string, string>; ca?: string; timeout: number }

type Place = (path: readonly PropertyKey[]) => Position

const placesOf =
  (yaml: YamlFile): Place =>
  (path) => {
    const { file, line, column } = yaml.keyAt(path)
    return { file, line, column, endLine: line }
  }

function windowOf(period: { start: string; end: string }): Window[] {
  const start = parseInstant(period.start)
  const end = parseInstant(period.end)
  return start && end ? [{ startMs: start.ms, endMs: end.ms, offsetMinutes: start.offsetMinutes }] : []
}

function strategyOf(written: ReleaseFile['strategy']): Strategy {
  if (typeof written === 'string') return { kind: written, settings: {} }
  const { kind, ...settings } = written
  return { kind, settings }
}

const personOf = (written: string | Person): Person => (typeof written === 'string' ? { name: written } : written)

const teamOf = (team: ReleaseFile['team']): Record<string, Person[]> =>
  Object.fromEntries(
    Object.entries(team).map(([role, people]) => [role, (Array.isArray(people) ? people : [people]).map(personOf)]),
  )

const rulesOf = (rules: NonNullable<ReleaseFile['approvals']>): Record<string, ApprovalRule> =>
  Object.fromEntries(
    Object.entries(rules).map(([role, { count, 'not-executor': notExecutor }]) => [role, { count, notExecutor }]),
  )

const servicesOf = (services: ReleaseFile['services'], place: Place): Service[] =>
  Object.entries(services).map(([name, service]) => ({
    name,
    dependsOn: service['depends-on'] ?? [],
    position: place(['services', name]),
    ...(service.live ? { live: service.live as LiveCheck } : {}),
    ...(service.idle ? { idle: service.idle as LiveCheck } : {}),
    ...(service.instances ? { instances: service.instances as InstancesCheck } : {}),
  }))

const environmentsOf = (environments: ReleaseFile['environments']): Environment[] =>
  Object.entries(environments).map(([name, each]) => ({
    name,
    vars: each.vars,
    secrets: each.secrets as Record<string, SecretRef>,
    protected: each.protected,
    ...(each.ssh ? { ssh: each.ssh } : {}),
  }))

const addressOf = ({ url, headers, ca, timeout }: WrittenAddress): SourceAddress => ({
  url,
  headers,
  ca,
  timeoutMs: timeout,
})

function sourceOf(source: ReleaseFile['metrics'][string]['source']): MetricSource {
  const probe = source['http-probe']
  if (probe) {
    const { url, measure, rate, timeout: timeoutMs, method, headers, body, concurrency, ca } = probe
    return {
      kind: 'http-probe',
      url,
      measure,
      rate,
      timeoutMs,
      method,
      headers,
      body,
      concurrency,
      ca,
      expectStatus: probe['expect-status'],
      expectText: probe['expect-text'],
    }
  }
  if (source.prometheus) {
    const { query, volume } = source.prometheus
    return { kind: 'prometheus', query, volume, ...addressOf(source.prometheus) }
  }
  if (source.ledger)
    return { kind: 'ledger', measure: typeof source.ledger === 'string' ? source.ledger : source.ledger.measure }
  if (source.alertmanager) {
    const { matchers, heartbeat } = source.alertmanager
    return { kind: 'alertmanager', matchers, heartbeat, ...addressOf(source.alertmanager) }
  }
  if (source.json) {
    const { path, volume } = source.json
    return { kind: 'json', path, volume, ...addressOf(source.json) }
  }
  const { timeout: timeoutMs, ...command } = source.command!
  return { kind: 'command', ...command, timeoutMs }
}

const metricsOf = (metrics: ReleaseFile['metrics'], place: Place): Metric[] =>
  Object.entries(metrics).map(([name, metric]) => ({
    name,
    title: metric.title ?? name,
    unit: metric.unit,
    target: metric.target,
    intervalMs: metric.interval,
    windowMs: metric.window,
    minVolume: metric['min-volume'],
    dryRun: metric['dry-run'],
    failure: metric.failure,
    initialDelayMs: metric['initial-delay'],
    count: metric.count,
    failureLimit: metric['failure-limit'],
    inconclusiveLimit: metric['inconclusive-limit'],
    consecutiveSuccessLimit: metric['consecutive-success-limit'],
    consecutiveErrorLimit: metric['consecutive-error-limit'],
    errorRetryMs: metric['error-retry'],
    baselineMs: metric.baseline,
    source: sourceOf(metric.source),
    position: place(['metrics', name]),
  }))

type WrittenBurnRate = NonNullable<ReleaseFile['triggers'][number]['burn-rate']>

export const burnRateOf = ({ objective, windows = ['standard'] }: WrittenBurnRate): BurnRate => ({
  objective,
  windows: windows.flatMap((each) =>
    each === 'standard' ? STANDARD_WINDOWS : [{ longMs: each.long, shortMs: each.short, factor: each.factor }],
  ),
})

const triggersOf = (triggers: ReleaseFile['triggers'], place: Place): Trigger[] =>
  triggers.map(({ metric, above, below, for: forMs, severity, service, arm, ...rest }, index) => ({
    metric,
    above,
    below,
    forMs,
    clearForMs: rest['clear-for'] ?? 2 * forMs,
    severity,
    service,
    arm,
    countdownMs: rest.countdown,
    burnRate: rest['burn-rate'] && burnRateOf(rest['burn-rate']),
    notify: rest.notify,
    position: place(['triggers', index]),
  }))

function repositoryOf(
  written: ReleaseFile['release']['repository'],
): Pick<ReleaseDefinition, 'repository' | 'history'> {
  if (typeof written !== 'object') return written === undefined ? {} : { repository: written }
  const { path, tag, only } = written
  return { repository: path, history: { ...(tag ? { tag } : {}), ...(only ? { only } : {}) } }
}

export type ReleasePart = Omit<ReleaseDefinition, 'runbook' | 'notYetActedOn'>

/** What release.yaml says. Optional values that were left out are left out here too. */
export function toReleasePart(yaml: YamlFile, parsed: ReleaseFile): ReleasePart {
  const { name, version, previous, ticket, repository } = parsed.release
  const place = placesOf(yaml)
  const part: ReleasePart = {
    name,
    version,
    previous,
    ticket,
    ...repositoryOf(repository),
    strategy: strategyOf(parsed.strategy),
    windows: parsed.windows.flatMap(windowOf),
    freezes: parsed.freezes.flatMap(windowOf),
    services: servicesOf(parsed.services, place),
    team: teamOf(parsed.team),
    ...(parsed.approvals ? { approvals: rulesOf(parsed.approvals) } : {}),
    environments: environmentsOf(parsed.environments),
    metrics: metricsOf(parsed.metrics, place),
    triggers: triggersOf(parsed.triggers, place),
    communication: parsed.communication,
    notices: parsed.communication && toNoticePlan(parsed.communication),
    ...(parsed.documents ? { documents: parsed.documents } : {}),
  }
  // Through JSON, because what a ledger gives back has no undefined in it either.
  return JSON.parse(JSON.stringify(part)) as ReleasePart
}
