import { performance } from 'node:perf_hooks'
import { describeFailure, isOwnFailure, shownUrl } from '../http-check/describe-failure.ts'
import {
  dropConnections,
  type HttpAnswer,
  keepConnections,
  RequestTimeout,
  sendRequest,
} from '../http-check/send-request.ts'
import type { Probe } from './probe-window.ts'
import { SourceError } from './source-error.ts'
import { readCa, type SourceServer, trustHint } from './source-server.ts'

export type ProbeSettings = {
  url: URL
  /** Requests per second. */
  rate: number
  timeoutMs: number
  /** GET when left out. */
  method?: string
  headers?: Record<string, string>
  body?: string
  /** At most so many requests at once; `MOST_IN_FLIGHT` when left out. */
  concurrency?: number
  /** Any below 400 when left out. */
  expectStatus?: number | number[]
  expectText?: string
  ca?: NonNullable<SourceServer['ca']>
}

const MOST_IN_FLIGHT = 512
/** What may be asked twice when a kept connection turns out to be dead: a POST may not. */
const REPEATABLE = ['GET', 'HEAD', 'OPTIONS']
/** So long without a tick: this process slept, was stopped, or was kept from running. */
const STALL_MS = 3000
const MAX_TEXT_BYTES = 1024 * 1024

const unexpected = (settings: ProbeSettings, answer: HttpAnswer): string | undefined => {
  const { expectStatus, expectText } = settings
  const wanted = expectStatus === undefined ? undefined : [expectStatus].flat()
  const fits = wanted === undefined ? answer.status < 400 : wanted.includes(answer.status)
  if (!fits) return `answered ${answer.status}${wanted === undefined ? '' : ` instead of ${wanted.join(' or ')}`}`
  if (expectText !== undefined && !answer.body.includes(expectText)) return `answered without "${expectText}"`
  return undefined
}

const probeOnce = async (
  settings: ProbeSettings,
  agents: ReturnType<typeof keepConnections>,
): Promise<Omit<Probe, 'atMs'> & { answered?: boolean }> => {
  const { url, timeoutMs, method = 'GET', headers, body, expectText, ca } = settings
  const keepBytes = expectText === undefined ? 0 : MAX_TEXT_BYTES
  try {
    const answer = await sendRequest({
      method,
      url,
      timeoutMs,
      keepBytes,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      ...(ca === undefined ? {} : { ca: await readCa(ca) }),
      ...(REPEATABLE.includes(method) ? { agents } : {}),
    })
    const why = unexpected(settings, answer)
    const latencyMs = answer.durationMs
    return why === undefined ? { outcome: 'ok', latencyMs } : { outcome: 'failed', latencyMs, why, answered: true }
  } catch (error) {
    if (error instanceof SourceError)
      return { outcome: 'unable', why: `cannot be asked: ${error.message.slice(0, -1)}` }
    const why = describeFailure(error, trustHint(ca))
    if (isOwnFailure(error)) return { outcome: 'unable', why }
    if (error instanceof RequestTimeout) return { outcome: 'failed', latencyMs: timeoutMs, why, answered: true }
    return { outcome: 'failed', why }
  }
}

/**
 * Sends requests to one address at a steady rate and remembers what came back. For a probe the address *is* the release: refused connections,
 * timeouts, 4xx, 5xx and unexpected answers are failures of it, from its first answer on: an address that was never seen up gives no evidence about the
 * release, neither good nor bad. Only what this machine cannot do (no network, no descriptors) is `unable`.
 */
export class Prober {
  readonly #settings: ProbeSettings
  readonly #nowMs: () => number
  readonly #most: number
  readonly #agents: ReturnType<typeof keepConnections>
  readonly #timer: NodeJS.Timeout
  #probes: Probe[] = []
  /** When a request was due and left out, because as many as allowed were open. */
  #leftOutMs: number[] = []
  #keepMs = 0
  #inFlight = 0
  #due = 1
  #tickedAt = performance.now()
  #lookedAt: { wallMs: number; runMs: number }
  /** Counts the times this process did not run for a while: a request from before one tells nothing about the release. */
  #stalls = 0
  #startedAt = performance.now()
  #closed = false
  #firstDone: () => void = () => {}
  #hasAnswered = false
  #silence: string | undefined
  /** Resolves when the first answer (or failure) is in. */
  readonly first: Promise<void>

