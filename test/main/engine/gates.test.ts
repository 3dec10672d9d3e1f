/** A gate over a service that is really asked: it passes, fails and asks by what it sees, also after a cockpit was killed (docs/steps.md G1 to G7). */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GateView } from '../../../shared/analysis/measurement/gate.ts'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import { stageId } from '../../../shared/ids.ts'
import type { Metric, StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

let server: Server
let url: string
let isFailing = false

beforeEach(async () => {
  isFailing = false
  server = createServer((_, response) => {
    response.statusCode = isFailing ? 500 : 200
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const metric = (more: Partial<Metric> = {}): Metric => ({
  name: 'error-rate',
  title: 'Error rate',
  unit: 'percent',
  target: { below: 1 },
  intervalMs: 100,
  windowMs: 500,
  minVolume: 5,
  dryRun: false,
  source: { kind: 'http-probe', url, measure: 'error-rate', rate: 50, timeoutMs: 20_000 },
  position: { file: 'release.yaml', line: 1, column: 1, endLine: 1 },
  ...more,
})

const TOKEN = 'canary-of-a-token'

/** A source that never answers. */
const dark = (): Metric =>
  metric({
    name: 'p95',
    title: 'p95',
    consecutiveErrorLimit: 1,
    source: { kind: 'prometheus', url: 'http://127.0.0.1:9/$TOKEN', query: 'up', headers: {}, timeoutMs: 500 },
  })

async function atGate(metrics: Metric[], gate: NonNullable<StepAttributes['gate']>): Promise<Rig> {
  const steps = [step('switch'), step('hold', { gate }, { kind: 'gate', text: '' }), step('retire')]
  const production = { name: 'production', vars: {}, secrets: { TOKEN: { env: 'TOKEN' } }, protected: false }
  const definition = definitionOf([stage('production', steps)], { metrics, environments: [production] })
  const rig = await new Rig(definition).open({ ...process.env, TOKEN })
  rigs.push(rig)
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  await waitFor('the gate', () => rig.attempt('hold'))
  return rig
}

/** On a busy machine the cockpit may have stood still for a while: somebody says that the run goes on. */
const ended = (rig: Rig) => {
  if (isHeldByGap(rig.state, rig.run)) rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
  const attempt = rig.attempt('hold')!
  return rig.run.finished ?? (['waiting', 'succeeded'].includes(attempt.status) ? undefined : attempt)
}

describe('A gate over a real service', () => {
  test('G1: lets the run go on once the target was met for as long as it says, and shows how it stands meanwhile', async () => {
    const rig = await atGate([metric()], { metrics: ['error-rate'], forMs: 1500 })
    const views: GateView[] = []
    rig.owner.client.onFeed((message) => message.kind === 'gate' && views.push(message.view))
    const end = await waitFor('the end', () => ended(rig))
    expect(end).toMatchObject({ outcome: 'succeeded' })
    const { gate, durationMs } = rig.attempt('hold')!
    expect(gate!.judged).toMatchObject({ outcome: 'met', metrics: [{ metric: 'error-rate', state: 'met', value: 0 }] })
    expect(durationMs).toBeGreaterThanOrEqual(1500)
    expect(views.some((view) => view.state === 'holding' && view.heldMs > 0 && view.heldMs < 1500)).toBe(true)
  })

  test('G2: fails as soon as the target is missed, and nothing further begins', async () => {
    const rig = await atGate([metric()], { metrics: ['error-rate'], forMs: 600_000 })
    isFailing = true
    await waitFor('the failure', () => rig.attempt('hold')?.status === 'failed')
    expect(rig.attempt('hold')!.reason).toMatch(
      /^Error rate: [\d.]+ % against < 1 % \(\d+ samples in .*\): 1 failure, 0 borne\.$/,
    )
    expect(rig.attempt('retire')).toBeUndefined()
  })

  test('G4, G6: a source that does not answer holds it and asks, without the secret it was asked with; a person goes on', async () => {
    const rig = await atGate([metric(), dark()], { metrics: ['error-rate', 'p95'], forMs: 200 })
    const shown: string[] = []
    rig.owner.client.onFeed((message) => message.kind === 'gate' && shown.push(JSON.stringify(message.view)))
    const asked = await waitFor('the question', () => rig.attempt('hold')?.gate?.asked)
    expect(asked.blocks).toMatchObject([{ metric: 'p95', state: 'blind' }])
    const views = await waitFor('its words', () => shown.some((each) => each.includes('refused')) && shown.join())
    expect(views + JSON.stringify(asked)).not.toContain(TOKEN)
    expect(views).toContain('http://127.0.0.1:9/*')
    const attemptId = rig.attempt('hold')!.id
    expect(rig.tell({ type: 'gate.override', attemptId, reason: 'The provider looks fine.' })).not.toHaveProperty(
      'rejection',
    )
    expect(await waitFor('the end', () => ended(rig))).toMatchObject({ outcome: 'succeeded' })
  })

  test('G7: the next cockpit goes on from the time on record, and time without a cockpit does not count', async () => {
    const forMs = 3500
    const rig = await atGate([metric()], { metrics: ['error-rate'], forMs })
    const known = () => rig.attempt('hold')?.gate?.progress['error-rate']?.heldMs ?? 0
    await waitFor('progress on record', () => known() >= 1000)
    await rig.owner.close()
    await rig.open({ ...process.env, TOKEN })
    expect(rig.attempt('hold')!.status).toBe('waiting')
    const heldMs = known()
    expect(heldMs).toBeGreaterThanOrEqual(1000)
    const againMs = Date.now()
    expect(await waitFor('the end', () => ended(rig))).toMatchObject({ outcome: 'succeeded' })
    expect(rig.attempt('hold')!.gate!.judged!.metrics[0]!.heldMs).toBeGreaterThanOrEqual(forMs)
    expect(Date.now() - againMs).toBeGreaterThanOrEqual(forMs - heldMs)
  })

  test('G3, M12: time asleep is not counted and holds it until a person has looked; a clock that is set changes nothing', async () => {
    const rig = await atGate([metric()], { metrics: ['error-rate'], forMs: 1500, askAfterMs: 30_000 })
    let view: GateView | undefined
    rig.owner.client.onFeed((message) => {
      if (message.kind === 'gate') view = message.view
    })
    await waitFor('some time that held', () => (view?.heldMs ?? 0) > 200)
    rig.time.set(3_600_000)
    rig.time.sleep(600_000)
    await waitFor('the gap', () => rig.state.gaps.length > 0)
    await waitFor('all the time it takes', () => view?.state === 'met')
    expect(rig.attempt('hold')!.status).toBe('waiting')
    expect(await waitFor('the end', () => ended(rig))).toMatchObject({ outcome: 'succeeded' })
    const { gate } = rig.attempt('hold')!
    expect(gate!.judged!.metrics[0]!.heldMs).toBeLessThan(600_000)
    expect(gate!.asked).toBeUndefined()
  })
})
