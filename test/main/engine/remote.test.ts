import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { projectNow } from '../../../shared/domain/project-now.ts'
import { stageId } from '../../../shared/ids.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig } from '../../support/rig.ts'
import { type Sshd, startSshd } from '../../support/sshd.ts'
import { until } from '../../support/until.ts'

let sshd: Sshd
const rigs: Rig[] = []
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.close())
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

/** Each step makes several connections: patience on a busy machine. */
const PATIENCE_MS = 200_000
const waitFor = <T>(what: string, look: () => T | undefined | false): Promise<T> => until(look, what, PATIENCE_MS)

const definitionWith = (steps: Step[]) =>
  definitionOf([stage('production', steps), stage('rollback', [step('back')], { kind: 'rollback' })], {
    environments: [
      {
        name: 'production',
        vars: { COLOUR: "gr'een" },
        secrets: {},
        protected: false,
        ssh: { host: sshd.host, config: sshd.clientConfig },
      },
      { name: 'nowhere', vars: {}, secrets: {}, protected: false },
    ],
  })

async function rigWith(steps: Step[]): Promise<Rig> {
  const rig = await new Rig(definitionWith(steps)).open()
  rigs.push(rig)
  return rig
}

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const there = (id: string, text: string, attributes: Step['attributes'] = {}) =>
  step(id, { runner: 'ssh', ...attributes }, { text, language: 'sh' })
const over = (rig: Rig) => waitFor('the run to end', () => rig.run.finished)
const linesOf = async (rig: Rig) => {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
  return events.map((event) => `${event.type} ${describeEvent(event)}`)
}

