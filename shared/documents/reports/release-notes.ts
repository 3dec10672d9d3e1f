/** Release notes: what is new, mended, broken, known and to be done, from git and the record. */
import { compatibilityPart, knownIssuesPart } from './compatibility-part.ts'
import { configurationChanges } from './configuration-part.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant } from './ground.ts'
import { breakingPart, contributorsPart, countsPart, groupPart, sourcePart, touchingPart } from './history-part.ts'
import { heading, paragraph } from './markdown-blocks.ts'
import { upgradeSteps } from './upgrade-part.ts'

function summaryPart(ground: Ground): string[] {
  const { definition } = ground
  const window = definition.windows[0]
  const when = window ? `Planned for ${instant(ground, window.startMs)}.` : 'No window is agreed on yet.'
  return [heading(2, 'Summary'), paragraph(when), ...countsPart(ground)]
}

export const releaseNotes: Parts = [
  ['head', (ground) => documentHead(ground, 'Release notes')],
  ['summary', summaryPart],
  ['features', (ground) => groupPart(ground, 'features')],
  ['fixes', (ground) => groupPart(ground, 'fixes')],
  ['security', (ground) => groupPart(ground, 'security')],
  ['performance', (ground) => groupPart(ground, 'performance')],
  ['breaking-changes', breakingPart],
  ['known-issues', knownIssuesPart],
  ['upgrade', (ground) => [heading(2, 'Upgrade'), ...upgradeSteps(ground)]],
  [
    'configuration',
    (ground) => [...touchingPart(ground, 'configuration', 'Configuration changes'), ...configurationChanges(ground)],
  ],
  ['api', (ground) => touchingPart(ground, 'api', 'API changes')],
  ['compatibility', compatibilityPart],
  ['documentation', (ground) => groupPart(ground, 'documentation')],
  ['other', (ground) => groupPart(ground, 'other')],
  ['reverted', (ground) => groupPart(ground, 'reverted')],
  ['merges', (ground) => groupPart(ground, 'merges')],
  ['contributors', contributorsPart],
  ['source', sourcePart],
]
