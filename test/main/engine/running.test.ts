import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []

async function rigWith(steps: Step[], more: Partial<ReleaseDefinition> = {}, rollback: Step[] = []): Promise<Rig> {
  const stages = [stage('production', steps), stage('rollback', rollback, { kind: 'rollback' })]
  const rig = await new Rig(definitionOf(stages, more)).open()
  rigs.push(rig)
  return rig
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const command = (id: string, text: string, attributes: Step['attributes'] = {}) =>
  step(id, attributes, { text, language: 'bash' })
const over = (rig: Rig) => waitFor('the run to end', () => rig.run.finished)

describe('A run on this machine', () => {
  test('records the intent before the process, keeps the output, and signs start and end', async () => {
    const rig = await rigWith([command('hello', 'echo out; echo err >&2')])
    rig.tell(START)
    expect(await over(rig)).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('hello')).toBe('out\nerr\n')
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    const types = events.map((event) => event.type)
    expect(types.filter((type) => type.startsWith('step') || type.startsWith('output'))).toEqual([
      'step.started',
      'step.spawned',
      'output.sealed',
      'step.finished',
    ])
    expect(types.filter((type) => type === 'checkpoint.signed')).toHaveLength(2)
    expect((await verifyFile(rig.ledgerFile)).verdict).toBe('VALID, COMPLETENESS UNPROVEN')
  })

  test('carries directory and exports from block to block, so that cd and export mean what a reader thinks', async () => {
    const rig = await rigWith([
      command('first', 'mkdir -p sub; cd sub; export COLOUR="green and blue"; LOCAL=no'),
      command('second', 'basename "$PWD"; echo "$COLOUR"; echo "${LOCAL:-unset}"'),
    ])
    rig.tell(START)
    await over(rig)
    expect(await rig.output('second')).toBe('sub\ngreen and blue\nunset\n')
    expect(rig.attempt('first')?.carried).toMatchObject({ set: expect.arrayContaining(['COLOUR']) })
  })

  test('fails a step whose pipeline hides a failure, and starts nothing after it', async () => {
    const rig = await rigWith([command('hidden', 'false | cat\necho never'), command('next', 'touch started')])
    rig.tell(START)
    await waitFor('the step to fail', () => rig.attempt('hidden')?.status === 'failed')
    expect(rig.attempt('hidden')).toMatchObject({ exitCode: 1, reason: 'exit 1' })
    expect(rig.attempt('next')).toBeUndefined()
    expect(existsSync(join(rig.folder, 'started'))).toBe(false)
  })

  test('ends a step that takes too long with TERM and says it timed out', async () => {
    const rig = await rigWith([command('slow', 'sleep 60', { timeoutMs: 300 })])
    rig.tell(START)
    await waitFor('the timeout', () => rig.attempt('slow')?.status === 'timed-out')
    expect(rig.attempt('slow')?.stop).toMatchObject({ cause: 'timeout', signals: ['TERM'] })
  })

  test('kills a step that ignores TERM when a person asks again', async () => {
    const rig = await rigWith([command('stubborn', "trap '' TERM\necho ready\nwhile :; do sleep 0.1; done")])
    rig.tell(START)
    const attempt = await waitFor('the process', () => rig.attempt('stubborn')?.identity && rig.attempt('stubborn'))
    await waitFor('its trap', () => rig.owner.client && rig.attempt('stubborn')?.status === 'running')
    rig.tell({ type: 'step.stop', attemptId: attempt.id, reason: 'It hangs.' })
    await waitFor('TERM', () => rig.attempt('stubborn')?.stop?.signals.includes('TERM'))
    if (rig.attempt('stubborn')?.status === 'running')
      rig.tell({ type: 'step.stop', attemptId: attempt.id, reason: 'It still hangs.' })
    await waitFor('the end', () => rig.attempt('stubborn')?.status === 'stopped')
    expect(rig.attempt('stubborn')?.reason).toContain('It ')
  })

  test('says which interpreter is missing, and that nothing was started', async () => {
    const rig = await rigWith([step('odd', {}, { language: 'pwsh', text: 'Get-Date' })])
    rig.tell(START)
    await waitFor('the end', () => rig.attempt('odd')?.status === 'never-started')
    expect(rig.attempt('odd')?.reason).toMatch(/pwsh/)
  })

  test('hands secrets over by environment and keeps them out of the stored output', async () => {
    const file = { value: 'correct-horse-battery' }
    const environments = [{ name: 'production', vars: {}, protected: true, secrets: { TOKEN: { file: 'token' } } }]
    const rig = await rigWith([command('use', 'echo "token is $TOKEN, ${#TOKEN} characters"')], { environments })
    writeFileSync(join(rig.folder, 'token'), file.value)
    rig.tell(START)
    await over(rig)
    expect(await rig.output('use')).toBe('token is ***, 21 characters\n')
  })

  test('refuses to start when a secret cannot be read, naming it', async () => {
    const environments = [{ name: 'production', vars: {}, protected: true, secrets: { TOKEN: { file: 'missing' } } }]
    const rig = await rigWith([command('use', 'true')], { environments })
    expect(rig.tell(START)).toMatchObject({
      rejection: { code: 'unresolvable', message: expect.stringContaining('TOKEN') },
    })
  })

  test('waits as long as a wait step says, and confirms manual steps only when told to', async () => {
    const rig = await rigWith([step('soak', { waitMs: 50 }, { kind: 'wait' }), step('look', {}, { kind: 'manual' })])
    rig.tell(START)
    await waitFor('the manual step', () => rig.attempt('look')?.status === 'waiting')
    expect(rig.attempt('soak')?.status).toBe('succeeded')
    rig.tell({ type: 'step.confirm', attemptId: rig.attempt('look')!.id, note: 'Dashboards are green.' })
    await over(rig)
    expect(rig.attempt('look')).toMatchObject({ note: 'Dashboards are green.', endedBy: { name: 'Ada Obi' } })
  })
})

