/** The files of a release folder as they were at a revision, from the person's git. Nothing of the working tree is read or written. */
import { realpathSync } from 'node:fs'
import type { FolderAtRevision, NoRevision, RevisionReader } from '../../ports/revisions.ts'
import { MAX_FILE_BYTES } from '../files/read-text.ts'
import { asking } from './find-commit.ts'
import { type GitEnd, runGit } from './run-git.ts'

const ASK_MS = 10_000
const MAX_REVISION = 200

type Env = Record<string, string | undefined>

const shown = (text: string) => text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').slice(0, MAX_REVISION)

const none = (code: NoRevision['code'], message: string): NoRevision => ({ code, message })

function failed({ failure, isTimeout, stderr }: GitEnd, folder: string): NoRevision {
  if (failure?.code === 'ENOENT') return none('git-failed', 'git is not installed here: install it, and compare again.')
  if (isTimeout) return none('git-failed', `git did not answer in time about ${folder}: look whether its disk answers.`)
  if (/dubious ownership/.test(stderr))
    return none(
      'git-failed',
      `${folder} belongs to another user, so git refuses to read it: run git config --global --add safe.directory ${folder}`,
    )
  if (/not a git repository/i.test(stderr))
    return none(
      'not-in-git',
      `${folder} is not in a git repository: run git init there, and commit, to have something to compare with.`,
    )
  return none('git-failed', `git could not read ${folder}: ${shown(stderr).trim() || 'it said nothing'}`)
}

/** Bytes of a blob, or undefined when it is not there, is no file, or is larger than a runbook may be. */
async function fileAt(folder: string, env: Env, commit: string, name: string): Promise<string | undefined> {
  const parts: Buffer[] = []
  let kept = 0
  // `./` is the folder git runs in, wherever that is in its repository.
  const end = await runGit(
    { folder, env, timeoutMs: ASK_MS, args: ['cat-file', 'blob', `${commit}:./${name}`] },
    (bytes) => {
      kept += bytes.length
      if (kept <= MAX_FILE_BYTES) parts.push(bytes)
    },
  )
  return end.code === 0 && kept <= MAX_FILE_BYTES ? Buffer.concat(parts).toString('utf8') : undefined
}

export function createRevisionReader(env: Env): RevisionReader {
  async function read(path: string, revision: string): Promise<FolderAtRevision | NoRevision> {
    const folder = realpathSync(path)
    const ask = asking({ folder, env, timeoutMs: ASK_MS })
    const inside = await ask(['rev-parse', '--is-inside-work-tree'])
    if (inside.code !== 0) return failed(inside, path)
    const wanted = revision.trim()
    const isAskable = wanted !== '' && wanted.length <= MAX_REVISION && !/\p{Cc}/u.test(wanted)
    const found = isAskable
      ? await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${wanted}^{commit}`])
      : undefined
    const commit = found?.stdout.trim() ?? ''
    if (found?.code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit))
      return none(
        'no-such-revision',
        `git knows no commit "${shown(wanted)}" here: name a branch, a tag or a commit, such as HEAD~1 (git log --oneline lists them).`,
      )
    const [releaseYaml, runbook, log] = await Promise.all([
      fileAt(folder, env, commit, 'release.yaml'),
      fileAt(folder, env, commit, 'runbook.md'),
      ask(['log', '-1', '--no-show-signature', '--format=%ct%x1f%s', '--end-of-options', commit]),
    ])
    if (runbook === undefined)
      return none('no-runbook-there', `At ${shown(wanted)} (${commit.slice(0, 10)}) this folder had no runbook.md yet.`)
    const [seconds = '', subject = ''] = log.stdout.trimEnd().split('\x1f')
    return {
      revision: wanted,
      commit,
      subject: shown(subject),
      atMs: Number(seconds) * 1000,
      runbook,
      ...(releaseYaml === undefined ? {} : { releaseYaml }),
    }
  }
  return {
    read: async (path, revision) => {
      try {
        return await read(path, revision)
      } catch {
        return none('git-failed', `${path} cannot be looked at: is it there, and may it be read?`)
      }
    },
  }
}
