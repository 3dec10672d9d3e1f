import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

import { projectReturn } from '../../../shared/domain/project-return.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

/** Starts the run in another process, kills that one with -9 when `isTime`, and opens the ledger here. */
async function killedIn(text: string, isTime: (rig: Rig) => boolean): Promise<Rig> {
  const rig = new Rig(
    definitionOf([
      stage('production', [
        step('work', {}, { text, language: 'bash' }),
        step('after', {}, { text: 'echo after', language: 'bash' }),
      ]),
    ]),
  )
  rigs.push(rig)
  writeFileSync(join(rig.folder, 'definition.json'), JSON.stringify(rig.definition))
  const script = join(import.meta.dirname, '..', '..', 'support', 'start-and-hang.ts')
  const child = spawn(process.execPath, [script, rig.folder], { stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    await waitFor('the moment to kill', () => isTime(rig))
  } finally {
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  return rig
}

/** A busy machine may take so long to start the next cockpit that a person has to say the run goes on. */
const continued = (rig: Rig) => {
  rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
  return undefined
}

const exists = (rig: Rig, file: string) => existsSync(join(rig.folder, file))

describe('After a kill -9 of the cockpit in the middle of a step', () => {
  test('the command goes on, and the next cockpit has all its output and its exit code', async () => {
    const rig = await killedIn(
      'echo one; touch started; while [ ! -e go ]; do sleep 0.05; done; seq 1 5000; exit 7',
      (each) => exists(each, 'started'),
    )
    writeFileSync(join(rig.folder, 'go'), '')
    await rig.open()
    await waitFor('the end of the step', () => rig.attempt('work')?.status === 'failed')
    expect(rig.attempt('work')).toMatchObject({ exitCode: 7, output: { lines: 5001 } })
    expect(rig.state.gaps).toMatchObject([{ kind: 'unguarded' }])
    expect(Object.values(rig.state.attempts)).toHaveLength(1)
  })

  test('a step that ended well while nobody watched lets the run go on', async () => {
    const rig = await killedIn('touch started; while [ ! -e go ]; do sleep 0.05; done; echo done', (each) =>
      exists(each, 'started'),
    )
    writeFileSync(join(rig.folder, 'go'), '')
    await rig.open()
    await waitFor('the run', () => rig.run.finished ?? continued(rig))
    expect(rig.run.finished).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('work')).toBe('done\n')
    expect(await rig.output('after')).toBe('after\n')
  })

  test('who was away for longer is asked before anything further is started', async () => {
    const rig = await killedIn('touch started; while [ ! -e go ]; do sleep 0.05; done', (each) =>
      exists(each, 'started'),
    )
    writeFileSync(join(rig.folder, 'go'), '')
    rig.time.sleep(3_600_000)
    await rig.open()
    await waitFor('the end of the step', () => rig.attempt('work')?.status === 'succeeded')
    expect(projectReturn(rig.state, rig.run)).toMatchObject({
      gaps: [{ kind: 'unguarded' }],
      ended: [{ stepId: 'work', status: 'succeeded' }],
      next: { stepId: 'after' },
    })
    expect(rig.attempt('after')).toBeUndefined()
    continued(rig)
    await waitFor('the run', () => rig.run.finished)
    expect(rig.attempt('after')?.status).toBe('succeeded')
  })
})
