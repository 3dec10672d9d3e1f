/** Sign-offs of people who are not at the machine: asked for, signed with the real ssh-keygen, checked and imported by the command line. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CliIo } from '../../../main/cli/io.ts'
import { runCli } from '../../../main/cli/program.ts'
import type { SignoffResult } from '../../../shared/contract/results.ts'
import { type Statement, statementText } from '../../../shared/domain/signoffs/statement.ts'
import { type SshKeys, sshKeys } from '../../support/ssh-keys.ts'

const RELEASE = `cockpit: 1
release: { name: Parcel Tracker, version: 2.4.0 }
strategy: rolling
team:
  sre: [{ name: Ada Obi, contact: ada@example.org }]
  qa-lead: [{ name: Mei Tanaka, contact: mei@example.org }]
environments:
  staging: {}
`
const ASKS = '  staging: { secrets: { TOKEN: { env: SIGNOFF_TOKEN } } }'
const RUNBOOK = `# Parcel Tracker

## Staging

\`\`\`sh {name=deploy}
echo deploy
\`\`\`
`

let folder: string
let keys: SshKeys
const at = (...path: string[]) => join(folder, 'release', ...path)
const FILE = 'sre-staging-staging.json'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-signoffs-'))
  mkdirSync(at('signoffs'), { recursive: true })
  writeFileSync(at('release.yaml'), RELEASE)
  writeFileSync(at('runbook.md'), RUNBOOK)
  keys = sshKeys()
  for (const name of ['ada', 'mei', 'mallory']) keys.add(name)
  writeFileSync(at('allowed_signers'), keys.line('ada', 'ada@example.org') + keys.line('mei', 'mei@example.org'))
})
afterEach(() => {
  keys.close()
  rmSync(folder, { recursive: true, force: true })
})

async function cockpit(...args: string[]) {
  let stdout = ''
  let stderr = ''
  const io = {
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
    cwd: folder,
    env: {
      ...process.env,
      SIGNOFF_TOKEN: 'c4nary-of-the-vault',
      COCKPIT_USER: 'Ben Cole',
      COCKPIT_DB: join(folder, 'ledger.db'),
    },
    onEnter: () => () => {},
    onInterrupt: () => () => {},
    onHangup: () => () => {},
    write: async () => {},
    terminal: { interactive: false, columns: 80, colour: false },
  } satisfies CliIo
  const code = await runCli(args, io)
  return { code, stdout, stderr }
}

const request = (...more: string[]) => cockpit('request-signoff', 'release', '--role', 'sre', ...more)
const requested = (): Statement => JSON.parse(readFileSync(at('signoffs', FILE), 'utf8')) as Statement

/** Writes a statement, and its signature by a key. */
function put(file: string, text: string, key?: string, namespace?: string): void {
  writeFileSync(at('signoffs', file), text)
  if (key) writeFileSync(at('signoffs', `${file}.sig`), keys.sign(key, text, namespace))
}

async function imported(exits?: number): Promise<Record<string, SignoffResult>> {
  const { stdout, code } = await cockpit('import-signoffs', 'release', '--json')
  if (exits !== undefined) expect(code).toBe(exits)
  const results = JSON.parse(stdout) as SignoffResult[]
  return Object.fromEntries(results.map((each) => [each.file.replace('signoffs/', ''), each]))
}

test('a signed GO is on record as the word of who signed, once, however often it is imported', async () => {
  const asked = await request('--step', 'deploy', '--words', 'Pool is sized.')
  const file = 'sre-staging-deploy-staging.json'
  expect(asked.stdout).toContain(`ssh-keygen -Y sign -n release-cockpit -f KEY release/signoffs/${file}`)
  const again = await request('--step', 'deploy')
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('is there already: import it, or replace it')])

  const text = readFileSync(at('signoffs', file), 'utf8')
  writeFileSync(at('signoffs', `${file}.sig`), keys.sign('ada', text))
  expect((await imported())[file]).toMatchObject({ outcome: 'imported' })
  const { stdout } = await cockpit('status')
  expect(stdout).toMatch(
    /SRE: GO for deploy in staging, .*, Ada Obi, signed: SSH key SHA256:\S+, imported by Ben Cole\. Pool is sized\./,
  )
  expect((await imported())[file]).toMatchObject({
    outcome: 'known',
    sentence: expect.stringContaining('Already imported'),
  })
  expect((await cockpit('log')).stdout.match(/approval\.given/g)).toHaveLength(1)

  await cockpit('approve', 'release', '--revoke', '--role', 'sre', '--reason', 'The pool is not sized.')
  expect((await imported())[file]?.sentence).toContain('was taken back since: ask for a new one')
})

