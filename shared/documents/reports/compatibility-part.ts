/** Whether a version can take the place of the one before, and what it goes out with. */
import { projectIssues } from '../../domain/issues/project-issues.ts'
import { versionStep } from '../history/semver.ts'
import { issueStanding } from '../issue-words.ts'
import { type Ground, many } from './ground.ts'
import { countBreaking } from './history-part.ts'
import { bullets, heading, table } from './markdown-blocks.ts'
import { severityTitle } from './parts.ts'

/** What goes out with this release although somebody knows of it. */
export function knownIssuesPart({ state }: Ground): string[] {
  const open = projectIssues(state).filter(
    ({ status }) => status === 'open' || status === 'taken' || status === 'accepted',
  )
  const rows = open.map((issue) => [
    issue.id,
    severityTitle(issue.severity),
    issue.title,
    issue.service ?? '',
    issueStanding(issue),
  ])
  return [
    heading(2, 'Known issues'),
    table(['Issue', 'Severity', 'What', 'Service', 'What to do'], rows, 'None is on record.'),
  ]
}

const PROMISES = {
  major: 'a major version: it may break what was built on the one before',
  minor: 'a minor version: it adds, and keeps what was there',
  patch: 'a patch: it mends, and keeps what was there',
  'pre-release': 'another build of the same version',
  back: 'an older version than the one before',
} as const

/** What the numbers promise, held against what the commits say. */
export function compatibilityPart(ground: Ground): string[] {
  const { previous, version, services } = ground.definition
  const breaking = countBreaking(ground)
  const step = previous === undefined ? undefined : versionStep(previous, version)
  const isSurprise = breaking > 0 && (step === 'minor' || step === 'patch')
  return [
    heading(2, 'Compatibility'),
    bullets([
      ...(step ? [`${previous} to ${version} is ${PROMISES[step]}.`] : []),
      breaking === 0
        ? 'No commit says that it breaks anything.'
        : `${many(breaking, 'commit')} ${breaking === 1 ? 'says' : 'say'} that something breaks: see Breaking changes.`,
      ...(isSurprise ? ['The number does not say so: look whether it is the right one.'] : []),
      ...(services.length > 0 ? [`Services it consists of: ${services.map(({ name }) => name).join(', ')}.`] : []),
    ]),
  ]
}
