/** A real Prometheus that is stopped and started again in the middle of a run, or comes and goes: blindness is no evidence (docs/metrics.md M3, M8; docs/steps.md G4). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { type FlakyLink, flakyLink } from '../../support/flaky-link.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { type MonitoringProgram, startPrometheus } from '../adapters/metrics/monitoring-program.ts'
import { startServer, type TestServer } from '../adapters/metrics/server.ts'

let app: TestServer
let prometheus: MonitoringProgram | undefined
let link: FlakyLink | undefined
let rig: Rig
/** Of a hundred requests so many are too slow; none fails. */
let late = 0

beforeEach(async () => {
  late = 50
  app = await startServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(`app_errors 0\napp_late ${late}\n`)
  })
  prometheus = await startPrometheus(`127.0.0.1:${app.port}`)
})
afterEach(async () => {
  await rig?.close()
  await link?.close()
  link = undefined
  await prometheus?.stop()
  await app.close()
})

const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const FOR_MS = 2000

const definition = (url: string, forMs = FOR_MS) => {
  const metric = (name: string): Metric => ({
    name,
    title: name,
    unit: 'percent',
    target: { below: 1 },
    intervalMs: 200,
    windowMs: 1000,
    minVolume: 0,
    dryRun: false,
    consecutiveErrorLimit: 2,
    source: { kind: 'prometheus', url, query: `app_${name}`, headers: {}, timeoutMs: 10_000 },
    position,
  })
  const gate = { metrics: ['errors'], forMs }
  const steps = [
    step('switch', { undo: stepId('back') }),
    step('hold', { gate }, { kind: 'gate', text: '' }),
    step('soak', { waitMs: 3_600_000 }, { kind: 'wait', text: '' }),
  ]
  return definitionOf([stage('production', steps), stage('rollback', [step('back')], { kind: 'rollback' })], {
    metrics: [metric('errors'), metric('late')],
    triggers: [
      { metric: 'late', above: 5, forMs: 0, clearForMs: 600, severity: 'high', position },
      { metric: 'errors', above: 5, forMs: 0, clearForMs: 600, severity: 'critical', countdownMs: 0, position },
    ],
  })
}

const health = (metric: string) => rig.state.metrics[`production/${metric}`]
const count = async (type: string) => {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release, limit: 5000 })
  return events.filter((event) => event.type === type).length
}

/** On a busy machine the cockpit may have stood still for a while. */
const goOn = () => {
  if (isHeldByGap(rig.state, rig.run)) rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
}

describe('A Prometheus that is stopped and started again in the middle of a run', () => {
  test('is shown as blind: a gate does not pass by it, nothing is rolled back, and a real breach goes on', async () => {
    rig = await new Rig(definition(prometheus!.url)).open()
    rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    const hold = () => rig.attempt('hold')
    await waitFor('some time that held', () => (hold()?.gate?.progress.errors?.heldMs ?? 0) > 0)
    await waitFor('the breach', async () => health('late')?.status === 'breach' && (await count('trigger.fired')) === 1)

    const blindFromMs = Date.now()
    const { port, stop } = prometheus!
    prometheus = undefined
    await stop()
    const asked = await waitFor('the question', () => hold()!.gate?.asked)
    expect(asked.blocks).toMatchObject([
      { metric: 'errors', state: 'blind', words: expect.stringContaining('refused') },
    ])
    await waitFor('blindness on record', () => health('late')?.status === 'blind')
    expect(health('late')).toMatchObject({ breached: true })
    expect(hold()!.status).toBe('waiting')

    prometheus = await startPrometheus(`127.0.0.1:${app.port}`, port)
    const blindMs = Date.now() - blindFromMs
    await waitFor('evidence again', () => health('errors')?.status === 'holds' && !hold()!.gate?.asked)
    await waitFor('the gate', () => {
      goOn()
      return hold()!.status !== 'waiting'
    })
    expect(hold()!.status).toBe('succeeded')
    expect(hold()!.durationMs).toBeGreaterThanOrEqual(FOR_MS + blindMs)

    await waitFor('the breach again', () => health('late')?.status === 'breach')
    late = 0
    await waitFor('the end of the breach', async () => (await count('trigger.cleared')) === 1)
    for (const type of ['metric.breached', 'metric.recovered', 'trigger.fired'])
      expect([type, await count(type)]).toEqual([type, 1])
    expect([await count('metric.blind'), await count('metric.sighted')]).toEqual([2, 2])
    expect(rig.state.runOrder).toHaveLength(1)
  })
})

test('A Prometheus that comes and goes is blind and seen again each time: a gate counts what was seen, nothing fires, a breach stays one breach', async () => {
  link = await flakyLink(prometheus!.port)
  rig = await new Rig(definition(link.url, 3_600_000)).open()
  let heldMs = 0
  rig.owner.client.onFeed((message) => {
    if (message.kind === 'gate') heldMs = message.view.heldMs
  })
  const fromMs = Date.now()
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  const hold = () => rig.attempt('hold')!
  const isBlind = () => ['errors', 'late'].every((metric) => health(metric)?.status === 'blind')
  const isSeen = () => health('errors')?.status === 'holds' && health('late')?.status === 'breach'
  await waitFor('the breach', () => health('late')?.status === 'breach' && heldMs > 0)
  let blindMs = 0
  for (let flap = 0; flap < 3; flap++) {
    link.down()
    await waitFor('blindness', isBlind)
    const blindFromMs = Date.now()
    await waitFor('the question', () => hold().gate?.asked)
    expect(health('late')).toMatchObject({ breached: true })
    blindMs += Date.now() - blindFromMs
    link.up()
    await waitFor('sight', () => isSeen() && !hold().gate?.asked)
  }
  const before = heldMs
  await waitFor('more time that held', () => heldMs > before)
  expect(hold().status).toBe('waiting')
  expect(heldMs).toBeLessThanOrEqual(Date.now() - fromMs - blindMs)
  for (const [type, times] of Object.entries({
    'metric.blind': 6,
    'metric.sighted': 6,
    'metric.breached': 1,
    'metric.recovered': 0,
    'trigger.fired': 1,
    'trigger.cleared': 0,
  }))
    expect([type, await count(type)]).toEqual([type, times])
  expect(rig.state.runOrder).toHaveLength(1)
})
