import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCommand } from '../../../main/cli/check.ts'
import type { CliIo } from '../../../main/cli/io.ts'
import { stepsCommand } from '../../../main/cli/steps.ts'
import { cockpit } from '../../support/cockpit-command.ts'

const sample = join(import.meta.dirname, '..', '..', '..', 'resources', 'samples', 'parcel-tracker')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-check-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ioOf() {
  let stdout = ''
  let stderr = ''
  const none = () => () => {}
  const io: CliIo = {
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
    write: async () => {},
    cwd: folder,
    env: {},
    onEnter: none,
    onInterrupt: none,
    onHangup: none,
    terminal: { interactive: false, columns: 80, colour: false },
  }
  return { io, out: () => stdout, err: () => stderr }
}

/** Checks the sample after a change to it. */
async function checked(name: string, change: (path: (file: string) => string) => void) {
  const target = join(folder, name)
  mkdirSync(target)
  for (const file of ['release.yaml', 'runbook.md']) cpSync(join(sample, file), join(target, file))
  change((file) => join(target, file))
  const { io, out } = ioOf()
  const code = await checkCommand(name, {}, io)
  return { code, lines: out().trimEnd().split('\n') }
}

const edit = (file: string, from: string | RegExp, to: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
const TEN_MB = 10 * 1024 * 1024

describe('cockpit check of a broken folder', () => {
  test.each<[string, (path: (file: string) => string) => void, RegExp[]]>([
    [
      'missing-file',
      (path) => rmSync(path('runbook.md')),
      [/^missing-file\/runbook\.md:1:1: error: There is no such file\./],
    ],
    [
      'unknown-key',
      (path) => edit(path('release.yaml'), /^services:/m, 'sevices:'),
      [/^unknown-key\/release\.yaml:\d+:1: error: "sevices" is not a key .* Did you mean "services"\?/],
    ],
    [
      'bad-duration',
      (path) => edit(path('release.yaml'), 'interval: 1s', 'interval: 1 sec'),
      [/:\d+:15: error: .*"1 sec", but must be a duration/],
    ],
    [
      'undefined-metric',
      (path) => edit(path('release.yaml'), 'metric: error-rate', 'metric: eror-rate'),
      [/:\d+:13: error: There is no metric "eror-rate"\. Did you mean "error-rate"/],
    ],
    ['syntax', (path) => edit(path('release.yaml'), /$/, '\na: [1, 2\nb: }'), [/\[yaml-syntax\]/]],
    [
      'binary',
      (path) => writeFileSync(path('release.yaml'), Buffer.from([0x63, 0, 1, 2])),
      [/release\.yaml:1:1: error: This is a binary file/],
    ],
    ['empty', (path) => writeFileSync(path('runbook.md'), ''), [/runbook\.md:1:1: error: The file is empty/]],
    [
      'ten-megabytes',
      (path) => writeFileSync(path('runbook.md'), 'a'.repeat(TEN_MB)),
      [/runbook\.md:1:1: error: The file has 10\.5 MB/],
    ],
    [
      'utf-16',
      (path) => writeFileSync(path('release.yaml'), Buffer.from([0xff, 0xfe, 0x41, 0])),
      [/UTF-16: save it as/],
    ],
    [
      'latin-1',
      (path) => writeFileSync(path('runbook.md'), Buffer.from('# A\n\nÜber\n', 'latin1')),
      [/runbook\.md:3:1: error: From here on the file is not valid UTF-8/],
    ],
    [
      'number',
      (path) => edit(path('release.yaml'), 'version: 2.4.0', 'version: 2.4'),
      [/:\d+:12: error: .*put it in quotes, "2\.4"/],
    ],
    [
      'unknown-undo',
      (path) => edit(path('runbook.md'), 'undo=stop-green', 'undo=stop-gren'),
      [/undo names the step "stop-gren".* Did you mean "stop-green"/],
    ],
    [
      'everything-at-once',
      (path) => {
        edit(path('release.yaml'), 'interval: 1s', 'interval: soon')
        edit(path('release.yaml'), 'metric: p95', 'metric: p59')
        edit(path('runbook.md'), 'timeout=30s', 'timeout=30')
      },
      [/"soon"/, /"p59"/, /timeout is "30"/],
    ],
  ])('%s ends with 2 and says where and what to do', async (name, change, expected) => {
    const { code, lines } = await checked(name, change)
    expect(code).toBe(2)
    for (const pattern of expected) expect(lines).toContainEqual(expect.stringMatching(pattern))
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^[^:]+:\d+:\d+: (error|warning|hint): .+ \[[a-z0-9-]+\]$/)
    expect(lines.join('\n')).not.toMatch(/\n\s+at /)
  })

  test('that does not exist is told as well, also by the real command', async () => {
    const { code, stdout, stderr } = await cockpit(['check', join(folder, 'nowhere')])
    expect([code, stderr]).toEqual([2, ''])
    expect(stdout).toMatch(/There is no such folder/)
  })
})

