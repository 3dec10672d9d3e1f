/** The script is made by a real owner that runs a real deploy, and run when that owner is gone: bare PATH, another directory. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createEmergencyFiles } from '../../../main/adapters/emergency/emergency-files.ts'
import { printEmergency } from '../../../main/engine/print-emergency.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step, StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const HOSTILE = `it's "$(touch pwned)" \`touch pwned\`\nEND_OF_STEP\n$HOME \\`
const SECRET = 'correct-horse-battery'
const PROGRAMS = ['sh', 'bash', 'cat', 'date', 'env', 'mktemp', 'rm', 'rmdir', 'touch']

const does = (id: string, text: string, attributes: StepAttributes = {}, more: Partial<Step> = {}) =>
  step(id, attributes, { text, ...more })
const undoneBy = (id: string, service?: string) =>
  does(`${id}-up`, 'true', { undo: stepId(`${id}-back`), ...(service ? { service } : {}) })

const DEFINITION: Partial<ReleaseDefinition> = {
  environments: [
    {
      name: 'production',
      vars: { HOSTILE },
      secrets: { TOKEN: { file: 'token' }, KEY: { env: 'THE_KEY' } },
      protected: true,
    },
  ],
  services: [
    { name: 'api', dependsOn: [] },
    { name: 'worker', dependsOn: ['api'] },
  ],
}

let rig: Rig
let elsewhere: string
let script: string

afterEach(() => {
  rmSync(rig.folder, { recursive: true, force: true })
  rmSync(elsewhere, { recursive: true, force: true })
})

/** Deploys, then takes the cockpit away: only the files are left. */
async function deployed(forward: Step[], back: Step[]): Promise<void> {
  rig = new Rig(definitionOf([stage('production', forward), stage('rollback', back, { kind: 'rollback' })], DEFINITION))
  writeFileSync(join(rig.folder, 'token'), `${SECRET}\n`)
  await rig.open({ ...process.env, THE_KEY: 'from-the-environment' })
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  await waitFor(
    'the deploy to end or fail',
    () => rig.run?.finished || Object.values(rig.state.attempts).some((each) => each.status === 'failed'),
  )
  script = `${rig.ledgerFile}.emergency/${rig.state.release}/production/emergency-rollback.sh`
  await rig.owner.close()
  elsewhere = mkdtempSync(join(tmpdir(), 'cockpit-elsewhere-'))
  mkdirSync(join(elsewhere, 'bin'))
  for (const name of PROGRAMS) {
    const found = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((file) => existsSync(file))
    symlinkSync(found!, join(elsewhere, 'bin', name))
  }
}

