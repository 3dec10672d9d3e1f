/** Whether the Prometheus servers a release measures with answer from here, and how far their clocks are from this machine's. */
import type { MachineFact } from '../../../shared/contract/results.ts'
import { capital, formatClock } from '../../../shared/documents/words.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { shownUrl } from '../http-check/describe-failure.ts'
import { askPrometheus } from '../metrics/prometheus-api.ts'
import { resolveServer, type SourceServer, whereOf } from '../metrics/source-server.ts'
import type { Variables } from '../metrics/variables.ts'

/** One environment as it is measured: what `$NAME` stands for there. */
export type MeasuredPlace = { definition: ReleaseDefinition; folder: string; environment: string; variables: Variables }

/** Samples of a source whose clock is further away are read as being of another time. */
const CLOCK_OFF_MS = 2000
const MOST_SERVERS = 10
const TIMEOUT_MS = 3000

const MEANS =
  'The metrics of this release are asked there. Without it they are BLIND: nothing is promoted, and nothing is rolled back by them.'
const REMEDY =
  'Look at its address and headers in release.yaml, and whether this machine is in the network that reaches it (VPN, proxy).'

type Found = { name: string; server?: SourceServer; problem?: string }

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function serverOf(place: MeasuredPlace, metric: ReleaseDefinition['metrics'][number]): Found | undefined {
  if (metric.source.kind !== 'prometheus') return undefined
  try {
    const around = { variables: place.variables, folder: place.folder, nowMs: Date.now }
    const server = resolveServer(metric.source, 'Prometheus', metric.name, around)
    return { name: `Prometheus ${shownUrl(server.base)}`, server: { ...server, timeoutMs: TIMEOUT_MS } }
  } catch (error) {
    return { name: `Prometheus of ${place.environment}`, problem: messageOf(error) }
  }
}

async function ask({ name, server, problem }: Found): Promise<MachineFact> {
  const about = { name, means: MEANS, remedy: REMEDY }
  if (!server) return { ...about, state: 'missing', detail: problem ?? '' }
  try {
    await askPrometheus(server, 'query', { query: '1' })
  } catch (error) {
    const said = messageOf(error).replace(`${whereOf(server)} `, '')
    return { ...about, state: 'missing', detail: capital(said) }
  }
  const { aheadMs = 0 } = server
  if (Math.abs(aheadMs) <= CLOCK_OFF_MS)
    return { ...about, state: 'found', detail: 'Answers, its clock agrees with this one' }
  return {
    ...about,
    state: 'missing',
    detail: `Answers, but its clock is ${formatClock(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`,
    remedy: 'Set one of the two clocks by a time server.',
  }
}

/** Each server once, however many metrics ask it. */
export function checkPrometheus(places: readonly MeasuredPlace[]): Promise<MachineFact[]> {
  const all = places.flatMap((place) => place.definition.metrics.flatMap((metric) => serverOf(place, metric) ?? []))
  const once = [...new Map(all.map((found) => [found.name, found])).values()].slice(0, MOST_SERVERS)
  return Promise.all(once.map(ask))
}
