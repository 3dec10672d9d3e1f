import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runSecretCommand } from '../../../../main/adapters/secrets/secret-command.ts'
import { createVariableResolver } from '../../../../main/adapters/variables/variable-resolver.ts'
import { sha256 } from '../../../../main/app/owner.ts'
import { noKeychain } from '../../../../main/ports/keychain.ts'
import type { SecretRef } from '../../../../shared/runbook/model.ts'
import { definitionOf } from '../../../support/definition.ts'
import { until } from '../../../support/until.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const definitionWith = (ref: SecretRef) =>
  definitionOf([], { environments: [{ name: 'production', vars: {}, secrets: { TOKEN: ref }, protected: true }] })

const PATH = process.env.PATH

function resolverWith(env: Record<string, string>) {
  return createVariableResolver({ env: { PATH, ...env }, sha256, keychain: noKeychain })
}

function resolved(ref: SecretRef, env: Record<string, string> = {}) {
  const request = { definition: definitionWith(ref), folder, environment: 'production', inputs: {} }
  const { secrets, problems } = resolverWith(env).resolve(request)
  return { value: secrets.TOKEN, problems }
}

const problemOf = (ref: SecretRef, env: Record<string, string> = {}) => {
  const { value, problems } = resolved(ref, env)
  expect(value).toBeUndefined()
  expect(problems).toHaveLength(1)
  return problems[0]
}

/** A zombie that nobody has reaped yet runs no more. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z'
  } catch {
    return false
  }
}

const VALUE = 'Tr0ub4dor-and-3'

describe('A secret by reference', () => {
  test('comes from the environment, a file of the release folder, or what a command prints', () => {
    writeFileSync(join(folder, 'token'), `${VALUE}\n`)
    expect(resolved({ env: 'THE_TOKEN' }, { THE_TOKEN: VALUE }).value).toBe(VALUE)
    expect(resolved({ file: 'token' }).value).toBe(VALUE)
    expect(resolved({ command: 'cat token' }).value).toBe(VALUE)
  })

  test('keeps its own newlines and loses only the one that ends the file', () => {
    writeFileSync(join(folder, 'key'), '-----BEGIN-----\nabc\n\n')
    expect(resolved({ file: 'key' }).value).toBe('-----BEGIN-----\nabc\n')
  })

  test.each([
    ['too short', 'printf short', 'fewer than 8 characters'],
    ['nothing but white space', 'printf "             "', 'fewer than 8 characters'],
    ['nothing', 'true', 'its command printed nothing'],
    ['no text', String.raw`printf 'abcdefgh\377\376'`, 'is not text'],
    ['a NUL byte', String.raw`printf 'abcdefgh\0ijkl'`, 'is not text'],
    ['without an end', 'yes', 'printed more than 128 KiB'],
    ['longer than a variable', 'head -c 131071 /dev/zero | tr "\\0" x', 'longer than 128 KiB'],
  ])('that is %s is refused with a sentence', (_, command, sentence) => {
    expect(problemOf({ command })).toContain(sentence)
  })

  test('whose command fails is refused, in a pipeline too, and what it printed is never shown', () => {
    const failing = `echo ${VALUE}; echo ${VALUE} >&2; exit 3`
    expect(problemOf({ command: failing })).toBe(
      'The secret TOKEN cannot be read: its command ended with exit code 3; run it in a terminal to see why.',
    )
    expect(problemOf({ command: `(echo ${VALUE}; exit 4) | cat` })).toContain('exit code 4')
  })

  test('whose command does not end is given up, with all it started', async () => {
    const command = 'sleep 600 & echo $! >pid; sleep 600 | cat'
    const asked = { command, folder, env: { PATH } }
    expect(await runSecretCommand(asked, 3000)).toEqual({ problem: 'its command did not end within 3 s' })
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    await until(() => !isAlive(pid), 'the helper to be gone')
  })

  test('whose command is hostile text runs in the shell it was written for and loads no code from the environment', () => {
    writeFileSync(join(folder, 'evil'), 'echo evil-evil-evil-evil')
    const env = { BASH_ENV: join(folder, 'evil'), ENV: join(folder, 'evil') }
    expect(resolved({ command: `printf '%s' '${VALUE}'` }, env).value).toBe(VALUE)
  })

  test('that is not there is named with its place', () => {
    mkdirSync(join(folder, 'dir'))
    expect(problemOf({ env: 'NOT_SET' })).toBe(
      'The secret TOKEN cannot be read: the environment variable NOT_SET is not set.',
    )
    expect(problemOf({ file: 'missing' })).toContain(`there is no file ${join(folder, 'missing')}`)
    expect(problemOf({ file: 'dir' })).toContain('is not a file')
    expect(problemOf({ keychain: 'deploy' })).toContain('the desktop app only')
  })
})

describe('A slow vault', () => {
  const about = (command: string) => ({ definition: definitionWith({ command }), folder, environment: 'production' })

  test('is asked beforehand, once, without holding anything up', async () => {
    const resolver = resolverWith({})
    const request = about(`sleep 0.3; echo x >>asked; echo ${VALUE}`)
    let turned = false
    setImmediate(() => {
      turned = true
    })
    await Promise.all([resolver.prepare(request), resolver.prepare(request)])
    expect(turned).toBe(true)
    expect(resolver.resolve({ ...request, inputs: {} }).secrets.TOKEN).toBe(VALUE)
    expect(resolved({ command: 'cat asked; echo 12345678' }).value).toBe('x\n12345678')
  })

  test('that is down refuses a start, and gives a rollback the value it gave before, saying so', async () => {
    const resolver = resolverWith({})
    const request = { ...about(`[ -e down ] && exit 1; echo ${VALUE}`), inputs: {} }
    expect(resolver.resolve({ ...request, inputs: {} }).secrets.TOKEN).toBe(VALUE)
    writeFileSync(join(folder, 'down'), '')
    const later = createVariableResolver({ env: { PATH }, sha256, keychain: noKeychain })
    expect(later.resolve(request).problems[0]).toContain('exit code 1')
    const back = resolver.resolve({ ...request, isUrgent: true })
    expect(back.secrets.TOKEN).toBe(VALUE)
  })
})
