import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import type { TimedDecision } from '../../../shared/domain/decisions/timed-decision.ts'
import { projectReturn } from '../../../shared/domain/project-return.ts'
import { stepId } from '../../../shared/ids.ts'
import type { Stage } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

/** Lets a cockpit of test/support go to work in another process, and kills that one with -9 when `isTime`; what it said is in `said`. */
async function killed(
  stages: Stage[],
  cockpit: string,
  isTime: (rig: Rig, said: string) => boolean,
): Promise<{ rig: Rig; said: string }> {
  const rig = new Rig(definitionOf(stages))
  rigs.push(rig)
  writeFileSync(join(rig.folder, 'definition.json'), JSON.stringify(rig.definition))
  const script = join(import.meta.dirname, '..', '..', 'support', cockpit)
  const child = spawn(process.execPath, [script, rig.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8')
  })
  try {
    await waitFor('the moment to kill', () => isTime(rig, said))
  } finally {
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  return { rig, said }
}

async function killedIn(text: string, isTime: (rig: Rig) => boolean): Promise<Rig> {
  const work = step('work', {}, { text, language: 'bash' })
  const after = step('after', {}, { text: 'echo after', language: 'bash' })
  return (await killed([stage('production', [work, after])], 'start-and-hang.ts', isTime)).rig
}

/** A busy machine may take so long to start the next cockpit that a person has to say the run goes on. */
const continued = (rig: Rig) => {
  rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
  return undefined
}

const WAIT = { kind: 'wait', text: '' } as const

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

test('After a kill -9 of the cockpit a countdown is due when it was, and one that ran out meanwhile asks instead of rolling back', async () => {
  const { rig, said } = await killed(
    [
      stage('production', [step('switch', { undo: stepId('back') }), step('soak', { waitMs: 3_600_000 }, WAIT)]),
      stage('rollback', [step('back')], { kind: 'rollback' }),
    ],
    'soak-and-hang.ts',
    (_, line) => line.endsWith('\n'),
  )
  const { id, mode, dueAtMs } = JSON.parse(said) as TimedDecision
  expect(mode).toBe('countdown')
  await rig.open()
  expect(rig.state.decisions![id]!.dueAtMs).toBe(dueAtMs)
  await rig.owner.close()
  rig.time.sleep(3_600_000)
  await rig.open()
  const asked = await waitFor('the question', () =>
    selectOpenDecisions(rig.state).find((each) => each.mode === 'ask' && each.severity === 'critical'),
  )
  expect(asked.interlocks.join(' ')).toMatch(/while nobody watched/)
  expect(rig.state.runOrder.map((run) => rig.state.runs[run]!.kind)).toEqual(['deploy', 'rollback', 'deploy'])
})
