import { stageId, stepId } from '../../shared/ids.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { Rig, waitFor } from '../support/rig.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 60

/** From the command that asks for a rollback to the identity of its first process: what a countdown of 0 would cost. */
async function once(): Promise<number> {
  const forward = [step('switch', { undo: stepId('back') }, { text: 'true', language: 'sh' })]
  const rollback = [step('back', {}, { text: 'true', language: 'sh' })]
  const rig = await new Rig(
    definitionOf([stage('production', forward), stage('rollback', rollback, { kind: 'rollback' })]),
  ).open()
  try {
    rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    await waitFor('the run', () => rig.run.finished)
    const spawned = new Promise<number>((resolve) => {
      const stop = rig.owner.engine.onFeed((message) => {
        if (message.kind !== 'events' || !message.events.some((event) => event.type === 'step.spawned')) return
        stop()
        resolve(performance.now())
      })
    })
    const startedMs = performance.now()
    rig.tell({ type: 'rollback.start', environment: 'production', reason: 'Bench.' })
    const tookMs = (await spawned) - startedMs
    await waitFor('the rollback', () => rig.run.finished)
    return tookMs
  } finally {
    await rig.close()
  }
}

export async function benchRollback(): Promise<BenchRow[]> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await once())
  times.sort((a, b) => a - b)
  const p99 = times[Math.ceil(times.length * 0.99) - 1]!
  const median = times[Math.floor(times.length / 2)]!
  return [
    {
      what: 'rollback asked → its first process runs and is on record, p99',
      figure: `${p99.toFixed(1)} ms`,
      goal: '< 50 ms',
      reached: p99 < 50,
      detail: `median ${median.toFixed(1)} ms of ${ROUNDS}`,
    },
  ]
}