describe('An HTTP check', () => {
  test('passes or fails by what the server really answers, with the report as its output', async () => {
    let status = 200
    const server = createServer((_, response) => response.writeHead(status).end('{"version":"2.4.0"}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/version`
    const http = {
      method: 'GET',
      url,
      headers: {},
      expectStatus: 200,
      assertions: [{ subject: 'jsonpath "$.version"', predicate: '==', value: '"2.4.0"', line: 3 }],
    }
    const rig = await rigWith([step('smoke', {}, { kind: 'http', text: '', http })])
    rig.tell(START)
    await over(rig)
    expect(await rig.output('smoke')).toContain('2.4.0')
    status = 500
    rig.tell(START)
    await waitFor('the failure', () => rig.attempt('smoke')?.status === 'failed')
    expect(rig.attempt('smoke')?.reason).toContain('500')
    server.close()
  })
})

describe('A rollback on this machine', () => {
  test('stops what runs, undoes what started, and ends when the previous version answers', async () => {
    const services = [{ name: 'api', live: { command: 'cat version' }, dependsOn: [] }]
    const rig = await rigWith(
      [command('switch', 'echo 2.4.0 > version', { undo: stepId('switch-back') }), command('hang', 'sleep 60')],
      { services },
      [command('switch-back', 'echo 2.3.1 > version')],
    )
    writeFileSync(join(rig.folder, 'version'), '2.3.1\n')
    rig.tell(START)
    await waitFor('the second step', () => rig.attempt('hang')?.status === 'running')
    rig.tell({ type: 'rollback.start', environment: 'production', reason: 'Error rate.' })
    await waitFor('the rollback', () =>
      rig.state.runOrder.map((id) => rig.state.runs[id]!).every((run) => run.finished),
    )
    const [deploy, back] = rig.state.runOrder.map((id) => rig.state.runs[id]!)
    expect(deploy?.finished?.outcome).toBe('stopped')
    expect(back?.finished).toMatchObject({ outcome: 'succeeded' })
    expect(rig.attempt('hang')?.status).toBe('stopped')
    expect(rig.state.live['production/api']).toMatchObject({ version: '2.3.1', when: 'after' })
  })
})
