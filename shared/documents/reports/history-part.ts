/** What git said, as parts of documents. Without it each part says what to do, and the rest of the document stands. */
import type { CommitFact } from '../../events/history-events.ts'
import { breakingCommits, COMMIT_GROUPS, type CommitGroup, groupCommits, touches } from '../history/group-commits.ts'
import { formatDigest } from '../words.ts'
import { type Ground, instant, many } from './ground.ts'
import { bullets, facts, heading, paragraph } from './markdown-blocks.ts'
import { bulletsOr } from './parts.ts'

const TITLES: Record<CommitGroup, string> = {
  features: 'Features',
  fixes: 'Bug fixes',
  security: 'Security',
  performance: 'Performance',
  configuration: 'Configuration',
  api: 'API',
  documentation: 'Documentation',
  other: 'Other changes',
  reverted: 'Taken back within this release',
  merges: 'Merges',
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

/** `Search: Find parcels by postcode (3f9a1c2b, Ada Obi)`. What is no conventional commit stands as it was written. */
export function commitLine({ commit, header, scope, subject, author }: CommitFact): string {
  const words = subject === undefined ? header : `${scope ? `${scope}: ` : ''}${capital(subject)}`
  return `${words} (${commit.slice(0, 8)}, ${author})`
}

const commitsOf = ({ history }: Ground): readonly CommitFact[] =>
  history && 'commits' in history ? history.commits : []

/** What stands in for a section that git would have filled. */
export const whyNoHistory = ({ history }: Ground): string | undefined => {
  if (history && 'commits' in history) return undefined
  return `The history was not read: ${history?.problem ?? 'open the release folder again.'}`
}

const NONE = 'None.'
/** A section of these without anything in it tells nobody anything. */
const OFTEN_NONE: readonly CommitGroup[] = ['reverted', 'merges', 'other', 'documentation']

export function groupPart(ground: Ground, group: CommitGroup, level: 2 | 3 = 2): string[] {
  const found = groupCommits(commitsOf(ground))[group]
  if (found.length === 0 && OFTEN_NONE.includes(group)) return []
  return [heading(level, TITLES[group]), bulletsOr(found.map(commitLine), whyNoHistory(ground) ?? NONE)]
}

/** Commits of a kind readers look for, also those that stand in another group. */
export function touchingPart(ground: Ground, what: 'api' | 'configuration', title: string): string[] {
  const groups = groupCommits(commitsOf(ground))
  const found = COMMIT_GROUPS.filter((group) => group !== 'reverted' && group !== 'merges').flatMap((group) =>
    groups[group].filter((commit) => touches(what, commit)),
  )
  return [heading(2, title), bulletsOr(found.map(commitLine), whyNoHistory(ground) ?? NONE)]
}

export function breakingPart(ground: Ground): string[] {
  const found = breakingCommits(groupCommits(commitsOf(ground)))
  const line = (commit: CommitFact) => `${commitLine(commit)}${commit.breaking ? `: ${commit.breaking}` : ''}`
  return [heading(2, 'Breaking changes'), bulletsOr(found.map(line), whyNoHistory(ground) ?? NONE)]
}

export const countBreaking = (ground: Ground): number => breakingCommits(groupCommits(commitsOf(ground))).length

/** How many commits of each group there are; they add up to all of them. */
export function countsPart(ground: Ground): string[] {
  const { history } = ground
  if (!history || !('commits' in history)) return [paragraph(whyNoHistory(ground)!)]
  const groups = groupCommits(history.commits)
  const counts = COMMIT_GROUPS.filter((group) => groups[group].length > 0).map((group): [string, string] => [
    TITLES[group],
    String(groups[group].length),
  ])
  const untold = history.total - history.commits.length
  return [
    paragraph(
      `${many(history.total, 'commit')} since ${ground.definition.previous}, by ${many(history.contributors.length, 'person')}.`.replace(
        'persons',
        'people',
      ),
    ),
    facts([
      ...counts,
      ...(untold > 0 ? [['Counted, not listed', String(untold)] as const] : []),
      ['All commits', String(history.total)],
    ]),
  ]
}

/** What the lists were made from, for whoever wants to check them. */
export function sourcePart(ground: Ground): string[] {
  const { history } = ground
  if (!history || !('commits' in history)) return [heading(2, 'Source'), paragraph(whyNoHistory(ground)!)]
  const { since, until, total, digest, repository, only, commits, remarks, atMs } = history
  const range = `${since.commit.slice(0, 10)}..${until.commit.slice(0, 10)}`
  const paths = only.length > 0 ? `, only ${only.join(', ')}` : ''
  return [
    heading(2, 'Source'),
    bullets([
      `git ${range} of ${repository}${paths}: from ${since.name} to ${until.name}, read ${instant(ground, atMs)}, ${history.seq > 0 ? `entry ${history.seq} of the record` : 'not on record'}.`,
      `${many(total, 'commit')}, SHA-256 of their hashes ${formatDigest(digest)}.`,
      ...(total > commits.length
        ? [
            `The newest ${commits.length} are listed, the other ${total - commits.length} only counted: see them with git log ${range}.`,
          ]
        : []),
      ...remarks,
      ...(history.problem ? [`Not read again now: ${history.problem}`] : []),
    ]),
  ]
}

export function contributorsPart(ground: Ground): string[] {
  const { history } = ground
  const names = history && 'commits' in history ? history.contributors : []
  return [heading(2, 'Contributors'), paragraph(names.join(', ') || whyNoHistory(ground) || 'Nobody.')]
}

export const featuresOf = (ground: Ground): CommitFact[] => groupCommits(commitsOf(ground)).features