  constructor(settings: ProbeSettings, nowMs: () => number) {
    this.#settings = settings
    this.#most = settings.concurrency ?? MOST_IN_FLIGHT
    this.#agents = keepConnections(this.#most)
    this.#nowMs = nowMs
    this.#lookedAt = { wallMs: nowMs(), runMs: performance.now() }
    this.first = new Promise((resolve) => {
      this.#firstDone = resolve
    })
    this.#timer = setInterval(() => this.#tick(), Math.max(10, Math.min(1000, 1000 / settings.rate)))
    this.#tick()
  }

  get address(): string {
    return shownUrl(this.#settings.url)
  }

  /** Remember probes for at least so long. */
  keep(durationMs: number): void {
    this.#keepMs = Math.max(this.#keepMs, durationMs)
  }

  /** Probes finished after `nowMs - windowMs`. */
  since(windowMs: number): Probe[] {
    const fromMs = this.#nowMs() - windowMs
    return this.#probes.filter((probe) => probe.atMs > fromMs)
  }

  /** How many requests of the window were left out because as many as allowed were open. */
  leftOut(windowMs: number): number {
    const fromMs = this.#nowMs() - windowMs
    return this.#leftOutMs.filter((atMs) => atMs > fromMs).length
  }

  /** How much of a window has been probed yet; at least a second, so that a rate over it means something. */
  coveredMs(windowMs: number): number {
    return Math.max(1000, Math.min(windowMs, performance.now() - this.#startedAt))
  }

  /** Why nothing is known yet: the address has never answered since it is probed. */
  get silence(): string | undefined {
    return this.#hasAnswered ? undefined : this.#silence
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
    dropConnections(this.#agents)
    this.#firstDone()
  }

  /** Sends what is due; after a pause (sleep, a busy machine) at most one second's worth, never a burst. */
  #tick(): void {
    this.#look()
    const now = performance.now()
    const { rate } = this.#settings
    this.#due = Math.min(this.#due + ((now - this.#tickedAt) / 1000) * rate, Math.max(1, rate))
    this.#tickedAt = now
    for (; this.#due >= 1; this.#due--) {
      if (this.#inFlight < this.#most) void this.#probe()
      else this.#leftOutMs.push(this.#nowMs())
    }
  }

  /** Sleep stops one of these clocks and SIGSTOP neither; ticks are never more than a second apart. After a stall the window begins anew. */
  #look(): void {
    const now = { wallMs: this.#nowMs(), runMs: performance.now() }
    const { wallMs, runMs } = this.#lookedAt
    this.#lookedAt = now
    if (now.wallMs - wallMs <= STALL_MS && now.runMs - runMs <= STALL_MS) return
    this.#stalls++
    this.#startedAt = now.runMs
    this.#probes = []
    this.#leftOutMs = []
  }

  async #probe(): Promise<void> {
    this.#inFlight++
    const stalls = this.#stalls
    const { answered, ...found } = await probeOnce(this.#settings, this.#agents)
    this.#inFlight--
    this.#look()
    if (this.#closed || stalls !== this.#stalls) return this.#firstDone()
    if (answered || found.outcome === 'ok') this.#hasAnswered = true
    if (found.outcome === 'failed' && !this.#hasAnswered) {
      this.#silence = found.why
      this.#firstDone()
      return
    }
    this.#probes.push({ atMs: this.#nowMs(), ...found })
    this.#forget()
    this.#firstDone()
  }

  #forget(): void {
    const oldestMs = this.#nowMs() - this.#keepMs
    while (this.#leftOutMs.length > 0 && this.#leftOutMs[0]! <= oldestMs) this.#leftOutMs.shift()
    const stale = this.#probes.findIndex((probe) => probe.atMs > oldestMs)
    if (stale > 1000 || (stale > 0 && stale > this.#probes.length / 2)) this.#probes = this.#probes.slice(stale)
  }
}