test('what is forged, replayed, expired, about something else or signed by somebody else is refused, each with its sentence', async () => {
  await request()
  const statement = requested()
  const text = statementText(statement)
  put(FILE, text, 'ada')
  expect((await imported())[FILE]).toMatchObject({ outcome: 'imported' })
  const other = (change: Partial<Statement>) =>
    statementText({ ...statement, nonce: `${change.name ?? ''}${'0'.repeat(16)}`, ...change })
  put('forged.json', text, 'ada')
  writeFileSync(at('signoffs', 'forged.json'), text.replace('"go"', '"standby"'))
  put('unknown.json', other({}), 'mallory')
  put('namespace.json', other({}), 'ada', 'git')
  put('not-sre.json', other({}), 'mei')
  put('ledger.json', other({ ledgerId: 'another' }), 'ada')
  put('release.json', other({ release: 'parcel-tracker-2.3.0' }), 'ada')
  put('replayed.json', statementText({ ...statement, words: 'Once more.' }), 'ada')
  put('expired.json', other({ validUntil: '2026-01-01T00:00:00Z' }), 'ada')
  put('spaced.json', `${other({})}\n`, 'ada')
  put('unsigned.json', other({}))
  const said = await imported(3)
  const sentences = Object.fromEntries(
    Object.entries(said).map(([file, { outcome, sentence }]) => [file, `${outcome}: ${sentence}`]),
  )
  expect(sentences).toEqual({
    [FILE]: expect.stringMatching(/^known: Already imported/),
    'forged.json': expect.stringMatching(/^refused: The signature is not of this statement/),
    'unknown.json': expect.stringMatching(/^refused: Nobody in allowed_signers has the key/),
    'namespace.json': expect.stringMatching(/^refused: It was signed for another purpose/),
    'not-sre.json': expect.stringMatching(/^refused: mei@example\.org is nobody of SRE, which has Ada Obi/),
    'ledger.json': expect.stringMatching(/^refused: It was asked for by another ledger/),
    'release.json': expect.stringMatching(/^refused: It is about parcel-tracker-2\.3\.0/),
    'replayed.json': expect.stringMatching(/^refused: Its nonce is used already/),
    'expired.json': expect.stringMatching(/^refused: It was valid until 2026-01-01/),
    'spaced.json': expect.stringMatching(/^refused: It is not written as canonical JSON/),
    'unsigned.json': expect.stringMatching(/^unsigned: Not signed yet/),
  })
})

test('one character of a command makes a signed GO stale, and it says of what', async () => {
  await request()
  const { digest } = requested().binds
  put(FILE, readFileSync(at('signoffs', FILE), 'utf8'), 'ada')
  writeFileSync(at('runbook.md'), RUNBOOK.replace('echo deploy', 'echo deplox'))
  const { outcome, sentence } = (await imported())[FILE]!
  expect(outcome).toBe('refused')
  expect(sentence).toMatch(
    new RegExp(`It is stale: it approves ${digest.slice(0, 4)} ${digest.slice(4, 8)}, and .* would run now`),
  )
  expect((await request('--replace')).code).toBe(0)
  put(FILE, readFileSync(at('signoffs', FILE), 'utf8'), 'ada')
  expect((await imported())[FILE]).toMatchObject({ outcome: 'imported' })
})

test('what would not start is not asked for, and no secret gets into a statement', async () => {
  writeFileSync(at('release.yaml'), RELEASE.replace('  staging: {}', ASKS))
  const { code, stderr } = await request('--var', 'HEADER=Bearer c4nary-of-the-vault')
  expect(code).toBe(2)
  expect(stderr).toMatch(/nothing to sign: The input HEADER contains the value of a secret/)
  expect(existsSync(at('signoffs', FILE))).toBe(false)
})

test('the schedule is signed like a stage: it counts, is shown, and is stale once a date moved', async () => {
  writeFileSync(
    at('release.yaml'),
    `${RELEASE}windows: [{ start: 2036-11-28T22:00:00+01:00, end: 2036-11-29T01:00:00+01:00 }]\n`,
  )
  const asked = await cockpit('request-signoff', 'release', '--role', 'sre', '--binds', 'schedule')
  expect(asked.stdout).toContain('SRE: GO for the schedule of Parcel Tracker 2.4.0')
  expect(asked.stdout).toContain('  Window: 2036-11-28 22:00 +01:00 to 2036-11-29 01:00 +01:00')
  const sign = (who: string, file: string) =>
    writeFileSync(at('signoffs', `${file}.sig`), keys.sign(who, readFileSync(at('signoffs', file), 'utf8')))
  sign('ada', 'sre-schedule.json')
  const imported = await cockpit('import-signoffs', 'release', '--json')
  expect(JSON.parse(imported.stdout)).toMatchObject([{ outcome: 'imported' }])
  expect(JSON.parse((await cockpit('import-signoffs', 'release', '--json')).stdout)).toMatchObject([
    { outcome: 'known' },
  ])
  await cockpit('request-signoff', 'release', '--role', 'qa-lead', '--binds', 'schedule')
  sign('mei', 'qa-lead-schedule.json')
  writeFileSync(
    at('release.yaml'),
    `${RELEASE}windows: [{ start: 2036-11-28T23:00:00+01:00, end: 2036-11-29T01:00:00+01:00 }]\n`,
  )
  const stale = JSON.parse((await cockpit('import-signoffs', 'release', '--json')).stdout) as SignoffResult[]
  expect(stale.find(({ file }) => file.includes('qa-lead'))).toMatchObject({
    outcome: 'refused',
    sentence: expect.stringContaining('is what there is now. Ask for a new one.'),
  })
})