describe('cockpit check of a folder that can be loaded', () => {
  test('ends with 0 when it is clean', async () => {
    expect((await checked('clean', () => {})).code).toBe(0)
  })

  test('ends with 1 when the linter finds an error', async () => {
    const { code, lines } = await checked('lint', (path) =>
      edit(path('runbook.md'), 'node deploy/prepare.mjs', "cat <<'EOF'\n<target-region>\nEOF"),
    )
    expect(code).toBe(1)
    expect(lines).toContainEqual(expect.stringMatching(/quoted heredoc/))
  })

  test('gives the same findings as JSON', async () => {
    const { io, out } = ioOf()
    await checkCommand(sample, { json: true }, io)
    expect(JSON.parse(out())).toMatchObject({ usable: true, findings: expect.any(Array) })
  })
})

describe('cockpit steps', () => {
  test('prints what any Markdown file would execute, and what not and why', async () => {
    writeFileSync(
      join(folder, 'HANDBOOK.md'),
      '# Handbook\n\n## Production\n\n- [ ] Tell support\n\n```console\n$ uptime\n up 3 days\n```\n\n```json\n{}\n```\n',
    )
    const { io, out } = ioOf()
    expect(await stepsCommand('HANDBOOK.md', {}, io)).toBe(0)
    expect(out()).toMatch(/1 {2}manual +Tell support/)
    expect(out()).toMatch(/2 {2}command[\s\S]*\n {8}uptime\n/)
    expect(out()).not.toContain('up 3 days')
    expect(out()).toMatch(/Not executed\n.*A block in json is not a command/)
  })

  test('gives programs everything about a step, and never touches the file', async () => {
    const source =
      '\uFEFF# Deploy\r\n\r\n## Web\r\n\r\n```console {name=up timeout=2m}\r\n$ up <my-host>\r\nok\r\n```\r\n'
    writeFileSync(join(folder, 'CRLF.md'), source)
    const { io, out } = ioOf()
    expect(await stepsCommand('CRLF.md', { json: true }, io)).toBe(0)
    const { stages, notSteps } = JSON.parse(out())
    expect(stages[0].steps[0]).toMatchObject({
      kind: 'command',
      language: 'bash',
      text: `up "\${MY_HOST}"`,
      expectedOutput: 'ok',
      inputs: ['MY_HOST'],
      headingPath: ['Web'],
      position: { line: 5, endLine: 8 },
      attributes: { name: 'up', timeoutMs: 120_000 },
    })
    expect(notSteps).toEqual([])
    expect(readFileSync(join(folder, 'CRLF.md'), 'utf8')).toBe(source)
  })

  test('lets no file tell the terminal what to do', async () => {
    writeFileSync(
      join(folder, 'EVIL.md'),
      '# \u202eA\n\n```sh {name="\u001b]0;x\u0007"}\necho \u001b[2J\n```\n\n```sh {timeout=\u001b[2J}\n',
    )
    const { io, out, err } = ioOf()
    await stepsCommand('EVIL.md', {}, io)
    expect(out()).toContain('\\u{1b}[2J')
    expect(out() + err()).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  })

  const unreadable: [string, () => string, RegExp][] = [
    ['UTF-16', () => write('utf16.md', Buffer.from('\uFEFF# A', 'utf16le')), /UTF-16: save it as UTF-8/],
    ['bytes that are no text', () => write('binary.md', Buffer.from([35, 0, 1])), /a binary file, not text/],
    ['a folder without a runbook', () => '.', /neither a release\.yaml nor a runbook\.md/],
    ['a name that no disk has', () => 'n'.repeat(300), /Its name is too long/],
    ['a link to itself', () => link('loop.md'), /a link that leads back to itself/],
  ]
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes)
    return name
  }
  const link = (name: string) => {
    symlinkSync(name, join(folder, name))
    return name
  }
  test.each(unreadable)('ends with 2 and a sentence for %s', async (_, make, sentence) => {
    const { io, out, err } = ioOf()
    expect(await stepsCommand(make(), {}, io)).toBe(2)
    expect([out(), err()]).toEqual(['', expect.stringMatching(sentence)])
  })

  test('ends with 2 for a file that cannot be read', async () => {
    const { io, err } = ioOf()
    expect(await stepsCommand('NOTHING.md', {}, io)).toBe(2)
    expect(err()).toMatch(/NOTHING\.md:1:1: error: There is no such file/)
  })
})
