/** A rolling release whose fleet is really asked before each batch (docs/strategies.md, MU1 to MU6). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import { nextMove } from '../../../shared/domain/next-move.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const FLEET = (failing: number) =>
  ['a', 'b', 'c'].map((name, index) => `${name} 2.4.0 ${index < failing ? 'failing starts' : 'ok'}`).join('\n')

/** The first batch breaks so many instances. */
async function rolling(breaks: number) {
  const batch = (number: number) =>
    step(
      `roll-${number}`,
      {},
      { part: { of: stepId('roll'), number, count: 2 }, text: number === 1 ? `cp after fleet` : 'true' },
    )
  const definition = definitionOf([stage('production', [batch(1), batch(2)])], {
    strategy: { kind: 'rolling', settings: { 'set-batch': [stepId('roll')], 'max-unavailable': 1 } },
    services: [{ name: 'web', dependsOn: [], instances: { command: 'cat fleet' } }],
    environments: [{ name: 'production', vars: {}, secrets: {}, protected: false }],
  })
  const rig = new Rig(definition)
  writeFileSync(join(rig.folder, 'fleet'), FLEET(0))
  writeFileSync(join(rig.folder, 'after'), FLEET(breaks))
  await rig.open()
  rigs.push(rig)
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  return rig
}

/** On a busy machine the cockpit may have stood still for a while: somebody says that the run goes on. */
const moveOf = (rig: Rig) => {
  if (isHeldByGap(rig.state, rig.run)) rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
  return nextMove(rig.state, rig.run, Date.now())
}

test('a batch after which too many fail is the last one until they are well, and then the run ends by itself', async () => {
  const rig = await rolling(2)
  const held = await waitFor('the hold', () => {
    const move = moveOf(rig)
    return move.kind === 'fleet-short' ? move : undefined
  })
  expect(held).toMatchObject({ step: { id: 'roll-2' }, words: '2 of 3 instances fail, at most 1 may: a, b.' })
  expect(rig.attempt('roll-2')).toBeUndefined()
  writeFileSync(join(rig.folder, 'fleet'), FLEET(1))
  await waitFor('the end', () => moveOf(rig).kind === 'none')
  expect(rig.attempt('roll-2')).toMatchObject({ status: 'succeeded' })
})

test('a person begins it all the same, with a reason on record', async () => {
  const rig = await rolling(3)
  await waitFor('the hold', () => moveOf(rig).kind === 'fleet-short')
  rig.tell({ type: 'batch.override', runId: rig.run.id, stepId: stepId('roll-2'), reason: 'They are being replaced.' })
  await waitFor('the end', () => moveOf(rig).kind === 'none')
  expect(rig.run.deviations).toEqual([expect.stringContaining('They are being replaced. (3 of 3 instances fail')])
})
