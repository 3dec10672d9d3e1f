/** From a breach that a real service shows to the rollback's process, and what people and restarts do to it. */
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Metric, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

let server: Server
let url: string
/** Of a hundred requests so many fail. */
let failing = 0
let asked = 0

beforeEach(async () => {
  failing = 0
  server = createServer((_, response) => {
    asked += 1
    response.statusCode = (asked * 37) % 100 < failing ? 500 : 200
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

const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const METRIC = (): Metric => ({
  name: 'error-rate',
  title: 'Error rate',
  unit: 'percent',
  target: { below: 1 },
  intervalMs: 100,
  windowMs: 1000,
  minVolume: 20,
  dryRun: false,
  source: { kind: 'http-probe', url, measure: 'error-rate', rate: 100, timeoutMs: 2000 },
  position,
})

const definition = (trigger: Partial<Trigger>) =>
  definitionOf(
    [
      stage('production', [
        step('switch', { undo: stepId('back') }, { text: 'touch "$RELEASE_FOLDER/switched-$STAGE"' }),
        step('soak', { waitMs: 3_600_000 }, { kind: 'wait', text: '' }),
      ]),
      stage('rollback', [step('back', {}, { text: 'touch "$RELEASE_FOLDER/back-$STAGE"' })], { kind: 'rollback' }),
    ],
    {
      metrics: [METRIC()],
      triggers: [
        { metric: 'error-rate', above: 5, forMs: 0, clearForMs: 500, severity: 'critical', position, ...trigger },
      ],
      environments: [
        { name: 'production', vars: { STAGE: 'production' }, secrets: {}, protected: false },
        { name: 'staging', vars: { STAGE: 'staging' }, secrets: {}, protected: false },
      ],
    },
  )

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const inSoak = (rig: Rig) => waitFor('the soak', () => rig.attempt('soak')?.status === 'waiting' && !rig.run.finished)

/** Drilled in staging, then deployed in production up to its soak. */
async function soaking(trigger: Partial<Trigger> = {}): Promise<Rig> {
  const rig = await new Rig(definition(trigger)).open()
  rigs.push(rig)
  rig.tell({ ...START, environment: 'staging' })
  await inSoak(rig)
  rig.tell({ type: 'rollback.start', environment: 'staging', drill: true })
  await waitFor('the drill', () => rig.run.drill && rig.run.finished)
  expect(rig.run.finished?.outcome).toBe('succeeded')
  rig.tell(START)
  await waitFor(
    'the soak in production',
    () => rig.run.environment === 'production' && rig.attempt('soak')?.runId === rig.run.id,
  )
  return rig
}

const open = (rig: Rig) => selectOpenDecisions(rig.state)[0]
const types = async (rig: Rig) => {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release, limit: 5000 })
  return events.map((event) => event.type)
}
const isBack = (rig: Rig) => existsSync(join(rig.folder, 'back-production'))

/** What-if with the recorded limit fires where it fired, to the sample. */
async function expectReplayAsRecorded(rig: Rig): Promise<void> {
  const asked = { release: rig.state.release, environment: 'production', metric: 'error-rate' }
  const limit = { above: 5, forMs: 0, clearForMs: 500 }
  const answer = await rig.owner.client.call('triggers.replay', { ...asked, ...limit })
  if (!answer.ok) throw new Error(answer.message)
  const fired = answer.whatIf.recorded.flatMap(({ fires }) => fires)
  expect(fired).toHaveLength(1)
  expect(answer.whatIf.replay.fires.map(({ atMs, value }) => [atMs, value])).toEqual(
    fired.map(({ atMs, value }) => [atMs, value]),
  )
}

describe('A critical breach during the soak', () => {
  test('rolls back with nobody touching anything, the end of the countdown and the rollback in one append', async () => {
    const rig = await soaking({ countdownMs: 300 })
    failing = 40
    await waitFor('the undo', () => isBack(rig))
    failing = 0
    await waitFor('the rollback', () => rig.run.kind === 'rollback' && !rig.run.drill && rig.run.finished)
    const order = await types(rig)
    const fired = order.indexOf('trigger.fired')
    expect(order.slice(fired, fired + 2)).toEqual(['trigger.fired', 'decision.opened'])
    const out = order.indexOf('decision.expired')
    expect(order[out + 1]).toBe('run.started')
    expect(order.indexOf('step.spawned', out)).toBeLessThan(order.indexOf('run.finished', out))
    expect(rig.run.startedBy).toEqual({ kind: 'cockpit' })
    await expectReplayAsRecorded(rig)
  })

  test('does nothing by itself once it is vetoed, and counts down again when it gets worse', async () => {
    const rig = await soaking({ countdownMs: 3_600_000 })
    failing = 20
    const decision = await waitFor('the countdown', () => open(rig))
    expect(decision.mode).toBe('countdown')
    const veto = { type: 'decision.veto', decisionId: decision.id, role: 'sre', reason: 'A load test.' } as const
    expect(rig.tell(veto)).not.toHaveProperty('rejection')
    expect(open(rig)).toMatchObject({ severity: 'high', fromId: decision.id })
    failing = 100
    const again = await waitFor('the next countdown', () => open(rig)?.severity === 'critical' && open(rig))
    expect(again).toMatchObject({ mode: 'countdown' })
    expect(isBack(rig)).toBe(false)
  })

  test('asks instead when its limit is no longer passed at the end of the countdown', async () => {
    const rig = await soaking({ countdownMs: 2500 })
    failing = 40
    await waitFor('the countdown', () => open(rig)?.mode === 'countdown')
    failing = 0
    const asked = await waitFor('the question', () => open(rig)?.mode === 'ask' && open(rig))
    expect(asked.interlocks.join(' ')).toMatch(/within its limit again/)
    expect(isBack(rig)).toBe(false)
  })

  test('goes on counting after a restart, and asks when the clock ran out while no cockpit was there', async () => {
    const rig = await soaking({ countdownMs: 3_600_000 })
    failing = 40
    const { dueAtMs } = await waitFor('the countdown', () => open(rig))
    await rig.owner.close()
    const next = await new Rig(rig.definition, rig.folder).open()
    expect(open(next)).toMatchObject({ mode: 'countdown', dueAtMs })
    await next.owner.close()
    const later = new Rig(rig.definition, rig.folder)
    later.time.sleep(2 * 3_600_000)
    await later.open()
    rigs.splice(0, 1, later)
    const asked = await waitFor('the question', () => open(later)?.mode === 'ask' && open(later))
    expect(asked.interlocks.join(' ')).toMatch(/while nobody watched/)
    expect(isBack(later)).toBe(false)
  })
})
