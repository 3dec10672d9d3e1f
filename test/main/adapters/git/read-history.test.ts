/** The real git, with repositories as teams and attackers have them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHistoryReader } from '../../../../main/adapters/git/read-history.ts'
import type { HistoryRequest } from '../../../../main/ports/history.ts'
import { COMMIT_GROUPS, groupCommits } from '../../../../shared/documents/history/group-commits.ts'

const ENV = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_AUTHOR_NAME: 'Ada Obi',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada Obi',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-git-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { env: ENV, encoding: 'utf8' })

function repository(name: string): string {
  const folder = join(root, name)
  mkdirSync(folder)
  git(folder, 'init', '-q', '-b', 'main')
  return folder
}

const commit = (folder: string, message: string) =>
  git(folder, 'commit', '-q', '--allow-empty', '--allow-empty-message', '--no-verify', '-m', message)

const request = (folder: string, more: Partial<HistoryRequest> = {}): HistoryRequest => ({
  folder,
  repository: '.',
  name: 'Parcel Tracker',
  previous: '2.3.1',
  version: '2.4.0',
  only: [],
  ...more,
})

const reader = createHistoryReader(ENV)

async function read(asked: HistoryRequest) {
  const ends = await reader.ends(asked)
  if ('problem' in ends) return ends
  return reader.read(asked, ends)
}

async function facts(asked: HistoryRequest) {
  const found = await read(asked)
  if ('problem' in found) throw new Error(found.problem)
  return found
}

const problem = async (asked: HistoryRequest) => {
  const found = await read(asked)
  return 'problem' in found ? found.problem : 'none'
}

describe('the commits between two versions', () => {
  let folder: string
  const MESSAGES = [
    'feat(search): find parcels by postcode\n\nAlso by the old ones.\n\nCo-authored-by: Jo Weber <jo@example.com>',
    'fix: labels print upside down\n\nCloses #12',
    'perf(db): an index on parcels',
    'feat(api)!: v1 is gone\n\nBREAKING CHANGE: call /v2 instead\nand send a token.',
    'docs: how to print',
    'chore(config): PARCEL_PORT is read at the start',
    'fix(deps): lodash, CVE-2021-23337',
    'Fixed the thing | <script>alert(1)</script> $(touch /tmp/x) `id` \u202ekcab \u001b[31m',
    'feat: a mistake',
    '',
  ]

  beforeAll(() => {
    folder = repository('plain')
    commit(folder, 'feat: long ago')
    git(folder, 'tag', '2.3.1')
    for (const message of MESSAGES) commit(folder, message)
    const mistake = git(folder, 'rev-parse', 'HEAD~1').trim()
    commit(folder, `Revert "feat: a mistake"\n\nThis reverts commit ${mistake}.`)
    git(folder, 'checkout', '-q', '-b', 'side')
    commit(folder, 'feat: from a branch')
    git(folder, 'checkout', '-q', 'main')
    git(folder, 'merge', '-q', '--no-ff', '-m', 'Merge pull request #13 from team/side', 'side')
    git(folder, 'tag', 'v2.4.0')
    commit(folder, 'feat: of the next version')
  })

  test('are each in one group, whatever they look like: none is dropped', async () => {
    const found = await facts(request(folder))
    const counted = Number(git(folder, 'rev-list', '--count', '2.3.1..v2.4.0'))
    expect(found.total).toBe(counted)
    const groups = groupCommits(found.commits)
    expect(COMMIT_GROUPS.reduce((sum, group) => sum + groups[group].length, 0)).toBe(counted)
    const of = Object.fromEntries(COMMIT_GROUPS.map((group) => [group, groups[group].map(({ header }) => header)]))
    expect(of.features).toEqual([
      'feat: from a branch',
      'feat(api)!: v1 is gone',
      'feat(search): find parcels by postcode',
    ])
    expect(of.fixes).toEqual(['fix: labels print upside down'])
    expect(of.security).toEqual(['fix(deps): lodash, CVE-2021-23337'])
    expect(of.performance).toEqual(['perf(db): an index on parcels'])
    expect(of.documentation).toEqual(['docs: how to print'])
    expect(of.merges).toEqual(['Merge pull request #13 from team/side'])
    expect(of.reverted).toEqual(['Revert "feat: a mistake"', 'feat: a mistake'])
    expect(of.other).toEqual([
      '(no message)',
      'Fixed the thing | <script>alert(1)</script> $(touch /tmp/x) `id`  kcab  [31m',
      'chore(config): PARCEL_PORT is read at the start',
    ])
  })

  test('keep what breaks in the words of the commit, who wrote it, and who helped', async () => {
    const found = await facts(request(folder))
    expect(found.commits.find(({ scope }) => scope === 'api')).toMatchObject({
      type: 'feat',
      subject: 'v1 is gone',
      breaking: 'call /v2 instead\nand send a token.',
      author: 'Ada Obi',
    })
    expect(found.commits.find(({ scope }) => scope === 'search')?.body).toBe('Also by the old ones.')
    expect(found.contributors).toEqual(['Ada Obi', 'Jo Weber'])
    expect(found).toMatchObject({ since: { name: '2.3.1' }, until: { name: 'v2.4.0' }, remarks: [] })
  })

  test('are those up to the newest commit while the version has no tag, and it is said so', async () => {
    const found = await facts(request(folder, { previous: 'v2.4.0', version: '2.5.0' }))
    expect(found.commits.map(({ header }) => header)).toEqual(['feat: of the next version'])
    expect(found.remarks).toEqual(['2.5.0 has no tag yet: read up to the newest commit.'])
  })

  test('can begin with a commit, and be those of some paths only', async () => {
    const mono = repository('mono')
    commit(mono, 'chore: begin')
    const begin = git(mono, 'rev-parse', 'HEAD').trim()
    for (const path of ['api', 'web']) {
      mkdirSync(join(mono, path))
      writeFileSync(join(mono, path, 'file'), path)
      git(mono, 'add', '.')
      git(mono, 'commit', '-q', '-m', `feat: ${path}`)
    }
    git(mono, 'tag', 'api-v2.4.0')
    const only = { only: ['api'], tag: 'api-v{version}', previous: begin.slice(0, 12) }
    const found = await facts(request(mono, only))
    expect(found.commits.map(({ header }) => header)).toEqual(['feat: api'])
    expect(found.until.name).toBe('api-v2.4.0')
  })
})

describe('what git cannot say', () => {
  test.each([
    ['no repository', () => request(root), /is no git repository: name the one of this release/],
    [
      'a folder that is not there',
      () => request(root, { repository: 'gone' }),
      /gone, named by release.repository, does not exist/,
    ],
    ['an address', () => request(root, { repository: 'https://git.example/x.git' }), /is an address .*: clone it/],
    [
      'a tag that is not there',
      () => request(join(root, 'plain'), { previous: '1.0.0' }),
      /^No tag of 1\.0\.0 was found \(looked for 1\.0\.0, v1\.0\.0/,
    ],
    [
      'a version that would be an option',
      () => request(join(root, 'plain'), { previous: '--output=x' }),
      /^No tag of --output=x was found/,
    ],
  ])('%s is told in a sentence', async (_, asked, sentence) => {
    expect(await problem(asked())).toMatch(sentence)
  })

  test('a machine without git says so', async () => {
    const without = createHistoryReader({ PATH: root })
    const said = await without.ends(request(join(root, 'plain')))
    expect('problem' in said && said.problem).toMatch(/^git is not installed here/)
  })

  test('a shallow clone is read as far as it goes, and says so', async () => {
    const shallow = join(root, 'shallow')
    execFileSync('git', ['clone', '-q', '--depth', '3', '--branch', 'main', `file://${join(root, 'plain')}`, shallow], {
      env: ENV,
    })
    git(shallow, 'tag', '2.3.1', 'HEAD~1')
    const { remarks } = await facts(request(shallow))
    expect(remarks.at(-1)).toMatch(/^The clone is shallow/)
  })
})

describe('a hostile repository', () => {
  test('runs nothing of its own: no monitor, pager, signature program or hook', async () => {
    const folder = repository('hostile')
    commit(folder, 'feat: begin')
    git(folder, 'tag', '2.3.1')
    commit(folder, 'feat: more')
    const marker = join(root, 'ran')
    const program = join(root, 'evil.sh')
    writeFileSync(program, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 })
    const settings = [
      'core.fsmonitor',
      'core.pager',
      'pager.log',
      'gpg.program',
      'diff.external',
      'core.sshCommand',
      'core.askPass',
    ]
    for (const name of settings) git(folder, 'config', name, program)
    git(folder, 'config', 'log.showSignature', 'true')
    expect((await facts(request(folder))).total).toBe(1)
    expect(existsSync(marker)).toBe(false)
  })

  test('may be a link: it is the repository it leads to', async () => {
    symlinkSync(join(root, 'plain'), join(root, 'link'))
    expect((await facts(request(root, { repository: 'link' }))).total).toBeGreaterThan(10)
  })

  test('of 50,000 commits and a message of 3 MB is counted to the last, listed to a bound, and changes no memory', async () => {
    const folder = repository('huge')
    const message = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
    const who = 'committer Ada <a@example.com> 1700000000 +0000\n'
    const parts = Array.from({ length: 50_001 }, (_, at) => {
      const text = at === 1 ? `fix: long\n\n${'x'.repeat(3_000_000)}` : `feat: number ${at}`
      return `commit refs/heads/main\n${who}${message(text)}${at === 0 ? 'reset refs/tags/2.3.1\nfrom refs/heads/main\n\n' : ''}`
    })
    spawnSync('git', ['-C', folder, 'fast-import', '--quiet'], { input: parts.join(''), env: ENV, maxBuffer: 1e6 })
    const found = await facts(request(folder))
    expect(found.total).toBe(50_000)
    expect(found.commits).toHaveLength(5000)
    expect(found.commits[0]?.header).toBe('feat: number 50000')
    expect(JSON.stringify(found).length).toBeLessThan(2_000_000)
  })
})
