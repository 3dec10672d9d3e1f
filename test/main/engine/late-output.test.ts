import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
const places: string[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true })
})

const SECRET = 'tr41n-t0ken-secret' // two halves of nine
const definition = (text: string) =>
  definitionOf(
    [stage('production', [step('deploy', {}, { text })]), stage('rollback', [step('back')], { kind: 'rollback' })],
    {
      environments: [{ name: 'production', vars: {}, secrets: { TOKEN: { env: 'LATE_TOKEN' } }, protected: false }],
    },
  )
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const withToken = { ...process.env, LATE_TOKEN: SECRET }

/** A step that ends while a process it started waits for a gate with half a secret printed, and prints the rest behind it. */
async function leaveSomeoneBehind() {
  const place = mkdtempSync(join(tmpdir(), 'cockpit-late-'))
  places.push(place)
  const gate = join(place, 'gate')
  const text = [
    'echo begun',
    `( printf 'late %s' "\${TOKEN%?????????}"; touch ${place}/half; until [ -e ${gate} ]; do sleep 0.05; done; echo "\${TOKEN#?????????} and more" ) &`,
    `until [ -e ${place}/half ]; do sleep 0.05; done`,
  ].join('\n')
  const rig = await new Rig(definition(text)).open(withToken)
  rigs.push(rig)
  rig.tell(START)
  await waitFor('the run to end', () => rig.run.finished)
  expect(rig.run.finished?.outcome).toBe('succeeded')
  expect(await rig.output('deploy')).not.toContain(SECRET.slice(0, 9))
  return { rig, letGo: () => writeFileSync(gate, '') }
}

const spoolOf = (rig: Rig) => join(`${rig.ledgerFile}.runs`, rig.run.id, rig.attempt('deploy')!.id, 'spool')

async function expectLateOutput(rig: Rig) {
  await waitFor('the late output', () => rig.attempt('deploy')?.lateFromByte !== undefined)
  await waitFor('its spool to be removed', () => !existsSync(spoolOf(rig)))
  const text = await rig.output('deploy')
  expect(text).toMatch(/^begun\nlate \*+ and more\n$/)
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
  const lines = events.map(describeEvent)
  expect(lines.find((line) => line.includes('was stored after it had ended'))).toBeDefined()
  const { chains } = await verifyFile(rig.ledgerFile, {})
  expect(chains.map((each) => each.verdict)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
}

test('what a process left behind prints after its step has ended is stored, masked across the end, and said to be late', async () => {
  const { rig, letGo } = await leaveSomeoneBehind()
  letGo()
  await expectLateOutput(rig)
})

test('what it prints while no cockpit is there is stored by the next one', async () => {
  const { rig, letGo } = await leaveSomeoneBehind()
  await rig.owner.close()
  letGo()
  const next = await new Rig(rig.definition, rig.folder).open(withToken)
  rigs.splice(0, 1, next)
  await expectLateOutput(next)
})

test('without the secrets to hide in it, it stays in its file until they are there', async () => {
  const { rig, letGo } = await leaveSomeoneBehind()
  await rig.owner.close()
  letGo()
  await waitFor('the rest to be printed', () => readFileSync(spoolOf(rig), 'utf8').includes('and more'))
  const blind = await new Rig(rig.definition, rig.folder).open({ ...process.env, LATE_TOKEN: undefined })
  const spool = spoolOf(blind)
  await blind.owner.close()
  expect(readFileSync(spool, 'utf8')).toContain('and more')
  const next = await new Rig(rig.definition, rig.folder).open(withToken)
  rigs.splice(0, 1, next)
  await expectLateOutput(next)
})
