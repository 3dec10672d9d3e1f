/** Commits in the groups of release notes: each in exactly one, whatever it is, so that none is dropped. */
import type { CommitFact } from '../../events/history-events.ts'

/** In the order of the notes. `reverted`: taken back within the release, and what took it back. */
export const COMMIT_GROUPS = [
  'features',
  'fixes',
  'security',
  'performance',
  'configuration',
  'api',
  'documentation',
  'other',
  'reverted',
  'merges',
] as const
export type CommitGroup = (typeof COMMIT_GROUPS)[number]

const BY_TYPE: Record<string, CommitGroup> = {
  feat: 'features',
  feature: 'features',
  fix: 'fixes',
  bugfix: 'fixes',
  hotfix: 'fixes',
  security: 'security',
  sec: 'security',
  perf: 'performance',
  config: 'configuration',
  conf: 'configuration',
  api: 'api',
  docs: 'documentation',
  doc: 'documentation',
}

const SCOPES = {
  api: /^(?:api|graphql|rest|grpc|openapi|schema)$/i,
  configuration: /^(?:config|configuration|env|settings)$/i,
}

/** Whether a commit is also of interest to readers of that section. */
export const touches = (what: keyof typeof SCOPES, { type, scope }: CommitFact): boolean =>
  (type !== undefined && BY_TYPE[type] === what) || (scope !== undefined && SCOPES[what].test(scope))

function groupOf(commit: CommitFact, reverted: (hash: string) => boolean): CommitGroup {
  if (commit.reverts !== undefined || reverted(commit.commit)) return 'reverted'
  if (commit.isMerge) return 'merges'
  if (commit.isSecurity || commit.scope === 'security') return 'security'
  return (commit.type !== undefined && BY_TYPE[commit.type]) || 'other'
}

export function groupCommits(commits: readonly CommitFact[]): Record<CommitGroup, CommitFact[]> {
  const gone = commits.flatMap(({ reverts }) => reverts ?? [])
  const groups = Object.fromEntries(COMMIT_GROUPS.map((group) => [group, []])) as unknown as Record<
    CommitGroup,
    CommitFact[]
  >
  const full = new Set(gone)
  const short = gone.filter((each) => each.length < 40)
  const isGone = (hash: string) => full.has(hash) || short.some((each) => hash.startsWith(each))
  for (const commit of commits) groups[groupOf(commit, isGone)].push(commit)
  return groups
}

/** What breaks, unless it was taken back within the release. */
export const breakingCommits = (groups: Record<CommitGroup, CommitFact[]>): CommitFact[] =>
  COMMIT_GROUPS.filter((group) => group !== 'reverted').flatMap((group) =>
    groups[group].filter(({ breaking }) => breaking !== undefined),
  )
