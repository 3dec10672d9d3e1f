/** Signing with a PIN: kept beside the ledger, on record without it, and not to be guessed (docs/approvals.md). Real owner, real scrypt. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { pinWaitMs, refusePin } from '../../../shared/domain/signoffs/pin-rules.ts'
import type { Digest } from '../../../shared/ids.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig } from '../../support/rig.ts'

const PIN = 'river-42'
const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

async function room(): Promise<Rig> {
  const steps = [
    step('hold', { waitMs: 3_600_000 } as never, { kind: 'wait', text: '' }),
    step('switch', { approve: ['sre'] }),
  ]
  const rig = new Rig(
    definitionOf([stage('production', steps)], {
      team: { sre: [{ name: 'Ada Obi' }, { name: 'Mei Tanaka', deputy: true }] },
      environments: [{ name: 'production', vars: {}, secrets: {}, protected: false }],
    }),
  )
  rigs.push(rig)
  await rig.open()
  return rig
}

const call = (rig: Rig) => rig.owner.client.call
const set = (rig: Rig, name: string, pin: string, oldPin?: string) =>
  call(rig)('pin.set', { release: rig.state.release, name, pin, ...(oldPin ? { oldPin } : {}) })

const approve = (rig: Rig, name: string, pin?: string, more: object = {}) =>
  call(rig)('command.send', {
    release: rig.state.release,
    as: { name, ...(pin === undefined ? {} : { pin }) },
    command: {
      type: 'approval.give',
      role: 'sre',
      decision: 'go',
      environment: 'production',
      runId: rig.state.runOrder.at(-1)!,
      stepId: stepId('switch'),
      digest: rig.state.runs[rig.state.runOrder.at(-1)!]!.resolvedDigest as Digest,
      ...more,
    } as never,
  })

const start = (rig: Rig) => rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
const refusalOf = (answer: Awaited<ReturnType<typeof approve>>) => (answer.ok ? undefined : answer.rejection)

test('a person who set a PIN signs with it, nobody else does in their name, and it stands nowhere but in its file', async () => {
  const rig = await room()
  start(rig)
  expect(await set(rig, 'Ada Obi', PIN)).toEqual({ ok: true })
  expect(refusalOf(await approve(rig, 'ada  OBI'))).toMatchObject({ code: 'pin-needed' })
  expect(refusalOf(await approve(rig, 'Ada Obi', 'wrong-1'))?.message).toBe('That is not the PIN of Ada Obi.')
  expect(refusalOf(await approve(rig, 'Mei Tanaka', PIN))?.message).toContain('Mei Tanaka has no PIN here')
  expect(refusalOf(await approve(rig, 'Ada Obi', PIN))).toBeUndefined()
  expect(rig.state.approvals).toMatchObject([{ by: { name: 'Ada Obi', assurance: 'pin' } }])
  const { events } = await call(rig)('events.read', { release: rig.state.release, limit: 500 })
  expect(events.map(describeEvent)).toContain('Ada Obi signs with a PIN from here on')
  expect(describeEvent(events.find(({ type }) => type === 'approval.given')!)).toContain('by PIN')
  const pins = readFileSync(`${rig.ledgerFile}.pins.json`, 'utf8')
  expect(
    [JSON.stringify(events), pins, readFileSync(rig.ledgerFile, 'latin1')].some((text) => text.includes(PIN)),
  ).toBe(false)
  expect(statSync(`${rig.ledgerFile}.pins.json`).mode & 0o777).toBe(0o600)
})

test('wrong PINs make everybody wait longer, also after a restart, two windows at once, and a clock set back', async () => {
  const rig = await room()
  start(rig)
  await set(rig, 'Ada Obi', PIN)
  const guesses = await Promise.all(
    ['guess-1', 'guess-2', 'guess-3', 'guess-4'].map((guess) => approve(rig, 'Ada Obi', guess)),
  )
  expect(guesses.map((each) => refusalOf(each)?.message.slice(0, 28))).toEqual([
    'That is not the PIN of Ada O',
    'That is not the PIN of Ada O',
    '3 wrong PINs for Ada Obi: th',
    '3 wrong PINs for Ada Obi: th',
  ])
  expect(refusalOf(await approve(rig, 'Ada Obi', PIN))).toMatchObject({ code: 'wrong-pin' })
  await rig.owner.close()
  await rig.open()
  expect(refusalOf(await approve(rig, 'Ada Obi', PIN))?.message).toContain('the next is looked at in')
  expect(pinWaitMs({ failures: 4, lastMs: 10_000 }, 0)).toBe(60_000)
  expect(pinWaitMs({ failures: 4, lastMs: 10_000 }, 70_001)).toBe(0)
  expect(pinWaitMs({ failures: 60, lastMs: 0 }, 0)).toBe(3_600_000)
  rig.time.sleep(31_000)
  expect(refusalOf(await approve(rig, 'Ada Obi', PIN))).toBeUndefined()
})

test('a forgotten PIN is reset by another person, on the record, and a removed file helps nobody', async () => {
  const rig = await room()
  start(rig)
  await set(rig, 'Ada Obi', PIN)
  rmSync(`${rig.ledgerFile}.pins.json`)
  expect(refusalOf(await approve(rig, 'Ada Obi'))).toMatchObject({ code: 'pin-needed' })
  expect(await set(rig, 'Ada Obi', 'taken-77')).toMatchObject({ ok: false })
  const reset = (name: string) =>
    call(rig)('pin.reset', { release: rig.state.release, name: 'Ada Obi', as: { name }, reason: 'New laptop' })
  expect(await reset('ADA obi')).toMatchObject({ ok: false, message: expect.stringContaining('another person') })
  expect(await reset('Mei Tanaka')).toEqual({ ok: true })
  expect(await set(rig, 'Ada Obi', 'taken-77')).toEqual({ ok: true })
  expect(await set(rig, 'Ada Obi', 'next-one-1', 'taken-77')).toEqual({ ok: true })
  expect(refusalOf(await approve(rig, 'Ada Obi', 'next-one-1'))).toBeUndefined()
  writeFileSync(`${rig.ledgerFile}.pins.json`, '{')
  expect(refusalOf(await approve(rig, 'Ada Obi', 'next-one-1'))?.message).toContain('cannot be read')
})

test('a rollback and a stop ask for no PIN', async () => {
  const rig = await room()
  start(rig)
  await set(rig, 'Ada Obi', PIN)
  const as = { name: 'Ada Obi' }
  const command = { type: 'rollback.start', environment: 'production' } as const
  const answer = await call(rig)('command.send', { release: rig.state.release, as, command })
  expect(answer.ok || answer.rejection.code).not.toBe('pin-needed')
  const stop = { type: 'run.stop', runId: rig.state.runOrder[0]!, reason: 'Enough' } as const
  expect(await call(rig)('command.send', { release: rig.state.release, as, command: stop })).toMatchObject({ ok: true })
})

test.each([
  ['12345', 'at least 6'],
  ['123456', 'a row'],
  ['zyxwvu', 'a row'],
  ['000000', 'a row'],
  ['x'.repeat(200), 'at most'],
  ['246813', undefined],
  ['Ünïcödé', undefined],
])('the PIN %j: %s', (pin, sentence) => {
  if (sentence === undefined) expect(refusePin(pin)).toBeUndefined()
  else expect(refusePin(pin)).toContain(sentence)
})