const rollback = (args: string[], input = '') => {
  const env = { PATH: join(elsewhere, 'bin'), THE_KEY: 'from-the-environment' }
  const { status, stdout, stderr } = spawnSync('/bin/sh', [script, ...args], {
    cwd: elsewhere,
    env,
    input,
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}
const wrote = (name: string) => {
  const file = join(rig.folder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

const NOTE = 'echo "$1" >>"$RELEASE_FOLDER/order"'
const noting = (id: string) => does(`${id}-back`, NOTE.replace('$1', id))

describe('emergency-rollback.sh', () => {
  test('undoes in reverse what started, with the variables and secrets of the release, when the cockpit is gone', async () => {
    const back = [
      noting('api'),
      does(
        'worker-back',
        'mkdir-less() { :; }\ncd "$RELEASE_FOLDER"\nexport LEFT="it\'s carried"\necho worker >>order',
        {},
        { language: 'bash' },
      ),
      does('check-back', 'printf %s "$HOSTILE" >hostile\nprintf %s "$TOKEN $KEY $LEFT $ONLY" >seen', {
        env: { ONLY: 'here' },
      }),
      does('last-back', 'printf %s "${ONLY-gone}" >only'),
    ]
    await deployed([undoneBy('api', 'api'), undoneBy('worker', 'worker')], back)
    const { status, said } = rollback(['--yes'])
    expect(said).toContain('All steps are done.')
    expect(status).toBe(0)
    expect(wrote('order')).toBe('worker\napi\n')
    expect(wrote('hostile')).toBe(HOSTILE)
    expect(wrote('seen')).toBe(`${SECRET} from-the-environment it's carried here`)
    expect(wrote('only')).toBe('gone')
    expect(existsSync(join(rig.folder, 'pwned')) || existsSync(join(elsewhere, 'pwned'))).toBe(false)
  })

  test('is for its owner only, holds no secret, and a page beside it says how to use it', async () => {
    await deployed([undoneBy('api')], [noting('api')])
    const page = join(dirname(script), 'emergency-rollback.md')
    expect(statSync(script).mode & 0o777).toBe(0o700)
    expect(statSync(page).mode & 0o777).toBe(0o600)
    expect(readFileSync(script, 'utf8') + readFileSync(page, 'utf8')).not.toContain(SECRET)
    expect(readFileSync(page, 'utf8')).toContain(`sh '${script}' --list`)
  })

  test('is printed with every step that could be needed, also those not started yet', async () => {
    const runs = [undoneBy('api'), does('broken', 'exit 3'), undoneBy('worker')]
    await deployed(runs, [noting('api'), noting('worker')])
    let html = ''
    const pdf = {
      async print(page: string) {
        html = page
        return Buffer.from('%PDF')
      },
    }
    const { script: _, pdf: file } = createEmergencyFiles(rig.ledgerFile).paths(rig.state.release, 'production')
    const ports = { clock: rig.time.clock, emergency: createEmergencyFiles(rig.ledgerFile), pdf, log: () => {} }
    expect(await printEmergency(rig.state, 'production', ports)).toEqual({ file })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(html.indexOf('R1 worker-back')).toBeGreaterThan(0)
    expect(html.indexOf('R2 api-back')).toBeGreaterThan(html.indexOf('R1 worker-back'))
    expect(html).not.toContain(SECRET)
    expect(html).not.toContain('<script')
  })

  test('leaves out what never started', async () => {
    await deployed([undoneBy('api'), does('broken', 'exit 3'), undoneBy('worker')], [noting('api'), noting('worker')])
    expect(rollback(['--yes']).status).toBe(0)
    expect(wrote('order')).toBe('api\n')
  })

  test('asks before it starts, and lists without running', async () => {
    await deployed([undoneBy('api')], [noting('api')])
    expect(rollback([], 'no\n')).toMatchObject({ status: 3 })
    expect(rollback([])).toMatchObject({ status: 3 })
    expect(rollback(['--list']).said).toContain('R1 api-back')
    expect(wrote('order')).toBeUndefined()
    expect(rollback([], 'yes\n')).toMatchObject({ status: 0 })
    expect(wrote('order')).toBe('api\n')
  })

  test('takes back one service with what depends on it', async () => {
    const forward = [undoneBy('api', 'api'), undoneBy('worker', 'worker')]
    await deployed(forward, [noting('api'), noting('worker'), noting('rest')])
    expect(rollback(['--yes', '--service', 'worker']).status).toBe(0)
    expect(wrote('order')).toBe('worker\n')
    expect(rollback(['--service', 'nobody'])).toMatchObject({ status: 2, said: expect.stringContaining('api, worker') })
  })

  test('stops at the step that fails, also in the middle of its block or of a pipe, and goes on from there', async () => {
    const broken = 'test -e mended || { false | cat; }\necho worker >>order'
    const back = [noting('api'), does('worker-back', broken, {}, { language: 'bash' })]
    await deployed([undoneBy('api'), undoneBy('worker')], back)
    expect(rollback(['--yes'])).toMatchObject({ status: 1, said: expect.stringContaining('--from R1') })
    expect(wrote('order')).toBeUndefined()
    writeFileSync(join(rig.folder, 'mended'), '')
    expect(rollback(['--yes', '--from', 'R1']).status).toBe(0)
    expect(wrote('order')).toBe('worker\napi\n')
  })

  test('lets a person run a failed step again or skip it', async () => {
    await deployed([undoneBy('api'), undoneBy('worker')], [noting('api'), does('worker-back', 'exit 7')])
    const { status, said } = rollback([], 'yes\nr\ns\n')
    expect(said).toContain('R1 worker-back was skipped.')
    expect(status).toBe(0)
    expect(wrote('order')).toBe('api\n')
  })
})
