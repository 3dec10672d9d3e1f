/** Which commit a version is: a tag of the usual names, or a commit by its hash. */
import type { HistoryRequest } from '../../ports/history.ts'
import { askGit, type GitRun } from './run-git.ts'

/** What may stand in the name of a tag without meaning anything to git. */
const PLAIN = /^[\w][\w.+/@-]*$/

const slug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** In the order in which they are looked for. */
export function tagNames({ name, tag }: Pick<HistoryRequest, 'name' | 'tag'>, version: string): string[] {
  const bare = version.replace(/^v(?=\d)/, '')
  const own = tag === undefined ? [] : [tag.replaceAll('{version}', bare)]
  const named = [slug(name)]
    .filter(Boolean)
    .flatMap((each) => ['-v', '-', '/v', '/', '@v', '@'].map((by) => `${each}${by}${bare}`))
  const usual = [version, `v${bare}`, bare, `release-${bare}`, `release/${bare}`, `release-v${bare}`, ...named]
  return [...new Set(own.length > 0 ? own : usual)].filter((each) => PLAIN.test(each) && !each.includes('..'))
}

type Ask = (args: readonly string[]) => ReturnType<typeof askGit>

export const asking =
  (run: Omit<GitRun, 'args'>): Ask =>
  (args) =>
    askGit({ ...run, args })

const commitOf = async (ask: Ask, rev: string): Promise<string | undefined> => {
  const { code, stdout } = await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`])
  const hash = stdout.trim()
  return code === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined
}

export type FoundCommit = { name: string; commit: string }

export async function findCommit(ask: Ask, request: HistoryRequest, version: string): Promise<FoundCommit | undefined> {
  for (const name of tagNames(request, version)) {
    const commit = await commitOf(ask, `refs/tags/${name}`)
    if (commit) return { name, commit }
  }
  if (!/^[0-9a-f]{7,64}$/.test(version)) return undefined
  const commit = await commitOf(ask, version)
  return commit ? { name: commit.slice(0, 10), commit } : undefined
}

export async function findHead(ask: Ask): Promise<FoundCommit | undefined> {
  const commit = await commitOf(ask, 'HEAD')
  return commit ? { name: 'HEAD', commit } : undefined
}