describe('A step on another host', { timeout: 2 * PATIENCE_MS }, () => {
  test('runs there with the variables of the release and not those of this machine, and the record says where', async () => {
    const rig = await rigWith([
      there(
        'deploy',
        'echo "$COLOUR,$RELEASE_VERSION,${RELEASE_FOLDER-none},${COCKPIT_TEST_HERE-none},${SSH_CONNECTION:+ssh}"',
      ),
    ])
    process.env.COCKPIT_TEST_HERE = 'here'
    rig.tell(START)
    expect(await over(rig)).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('deploy')).toBe("gr'een,2.4.0,none,none,ssh\n")
    expect(rig.attempt('deploy')?.identity?.host).toBe('deploy-01')
    expect((await linesOf(rig)).join('\n')).toMatch(/step\.spawned deploy, process \d+ on deploy-01 over ssh/)
  })

  test('carries directory and exports on to the next step there, and not to one here', async () => {
    const rig = await rigWith([
      there('first', 'cd /usr; export NEW=there'),
      step('here', {}, { text: 'echo "$PWD,${NEW-none}"', language: 'sh' }),
      there('second', 'echo "$PWD,$NEW"'),
    ])
    rig.tell(START)
    await over(rig)
    expect(await rig.output('second')).toBe('/usr,there\n')
    expect(await rig.output('here')).toBe(`${rig.folder},none\n`)
    expect(rig.attempt('first')?.carried).toEqual({ cwd: '/usr', set: ['NEW'], unset: [] })
  })

  test('whose connection is lost says since when and goes on; both stand in the record', async () => {
    const gate = join(sshd.folder, 'gate')
    const rig = await rigWith([there('deploy', `until [ -e '${gate}' ]; do sleep 0.05; done; echo done`)])
    rig.tell(START)
    await waitFor('the step to run', () => rig.attempt('deploy')?.status === 'running')
    await sshd.down()
    await waitFor('the loss', () => {
      sshd.dropSessions()
      return rig.attempt('deploy')?.lost
    })
    expect(rig.attempt('deploy')).toMatchObject({ status: 'running', lost: { host: 'deploy-01' } })
    expect(projectNow(rig.state, rig.run, Date.now()).next).toBe('connection lost, goes on at deploy-01; trying again')
    writeFileSync(gate, '')
    await sshd.up()
    expect(await over(rig)).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('deploy')).toBe('done\n')
    const lines = (await linesOf(rig)).join('\n')
    expect(lines).toMatch(/connection-lost deploy: connection to deploy-01 lost since .*, the command goes on there/)
    expect(lines).toMatch(/connection-restored deploy: connection to deploy-01 is back after 0:\d\d, nothing was lost/)
    expect(rig.attempt('deploy')?.lost).toBeUndefined()
  })

  test('is taken up by the next cockpit, which is not held up by a host that does not answer', async () => {
    const rig = await rigWith([there('deploy', 'sleep 300')])
    rig.tell(START)
    await waitFor('the step to run', () => rig.attempt('deploy')?.status === 'running')
    await rig.owner.close()
    await sshd.down()
    sshd.dropSessions()
    const again = await new Rig(rig.definition, rig.folder).open()
    rigs.splice(0, 1, again)
    await waitFor('the loss', () => again.attempt('deploy')?.lost)
    await sshd.up()
    await waitFor('the way back', () => !again.attempt('deploy')?.lost)
    again.tell({ type: 'run.stop', runId: again.run.id, reason: 'enough' })
    expect(await over(again)).toMatchObject({ outcome: 'stopped' })
    expect(again.attempt('deploy')).toMatchObject({ status: 'stopped', exitCode: 143 })
  })

  test('has its effect looked for there, with the same variables', async () => {
    const rig = await rigWith([
      there('good', 'mkdir -p "$XDG_STATE_HOME/made"', {
        verify: 'echo "$COLOUR ${SSH_CONNECTION:+ssh}"; test -d "$XDG_STATE_HOME/made"',
      }),
      there('bad', 'printf open', { verify: 'echo looked >&2; exit 3' }),
    ])
    rig.tell(START)
    const bad = await waitFor('its end', () => rig.attempt('bad')?.endedAtMs && rig.attempt('bad'))
    expect(rig.attempt('good')?.status).toBe('succeeded')
    expect(await rig.output('good')).toMatch(/^\[cockpit\] verify on deploy-01: .*\ngr'een ssh\n$/)
    expect(bad).toMatchObject({
      status: 'failed',
      reason: 'exit 0, but verify ended with exit 3: the effect is not there',
    })
    expect(await rig.output('bad')).toBe('open\n[cockpit] verify on deploy-01: echo looked >&2; exit 3\nlooked\n')
  })

  test('that is stopped says what it left running there', async () => {
    const rig = await rigWith([
      there('deploy', '(trap "" TERM; exec sleep 300.125) & trap "exit 5" TERM; echo up; while :; do sleep 0.05; done'),
    ])
    rig.tell(START)
    await waitFor('the step to run', () => rig.attempt('deploy')?.status === 'running')
    rig.tell({ type: 'run.stop', runId: rig.run.id, reason: 'enough' })
    expect(await over(rig)).toMatchObject({ outcome: 'stopped' })
    const reason = rig.attempt('deploy')?.reason ?? ''
    expect(reason).toContain('sleep 300.125')
    process.kill(Number(/Still running: (\d+)|(\d+)\)?\.$/.exec(reason)?.[1]), 'SIGKILL')
  })

  test('that could not be handed over never started, with the reason', async () => {
    const rig = await rigWith([there('deploy', 'touch "$MARK"', { cwd: '/no/such' })])
    rig.tell(START)
    const attempt = await waitFor('its end', () => rig.attempt('deploy')?.endedAtMs && rig.attempt('deploy'))
    expect(attempt).toMatchObject({
      status: 'never-started',
      reason:
        'The command was not started on deploy-01: the working directory /no/such does not exist there or cannot be entered.',
    })
    expect(existsSync(join(rig.folder, 'mark'))).toBe(false)
  })

  test('without a host is refused before the run, and a rollback is not', async () => {
    const rig = await rigWith([there('deploy', 'true')])
    expect(rig.tell({ ...START, environment: 'nowhere' })).toMatchObject({
      rejection: { message: expect.stringContaining('runs on another host (runner=ssh), but nowhere names none') },
    })
    expect(rig.tell({ type: 'rollback.start', environment: 'nowhere', reason: 'x' })).toHaveProperty('events')
  })
})
