import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { projectReturn } from '../../../shared/domain/project-return.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const HOUR_MS = 3_600_000
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const UNTIL_GO = 'touch started; while [ ! -e go ]; do sleep 0.05; done'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const command = (id: string, text: string, attributes: Step['attributes'] = {}) =>
  step(id, attributes, { text, language: 'bash' })

async function rigWith(steps: Step[], rollback: Step[] = [], more: Partial<ReleaseDefinition> = {}): Promise<Rig> {
  const stages = [stage('production', steps), stage('rollback', rollback, { kind: 'rollback' })]
  const rig = await new Rig(definitionOf(stages, more)).open()
  rigs.push(rig)
  return rig
}

const exists = (rig: Rig, file: string) => existsSync(join(rig.folder, file))
const go = (rig: Rig) => writeFileSync(join(rig.folder, 'go'), '')

describe('When the machine slept', () => {
  test('what ended meanwhile is on record after the gap, nothing was started, and live is observed anew', async () => {
    const services = [{ name: 'api', live: { command: 'cat version' }, dependsOn: [] }]
    const rig = await rigWith([command('work', UNTIL_GO), command('next', 'touch next')], [], { services })
    writeFileSync(join(rig.folder, 'version'), '2.3.1\n')
    rig.tell(START)
    await waitFor('the command', () => exists(rig, 'started'))
    writeFileSync(join(rig.folder, 'version'), '2.4.0\n')
    rig.time.sleep(HOUR_MS)
    go(rig)
    await waitFor('the end', () => rig.attempt('work')?.status === 'succeeded')
    const report = await waitFor('the look', () => {
      const found = projectReturn(rig.state, rig.run)
      return found?.live[0]?.seen && found
    })
    expect(report.blindMs).toBeGreaterThanOrEqual(HOUR_MS)
    expect(report.live[0]?.seen?.version).toBe('2.4.0')
    expect(report.next?.stepId).toBe('next')
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    const order = events.map((event) => event.type)
    expect(order.indexOf('engine.gap')).toBeLessThan(order.indexOf('step.finished'))
    expect(exists(rig, 'next')).toBe(false)
    rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, throughSeq: report.throughSeq, decision: 'continue' })
    expect(await waitFor('the run', () => rig.run.finished)).toMatchObject({ outcome: 'succeeded' })
    expect(exists(rig, 'next')).toBe(true)
  })

  test('a timeout that ran out meanwhile ends nothing; after “continue” it has what was left', async () => {
    const rig = await rigWith([command('slow', UNTIL_GO, { timeoutMs: HOUR_MS })])
    rig.tell(START)
    await waitFor('the command', () => exists(rig, 'started'))
    rig.time.sleep(3 * HOUR_MS)
    const report = await waitFor('the gap', () => projectReturn(rig.state, rig.run))
    expect(report.lapsed).toMatchObject([{ what: 'timeout' }])
    expect(rig.attempt('slow')).toMatchObject({ status: 'running' })
    rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
    go(rig)
    await waitFor('the run', () => rig.run.finished)
    expect(rig.attempt('slow')).toMatchObject({ status: 'succeeded' })
  })

  test('a soak is not over for having been slept through', async () => {
    const rig = await rigWith([step('soak', { waitMs: HOUR_MS }, { kind: 'wait' })])
    rig.tell(START)
    await waitFor('the soak', () => rig.attempt('soak'))
    rig.time.sleep(2 * HOUR_MS)
    await waitFor('the gap', () => rig.state.gaps.length > 0)
    rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
    expect(rig.attempt('soak')?.status).toBe('waiting')
    rig.tell({ type: 'step.skip', runId: rig.run.id, stepId: stepId('soak'), reason: 'Watched it from the phone.' })
    expect(await waitFor('the run', () => rig.run.finished)).toMatchObject({ outcome: 'succeeded' })
  })

  test('a rollback goes on by itself', async () => {
    const rig = await rigWith(
      [command('switch', 'true', { undo: stepId('back') }), step('look', {}, { kind: 'manual' })],
      [command('back', UNTIL_GO), command('check', 'touch checked')],
    )
    rig.tell(START)
    await waitFor('the manual step', () => rig.attempt('look'))
    rig.tell({ type: 'rollback.start', environment: 'production' })
    await waitFor('the undo', () => exists(rig, 'started'))
    rig.time.sleep(HOUR_MS)
    go(rig)
    expect(await waitFor('the rollback', () => rig.run.finished)).toMatchObject({ outcome: 'succeeded' })
    expect(exists(rig, 'checked')).toBe(true)
    expect(rig.state.gaps).toMatchObject([{ kind: 'asleep' }])
  })
})

describe('When somebody sets the clock', () => {
  test.each([
    ['forward', 3 * HOUR_MS],
    ['back', -3 * HOUR_MS],
  ])('%s, no timeout acts, no gap is claimed, and the run goes on', async (_, byMs) => {
    const rig = await rigWith([command('slow', UNTIL_GO, { timeoutMs: HOUR_MS }), command('next', 'touch next')])
    rig.tell(START)
    await waitFor('the command', () => exists(rig, 'started'))
    rig.time.set(byMs)
    go(rig)
    expect(await waitFor('the run', () => rig.run.finished)).toMatchObject({ outcome: 'succeeded' })
    expect(rig.state.gaps).toEqual([])
    expect(rig.run.finished!.durationMs).toBeLessThan(HOUR_MS)
    expect(rig.run.finished!.durationMs).toBeGreaterThanOrEqual(0)
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    expect(events.filter((event) => event.type === 'clock.moved')).toHaveLength(1)
  })
})
