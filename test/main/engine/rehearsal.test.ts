/** Rehearsals through the real engine and the real runner (docs/rehearsal.md, H1, H2, H5 and H8). */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { selectOffered } from '../../../shared/documents/timing-words.ts'
import { selectTimings } from '../../../shared/domain/rehearsal/timings.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { selectRehearsals } from '../../../shared/domain/steps.ts'
import { stageId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const opened = async (rig: Rig): Promise<Rig> => {
  rigs.push(rig)
  return rig.open()
}
const command = (id: string, text: string, attributes: Step['attributes'] = {}) =>
  step(id, attributes, { text, language: 'bash' })
const rigWith = (steps: Step[], more: Partial<ReleaseDefinition> = {}) =>
  opened(
    new Rig(
      definitionOf(
        [stage('production', steps), stage('rollback', [command('back', 'touch back')], { kind: 'rollback' })],
        more,
      ),
    ),
  )

const REHEARSE = { type: 'rehearsal.start', environment: 'production', speed: 'no-waiting', confirmAll: true } as const
/** What runs for real in a protected environment carries the digest of a preview, which needs a folder of files. */
const OPEN = { environments: [{ name: 'production', vars: {}, secrets: {}, protected: false }] }
const rehearsal = (rig: Rig): RunState => selectRehearsals(rig.state).at(-1)!
const over = (rig: Rig) => waitFor('the rehearsal to end', () => rehearsal(rig).finished)
const exists = (rig: Rig, file: string) => existsSync(join(rig.folder, file))

const HOSTILE = `echo "\${PORT} $(touch injected)"
REHEARSAL_ENDS
touch escaped
printf '\u001b[2J'`

describe('A rehearsal on this machine', () => {
  test('prints what would be run, with what its variables are, and runs nothing of it', async () => {
    const environments = [
      { name: 'production', vars: { PORT: '80; touch value' }, secrets: { KEY: { env: 'NO_KEY' } }, protected: true },
    ]
    const rig = await rigWith(
      [
        command('deploy', HOSTILE, { cwd: 'nowhere', confirm: 'Sure\n?', runner: 'ssh:x' }),
        command('key', 'login $KEY'),
      ],
      { environments },
    )
    rig.tell(REHEARSE)
    expect(await over(rig)).toMatchObject({ outcome: 'succeeded' })
    const text = await rig.output('deploy')
    expect(text).toContain(
      'REHEARSAL: this command is not run. For real, with bash, on ssh:x, in nowhere, asks before: Sure ?:',
    )
    expect(text).toContain('    touch escaped')
    expect(text).toContain('    PORT=80; touch value')
    expect(text).not.toContain('\u001b')
    expect(await rig.output('key')).toContain('KEY (a secret, not read)')
    for (const file of ['injected', 'escaped', 'value']) expect(exists(rig, file)).toBe(false)
  })

  test('runs what is marked for real through the same machinery, and every entry of it says that it is a rehearsal', async () => {
    const rig = await rigWith(
      [command('change', 'touch changed'), command('look', 'touch looked; sleep 0.1', { rehearse: 'run' })],
      OPEN,
    )
    rig.tell({ ...REHEARSE, commands: 'safe' })
    await over(rig)
    expect([exists(rig, 'changed'), exists(rig, 'looked')]).toEqual([false, true])
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    const own = events.filter(({ type }) => /^(?:rehearsal|step|run|output)\./.test(type))
    expect(own.map(({ type }) => type)).toContain('step.spawned')
    for (const event of own) expect(describeEvent(event)).toMatch(/^rehearsal /i)
    expect(events.some(({ type }) => type === 'run.started' || type === 'live.observed')).toBe(false)
    expect(existsSync(`${rig.ledgerFile}.emergency`)).toBe(false)
    expect((await verifyFile(rig.ledgerFile)).verdict).toBe('VALID, COMPLETENESS UNPROVEN')
    const timings = selectTimings(rig.state, rehearsal(rig))
    expect(timings.map(({ stepId, basis }) => [stepId, basis])).toEqual([
      ['change', 'stub'],
      ['look', 'measured'],
    ])
    expect(selectOffered(timings)).toMatchObject([{ stepId: 'look', expectMs: 1000 }])
  })

  test('that its cockpit left in the middle is taken up by the next one', async () => {
    const first = new Rig(
      definitionOf(
        [
          stage('production', [
            command('wait', 'while [ ! -e go ]; do sleep 0.05; done; echo went', { rehearse: 'run' }),
            command('then', 'touch then'),
          ]),
        ],
        OPEN,
      ),
    )
    await first.open()
    first.tell({ ...REHEARSE, commands: 'safe' })
    await waitFor('the command to run', () => first.attempt('wait')?.status === 'running')
    await first.owner.close()
    writeFileSync(join(first.folder, 'go'), '')
    const rig = await opened(new Rig(first.definition, first.folder))
    expect(await over(rig)).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('wait')).toBe('went\n')
    expect(exists(rig, 'then')).toBe(false)
  })

  test('is ended by a real rollback, which does not wait for it', async () => {
    const rig = await rigWith(
      [
        command('deploy', 'touch deployed', { undo: 'back' as never }),
        command('wait', 'trap "" TERM; sleep 20 & wait; sleep 20', { rehearse: 'run', onRollback: 'wait' }),
      ],
      OPEN,
    )
    rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    await waitFor('the deploy', () => rig.attempt('wait')?.status === 'running')
    rig.tell({ type: 'run.stop', runId: rig.run.id, reason: 'Enough.' })
    rig.tell({ type: 'step.stop', attemptId: rig.attempt('wait')!.id, reason: 'Now.' })
    await waitFor('its end', () => rig.run.finished)
    rig.tell({ ...REHEARSE, commands: 'safe' })
    await waitFor(
      'the rehearsal to run',
      () => rig.attempt('wait')?.runId === rehearsal(rig).id && rig.attempt('wait')?.status === 'running',
    )
    rig.tell({ type: 'rollback.start', environment: 'production' })
    expect(await waitFor('the rollback', () => rig.run.finished)).toMatchObject({ outcome: 'succeeded' })
    expect(exists(rig, 'back')).toBe(true)
    expect(rehearsal(rig).takenOverBy).toBe(rig.run.id)
    rig.tell({ type: 'step.stop', attemptId: rig.attempt('wait')!.id, reason: 'Clean up.' })
    rig.tell({ type: 'step.stop', attemptId: rig.attempt('wait')!.id, reason: 'Now.' })
    expect(await over(rig)).toMatchObject({ outcome: 'stopped' })
  })
})
