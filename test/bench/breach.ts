import { stageId, stepId } from '../../shared/ids.ts'
import type { MetricSource } from '../../shared/runbook/model.ts'
import { startServer } from '../main/adapters/metrics/server.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { Rig, waitFor } from '../support/rig.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 200
const INTERVAL_MS = 100

const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }

const definition = (source: MetricSource) =>
  definitionOf(
    [
      stage('production', [
        step('switch', { undo: stepId('back') }, { text: 'true' }),
        step('soak', { waitMs: 3_600_000 }, { kind: 'wait', text: '' }),
      ]),
      stage('rollback', [step('back', {}, { text: 'true' })], { kind: 'rollback' }),
    ],
    {
      metrics: [
        {
          name: 'errors',
          title: 'Errors',
          unit: 'percent',
          target: { below: 1 },
          intervalMs: INTERVAL_MS,
          windowMs: 1000,
          minVolume: 0,
          dryRun: false,
          source,
          position,
        },
      ],
      triggers: [
        { metric: 'errors', above: 5, forMs: 0, clearForMs: 0, severity: 'critical', countdownMs: 0, position },
      ],
    },
  )

/** A release in its soak, again and again, and a source that turns bad. */
class Soak {
  readonly rig: Rig
  #isBad = false
  /** When the first bad answer left the source. */
  #badAtMs: number | undefined

  constructor(source: MetricSource) {
    this.rig = new Rig(definition(source))
  }

  /** What the source answers now. */
  answer(): string {
    if (this.#isBad) this.#badAtMs ??= performance.now()
    return JSON.stringify({ value: this.#isBad ? 40 : 0 })
  }

  async deploy(): Promise<void> {
    this.rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    await waitFor('the soak', () => this.rig.run.kind === 'deploy' && this.#isSoaking())
  }

  #isSoaking(): boolean {
    const attempt = this.rig.attempt('soak')
    return attempt?.runId === this.rig.run.id && attempt.status === 'waiting'
  }

  /** Without it the cockpit would ask instead of acting. */
  async drill(): Promise<void> {
    await this.deploy()
    this.rig.tell({ type: 'rollback.start', environment: 'production', drill: true })
    await waitFor('the drill', () => this.rig.run.drill && this.rig.run.finished)
  }

  async breach(): Promise<number> {
    await waitFor('good samples', () => Object.values(this.rig.state.triggers ?? {}).every(({ fired }) => !fired))
    const spawned = new Promise<number>((resolve) => {
      const stop = this.rig.owner.engine.onFeed((message) => {
        if (message.kind !== 'events' || !message.events.some((event) => event.type === 'step.spawned')) return
        stop()
        resolve(performance.now())
      })
    })
    this.#badAtMs = undefined
    this.#isBad = true
    const atMs = await spawned
    this.#isBad = false
    await waitFor('the rollback', () => this.rig.run.kind === 'rollback' && this.rig.run.finished)
    return atMs - this.#badAtMs!
  }
}

/** From the bad answer of a source, through sample, trigger and a countdown of 0, to the identity of the rollback's first process on record. */
export async function benchBreach(): Promise<BenchRow[]> {
  let answer = () => '{}'
  const server = await startServer((_, response) => response.end(answer()))
  const source = { kind: 'json', url: server.url, path: 'value', headers: {}, timeoutMs: 5000 } as const
  const soak = new Soak(source)
  answer = () => soak.answer()
  const times: number[] = []
  try {
    await soak.rig.open()
    await soak.drill()
    while (times.length < ROUNDS) {
      await soak.deploy()
      times.push(await soak.breach())
    }
  } finally {
    await soak.rig.close()
    await server.close()
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.ceil(times.length * share) - 1]!
  return [
    {
      what: 'breach sampled → rollback process runs and is on record, p99',
      figure: `${at(0.99).toFixed(1)} ms`,
      goal: '< 50 ms',
      reached: at(0.99) < 50,
      detail: `median ${at(0.5).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms of ${ROUNDS}; countdown 0, from the bad answer of the source`,
    },
  ]
}
