/** Active alerts of an Alertmanager (API v2): how many fire that match, silenced and inhibited ones left out. */
import type { Metric, MetricSource as Source } from '../../../shared/runbook/model.ts'
import type { OpenMetric, Reading } from '../../ports/metric-source.ts'
import type { HttpAnswer } from '../http-check/send-request.ts'
import { openAsked } from './asked-metric.ts'
import { SourceError } from './source-error.ts'
import {
  askServer,
  jsonOf,
  quoteBody,
  resolveServer,
  resolveText,
  type SourceServer,
  type Surroundings,
  whereOf,
  withClock,
} from './source-server.ts'

type AlertmanagerSource = Extract<Source, { kind: 'alertmanager' }>

/** `gettableAlert` of the API, as far as it matters here. */
type Alert = { labels: Record<string, string>; status: { state: string } }

const PATH = '/api/v2/alerts'
const NAMED = 3

/** The address may be the server's own or that of the API. */
const alertsUrl = (base: URL, matchers: readonly string[]): URL => {
  const url = new URL(base)
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/api\/v2(?:\/alerts)?$/, '') + PATH
  const states = { active: 'true', silenced: 'false', inhibited: 'false', unprocessed: 'false' }
  for (const [key, value] of Object.entries(states)) url.searchParams.set(key, value)
  for (const matcher of matchers) url.searchParams.append('filter', matcher)
  return url
}

/** Alertmanager words a refused matcher as a JSON text. */
const refusedMatcher = (server: SourceServer, answer: HttpAnswer): void => {
  if (answer.status === 400)
    throw new SourceError(
      `${whereOf(server)} refused the matchers: ${quoteBody(answer)}; write them like alertname="HighLatency".`,
    )
  if (answer.status === 404)
    throw new SourceError(`${whereOf(server)} has no ${PATH}; name the address of an Alertmanager 0.16 or newer.`)
}

const isAlert = (value: unknown): value is Alert => {
  const { labels, status } = (value ?? {}) as Partial<Alert>
  return typeof labels === 'object' && labels !== null && typeof status?.state === 'string'
}

const alertsOf = (server: SourceServer, answer: HttpAnswer): Alert[] => {
  refusedMatcher(server, answer)
  const document = jsonOf(server, answer)
  if (Array.isArray(document) && document.every(isAlert)) return document
  throw new SourceError(
    `${whereOf(server)} answered JSON that is not a list of alerts; name the address of the Alertmanager itself, such as http://host:9093.`,
  )
}

const nameOf = ({ labels }: Alert): string => {
  const { alertname = 'an alert without a name', instance, service } = labels
  const of = service ?? instance
  return of === undefined ? alertname : `${alertname} (${of})`
}

const readingOf = (atMs: number, active: readonly Alert[]): Reading => {
  const reading = { atMs, value: active.length, count: 1 }
  if (active.length === 0) return reading
  const named = active.slice(0, NAMED).map(nameOf).join(', ')
  return { ...reading, reason: `Active: ${named}${active.length > NAMED ? ` and ${active.length - NAMED} more` : ''}.` }
}

/** Without the alert that always fires nobody tells Alertmanager anything. */
const missingHeartbeat = (server: SourceServer, heartbeat: string): string =>
  `${whereOf(server)} has no active alert with ${heartbeat}, which must always fire: it does not hear from Prometheus, so no alert is no good news.`

/** The count of alerts in state `active` that every matcher fits. A count of zero is a value, not missing data. */
export const openAlertmanager = (
  metric: Metric,
  source: AlertmanagerSource,
  around: Surroundings,
  nowMs: () => number,
): OpenMetric =>
  openAsked(nowMs, () => {
    const server = resolveServer(source, 'Alertmanager', metric.name, around)
    const matchers = source.matchers.map((each) => resolveText(each, 'a matcher', metric.name, around.variables))
    const heartbeat = source.heartbeat && resolveText(source.heartbeat, 'the heartbeat', metric.name, around.variables)
    const activeWith = async (wanted: readonly string[], signal: AbortSignal) => {
      const alerts = alertsOf(server, await askServer(server, alertsUrl(server.base, wanted), signal))
      return alerts.filter(({ status }) => status.state === 'active')
    }
    return async (atMs, signal) => {
      if (heartbeat && (await activeWith([heartbeat], signal)).length === 0)
        throw new SourceError(missingHeartbeat(server, heartbeat))
      const active = await activeWith(matchers, signal)
      return withClock(server, readingOf(atMs, active))
    }
  })
