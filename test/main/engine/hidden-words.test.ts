import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { stageId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const SECRET = 'c4nary-"quoted"&spaced value'
const ADA = { name: 'Ada Obi' }
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

async function rigWith(steps: Step[], more: Partial<ReleaseDefinition> = {}): Promise<Rig> {
  const environments = [{ name: 'production', vars: {}, secrets: { TOKEN: { env: 'TOKEN' } }, protected: false }]
  const rig = new Rig(definitionOf([stage('production', steps)], { environments, ...more }))
  rigs.push(rig)
  return rig.open({ ...process.env, TOKEN: SECRET })
}

const send = (rig: Rig, command: Parameters<Rig['tell']>[0]) =>
  rig.owner.client.call('command.send', { release: rig.state.release, command, as: ADA })

const recorded = (rig: Rig) =>
  rig.owner.client.call('events.read', { release: rig.state.release }).then(({ events }) => JSON.stringify(events))

describe('A secret in words that go on the record', () => {
  test('is hidden in notes and reasons a person types, in every encoding', async () => {
    const rig = await rigWith([step('ask', {}, { kind: 'manual', text: '' })])
    await send(rig, { type: 'note.add', text: `it is ${SECRET}` })
    await send(rig, { type: 'note.add', text: `or ${Buffer.from(SECRET).toString('base64')}` })
    await send(rig, START)
    const attempt = await waitFor('the question', () => rig.attempt('ask'))
    await send(rig, { type: 'step.fail', attemptId: attempt.id, reason: `curl said ${encodeURIComponent(SECRET)}` })
    expect(rig.state.notes[0]?.text).toBe('it is ***')
    expect(rig.attempt('ask')?.reason).toBe('curl said ***')
    const about = { environment: 'production', runId: rig.run.id, digest: rig.run.resolvedDigest }
    const spoken = { by: `Ben ${SECRET}`, how: `by mail, ${SECRET}` }
    await send(rig, { type: 'approval.give', role: 'sre', decision: 'go', ...about, spoken })
    expect(rig.state.approvals[0]).toMatchObject({ by: { name: 'Ben ***' }, spoken: { how: 'by mail, ***' } })
    const record = await recorded(rig)
    expect(record).not.toMatch(/c4nary|YzRuYXJ5/)
    expect(readFileSync(rig.ledgerFile).includes('c4nary')).toBe(false)
  })

  test('is hidden in the report and the verdict of an HTTP check, and in what a service says is live', async () => {
    const server = createServer((_, answer) => answer.end(`v-${SECRET}`)).listen(0)
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const http = { method: 'GET', url, headers: { 'X-Token': '$TOKEN' }, expectStatus: 200 }
    const assertions = [{ subject: 'body', predicate: 'contains', value: 'nowhere', line: 1 }]
    const check = step('check', {}, { kind: 'http', http: { ...http, assertions } })
    const rig = await rigWith([check], { services: [{ name: 'api', live: { http: url }, dependsOn: [] }] })
    await send(rig, START)
    await waitFor('the check', () => rig.attempt('check')?.status === 'failed')
    await send(rig, { type: 'live.observe', environment: 'production' })
    server.close()
    expect(await rig.output('check')).toContain('v-***')
    expect(rig.state.live['production/api']?.version).toBe('v-***')
    expect(await recorded(rig)).not.toContain('c4nary')
  })

  test('is refused as an input, because inputs are recorded and handed on', async () => {
    const rig = await rigWith([step('go', {}, { text: 'true' })])
    const answer = await send(rig, { ...START, inputs: { HEADER: `Bearer ${SECRET}` } })
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'unresolvable' } })
    expect(JSON.stringify(answer)).toContain('The input HEADER contains the value of a secret')
    expect(JSON.stringify(answer)).not.toContain('c4nary')
  })

  test('equal to a name the record is built of hides words and leaves the name alone', async () => {
    const rig = new Rig(
      definitionOf([stage('production', [step('go', {}, { text: 'true' })])], {
        environments: [{ name: 'production', vars: {}, secrets: { TOKEN: { env: 'TOKEN' } }, protected: false }],
      }),
    )
    rigs.push(rig)
    await rig.open({ ...process.env, TOKEN: 'production' })
    await send(rig, { type: 'note.add', text: 'on production' })
    await send(rig, START)
    expect((await waitFor('the run', () => rig.run?.finished)).outcome).toBe('succeeded')
    expect(rig.run.environment).toBe('production')
    expect(rig.state.notes[0]?.text).toBe('on ***')
  })
})
