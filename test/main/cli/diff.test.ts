import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareWithRevision, compareWithRun } from '../../../main/app/compare.ts'
import { loadReleaseFolder } from '../../../main/app/release-folder.ts'

const YAML = 'cockpit: 1\nrelease: { name: Shop, version: 2.0.0 }\nstrategy: big-bang\nenvironments: { staging: {} }\n'
const sh = (name: string, text: string) => `\`\`\`sh {name=${name} timeout=1m}\n${text}\n\`\`\`\n`
const runbook = (...steps: string[]) => `# Staging\n\n${steps.join('\n')}`

let root: string
let folder: string
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: root,
    stdio: 'pipe',
  })

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-diff-'))
  folder = join(root, 'releases', 'shop 2')
  mkdirSync(folder, { recursive: true })
  git('init', '-q')
  writeFileSync(join(root, 'README.md'), 'Nothing yet.')
  git('add', '-A')
  git('commit', '-qm', 'Before the release')
  writeFileSync(join(folder, 'release.yaml'), YAML)
  writeFileSync(join(folder, 'runbook.md'), runbook(sh('up', 'up --old'), sh('look', 'look')))
  git('add', '-A')
  git('commit', '-qm', 'The runbook')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const against = (revision: string, where = folder) => compareWithRevision(where, revision, process.env)

describe('A release folder inside its repository', () => {
  test('is compared with a revision by step, with the text inside and nothing written', async () => {
    writeFileSync(join(folder, 'runbook.md'), runbook(sh('up', 'up --new'), sh('more', 'more'), sh('look', 'look')))
    const found = await against('HEAD')
    expect(found).toMatchObject({ state: 'compared', with: { kind: 'revision', subject: 'The runbook' }, others: [] })
    expect(found.state === 'compared' && found.changes).toMatchObject([
      {
        kind: 'command',
        stepId: 'up',
        line: 3,
        parts: [
          {
            about: 'command',
            lines: [
              { kind: 'removed', text: 'up --old' },
              { kind: 'added', text: 'up --new' },
            ],
          },
        ],
      },
      { kind: 'added', stepId: 'more' },
    ])
    expect(git('status', '--porcelain').toString().trim()).toBe('M "releases/shop 2/runbook.md"')
  })

  test('is compared with the definition a run was pinned to', () => {
    const { definition } = loadReleaseFolder(folder)
    const run = { definition: definition!, runId: 'r', environment: 'staging', atMs: 0 }
    expect(compareWithRun(folder, run)).toMatchObject({ state: 'compared', changes: [], others: [] })
    writeFileSync(join(folder, 'runbook.md'), runbook(sh('look', 'look')))
    const found = compareWithRun(folder, run)
    expect(found.state === 'compared' && found.changes.map(({ kind, stepId }) => `${kind} ${stepId}`)).toEqual([
      'removed up',
      'removed more',
    ])
  })

  test.each([
    ['--output=pwned', 'no-such-revision'],
    ['-x', 'no-such-revision'],
    ['HEAD:README.md', 'no-such-revision'],
    ['HEAD..HEAD', 'no-such-revision'],
    ['a\nb', 'no-such-revision'],
    ['HEAD~1', 'no-runbook-there'],
  ])('says what is wrong with %j', async (revision, code) => {
    expect(await against(revision)).toMatchObject({ state: 'none', code, message: expect.stringMatching(/\.$|\)\.$/) })
  })

  test('and a folder that git knows nothing of says what to do', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'cockpit-no-git-'))
    writeFileSync(join(outside, 'runbook.md'), runbook(sh('a', 'a')))
    expect(await against('HEAD', outside)).toMatchObject({
      code: 'not-in-git',
      message: expect.stringContaining('git init'),
    })
    expect(await against('HEAD', join(outside, 'none'))).toMatchObject({ code: 'unreadable' })
    rmSync(outside, { recursive: true, force: true })
  })
})
