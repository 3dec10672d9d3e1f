import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type VerifyCommandOptions, verifyCommand } from '../../../main/cli/verify.ts'
import { releaseId } from '../../../shared/ids.ts'
import { fill, openDemo, RELEASE, temporaryFolder } from '../event-store/demo-ledger.ts'
import { exported } from './verified.ts'

let folder: ReturnType<typeof temporaryFolder>
let anchor: string
let out = ''
let err = ''

const verify = (file: string, options: VerifyCommandOptions = {}) =>
  verifyCommand(file, options, {
    stdout: (text) => (out += text),
    stderr: (text) => (err += text),
    cwd: folder.path,
  })

beforeAll(async () => {
  folder = temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  const store = openDemo(at('one.db'))
  fill(store, 15)
  writeFileSync(at('trusted.pem'), store.signer.publicKeyPem)
  store.close()
  anchor = (await exported(at('one.db'), at('one.jsonl'))).anchor
  const two = openDemo(at('two.db'))
  fill(two, 3)
  fill(two, 3, releaseId('other-1.0.0'), 'ledger-2')
  two.close()
  openDemo(at('new.db')).close()
  mkdirSync(at('sub'))
  writeFileSync(at('notes.txt'), 'not a ledger')
  writeFileSync(at('broken.db'), `SQLite format 3\0${'x'.repeat(5000)}`)
})
afterAll(() => folder.remove())
beforeEach(() => {
  out = ''
  err = ''
})

describe('cockpit verify', () => {
  it.each(['one.db', 'one.jsonl'])('says in words and exit code how good %s is', async (file) => {
    expect(await verify(file)).toBe(10)
    expect(out).toMatch(/^VALID, COMPLETENESS UNPROVEN {2}parcel-tracker-2\.4\.0 {2}15 entries\n/)
    expect(out).toContain(`head ${anchor}`)
    expect(await verify(file, { anchor })).toBe(0)
    expect(await verify(file, { anchor, pubkey: 'trusted.pem' })).toBe(0)
    expect(await verify(file, { anchor: `16:${anchor.split(':')[1]}` })).toBe(11)
    expect(await verify(file, { anchor: `7:${'0'.repeat(64)}` })).toBe(12)
    expect(out).toContain('Entry 7 ')
    expect(err).toBe('')
  })

  it('gives the same to machines', async () => {
    expect(await verify('one.jsonl', { json: true })).toBe(10)
    expect(JSON.parse(out)).toMatchObject({
      file: 'one.jsonl',
      code: 10,
      kind: 'export',
      verdict: 'VALID, COMPLETENESS UNPROVEN',
      chains: [{ release: RELEASE, entries: 15, checkpoints: 2, firstBadSeq: null }],
    })
  })

  it.each(['nothing.db', 'sub', 'notes.txt', 'broken.db', 'new.db', join('notes.txt', 'x')])(
    'calls %s unreadable in one sentence',
    async (file) => {
      expect(await verify(file)).toBe(13)
      expect(out).toMatch(/^UNREADABLE\n {2}[^\n]+\.\n$/)
      expect(out).not.toMatch(/ at .*:\d+:\d+/)
    },
  )

  it('verifies all releases of a file or the one asked for', async () => {
    expect(await verify('two.db')).toBe(10)
    expect(out.match(/^VALID/gm)).toHaveLength(3)
    expect(await verify('two.db', { release: 'other-1.0.0' })).toBe(10)
  })

  it.each<[VerifyCommandOptions, string]>([
    [{ anchor: 'tomorrow' }, '"tomorrow" is not an anchor'],
    [{ anchor: `3:${'0'.repeat(64)}` }, 'add --release'],
    [{ release: 'unknown-1' }, 'There is no release unknown-1'],
    [{ pubkey: 'none.pem' }, "can't be read"],
    [{ pubkey: 'notes.txt' }, 'not an Ed25519 public key'],
    [{ pubkey: 'one.db.key' }, 'is a private key'],
  ])('refuses a request that does not fit: %j', async (options, sentence) => {
    expect(await verify('two.db', options)).toBe(2)
    expect(err).toContain(sentence)
    expect(out).toBe('')
  })
})

describe('the standalone verifier', () => {
  const alone = (...args: string[]) => {
    const script = fileURLToPath(new URL('../../../resources/verify.mjs', import.meta.url))
    return spawnSync(process.execPath, [script, ...args], { cwd: folder.path, encoding: 'utf8' })
  }

  it('runs by itself with the same exit codes', () => {
    expect(alone('one.jsonl').status).toBe(10)
    const anchored = alone('one.jsonl', '--anchor', anchor, '--pubkey', 'trusted.pem')
    expect(anchored.stdout).toMatch(/^VALID AND ANCHORED {2}parcel-tracker-2\.4\.0 {2}15 entries\n/)
    expect(anchored.status).toBe(0)
    expect(JSON.parse(alone('one.jsonl', '--json').stdout)).toMatchObject({ verdict: 'VALID, COMPLETENESS UNPROVEN' })
    expect(alone('notes.txt').status).toBe(13)
    expect(alone('nothing.jsonl').status).toBe(13)
  })

  it('explains a wrong request', () => {
    for (const args of [
      [],
      ['--what'],
      ['a', 'b'],
      ['one.jsonl', '--anchor', 'x'],
      ['one.jsonl', '--pubkey', 'none'],
    ]) {
      const { status, stderr } = alone(...args)
      expect(status).toBe(2)
      expect(stderr).not.toContain('    at ')
      expect(stderr.trim()).not.toBe('')
    }
  })
})
