/** The documents of a release from the command line: which there are, one on standard output, one in a file. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CliIo } from '../../../main/cli/io.ts'
import { runCli } from '../../../main/cli/program.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'

const RELEASE = `cockpit: 1
release: { name: Parcel Tracker, version: 2.4.0 }
strategy: rolling
environments: { staging: {} }
`
const RUNBOOK = `# Parcel Tracker

## Staging

\`\`\`sh {name=deploy}
echo deploy
\`\`\`
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-document-'))
  mkdirSync(join(folder, 'release'))
  writeFileSync(join(folder, 'release', 'release.yaml'), RELEASE)
  writeFileSync(join(folder, 'release', 'runbook.md'), RUNBOOK)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function cockpit(...args: string[]) {
  const said = { stdout: '', stderr: '' }
  const io = {
    stdout: (text: string) => {
      said.stdout += text
    },
    stderr: (text: string) => {
      said.stderr += text
    },
    cwd: folder,
    env: { ...process.env, COCKPIT_DB: join(folder, 'ledger.db'), CHROMIUM_PATH: '' },
    onEnter: () => () => {},
    onInterrupt: () => () => {},
    onHangup: () => () => {},
    write: async () => {},
    terminal: { interactive: false, columns: 80, colour: false },
  } satisfies CliIo
  const code = await runCli(['document', ...args], io)
  return { code, ...said }
}

test('without a document they are listed, each with what it waits for', async () => {
  const { code, stdout } = await cockpit('./release')
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(REPORT_KINDS.length)
  expect(stdout).toMatch(/^Draft +deployment-plan .*\(release\.yaml names no window\)$/m)
  expect(stdout).toMatch(/^Waits +rollback-plan .*\(for a Rollback section or an undo= in the runbook\)$/m)
})

test('says what a template of a document can name', async () => {
  const { stdout } = await cockpit('release-notes', '--parts')
  expect(stdout).toMatch(/^\{\{head\}\}\n\{\{summary\}\}\n\{\{features\}\}\n/)
  expect(stdout).toContain('{{release-version}}')
})

test('one is printed as Markdown, or written as a page that needs nothing else', async () => {
  expect((await cockpit('./release', 'runbook')).stdout).toContain('# Deployment runbook: Parcel Tracker 2.4.0')
  expect(await cockpit('runbook', '-o', 'runbook.html')).toMatchObject({ code: 0 })
  const html = readFileSync(join(folder, 'runbook.html'), 'utf8')
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/<(script|link|img)\b/)
})

test.each([
  [['nothing'], 'No release is called "nothing"'],
  [['./release', 'nothing'], 'There is no document "nothing". There are: strategy-document,'],
  [['./release', 'rollback-plan'], 'The rollback plan waits for a Rollback section'],
  [['./release', '-o', 'x.md'], 'Name the document to write'],
  [['./release', 'runbook', '-o', 'x.docx'], 'name it .md, .html or .pdf'],
  [['./release', 'runbook', '-o', 'x.pdf'], 'A PDF needs the desktop app or an installed Chromium'],
])('%j is refused in a sentence, and nothing is written', async (args, sentence) => {
  const { code, stdout, stderr } = await cockpit(...args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(sentence)
  expect(['x.md', 'x.docx', 'x.pdf'].filter((name) => existsSync(join(folder, name)))).toEqual([])
})

test('an edited file becomes a version on record, which is shown, compared, brought back and published', async () => {
  const draft = join(folder, 'draft.md')
  expect(await cockpit('./release', 'known-issues', '-o', 'draft.md')).toMatchObject({ code: 0 })
  const exported = readFileSync(draft, 'utf8')
  expect(exported).toMatch(/\n- As the record says it, edited by nobody\.\n- Taken .* from the record \d+:[0-9a-f]{64}/)
  writeFileSync(draft, exported.replace('None.', 'Labels print upside down.'))
  expect(await cockpit('known-issues', '--edit', 'draft.md', '--as', 'Ada Obi')).toMatchObject({
    code: 0,
    stdout: 'Version 1 of the known issues is on record.\n',
  })
  expect((await cockpit('known-issues')).stdout.match(/\n- Taken/g)).toHaveLength(1)
  expect((await cockpit('known-issues', '--history')).stdout).toMatch(/^Version 1 by Ada Obi, .*SHA-256/)
  expect((await cockpit('known-issues', '--version', '0')).stdout).not.toContain('upside down')
  expect((await cockpit('known-issues', '--diff')).stdout).toContain('The record says what it said')
  // The file still says that it began with what the record says: version 1 came after that.
  const late = await cockpit('known-issues', '--edit', 'draft.md', '--as', 'Jo Weber')
  expect(late).toMatchObject({ code: 3, stderr: expect.stringContaining('Version 1 was saved by Ada Obi') })
  expect(await cockpit('known-issues', '--restore', '0', '--as', 'Jo Weber')).toMatchObject({ code: 0 })
  expect(await cockpit('known-issues', '--publish', '--version', '1', '--as', 'Jo Weber')).toMatchObject({ code: 0 })
  expect((await cockpit('known-issues', '--history')).stdout).toMatch(
    /Version 1 .*\(the newest is version 2\), published by Jo Weber/,
  )
})
