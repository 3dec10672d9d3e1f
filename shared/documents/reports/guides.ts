/** Configuration guide, feature documentation and API changes. */
import { configurationChanges, inputsPart, variablesTable } from './configuration-part.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground } from './ground.ts'
import { breakingPart, commitLine, featuresOf, sourcePart, touchingPart, whyNoHistory } from './history-part.ts'
import { heading, paragraph, quoted, table } from './markdown-blocks.ts'
import { liveWords, metricsTable } from './parts.ts'

function whereRow({ definition }: Ground): string[] {
  const rows = definition.environments.map(({ name, ssh, protected: isProtected }) => [
    name,
    isProtected ? 'protected' : 'open',
    ssh?.host ? `ssh ${ssh.host}` : 'this machine',
  ])
  return [heading(2, 'Environments'), table(['Environment', 'Kind', 'Steps run on'], rows, 'release.yaml names none.')]
}

const servicesPart = ({ definition }: Ground): string[] => [
  heading(2, 'Services'),
  table(
    ['Service', 'Depends on', 'Which version answers'],
    definition.services.map(({ name, dependsOn, live }) => [name, dependsOn.join(', ') || 'nothing', liveWords(live)]),
    'release.yaml names no service.',
  ),
]

export const configurationGuide: Parts = [
  ['head', (ground) => documentHead(ground, 'Configuration guide')],
  ['changes', (ground) => [heading(2, 'Changed since the version before'), ...configurationChanges(ground)]],
  ['commits', (ground) => touchingPart(ground, 'configuration', 'Changes of the configuration in git')],
  [
    'variables',
    (ground) => [
      heading(2, 'Variables'),
      paragraph('Secrets by where they come from, never by value.'),
      variablesTable(ground),
    ],
  ],
  ['inputs', inputsPart],
  ['environments', whereRow],
  ['services', servicesPart],
  ['metrics', (ground) => [heading(2, 'What is measured'), metricsTable(ground)]],
  ['source', sourcePart],
]

function featuresPart(ground: Ground): string[] {
  const features = featuresOf(ground)
  if (features.length === 0) return [paragraph(whyNoHistory(ground) ?? 'No commit is a feature (feat: …).')]
  const scopes = [...new Set(features.map(({ scope }) => scope ?? ''))].toSorted()
  return scopes.flatMap((scope) => [
    heading(2, scope === '' ? 'Features' : scope),
    ...features
      .filter((each) => (each.scope ?? '') === scope)
      .flatMap((commit) => [
        heading(3, commit.subject ?? commit.header),
        commit.body ? quoted(commit.body) : paragraph('The commit says no more: to be described.'),
        paragraph(commitLine(commit)),
      ]),
  ])
}

export const featureDocumentation: Parts = [
  ['head', (ground) => documentHead(ground, 'Feature documentation')],
  ['features', featuresPart],
  ['source', sourcePart],
]

export const apiChanges: Parts = [
  ['head', (ground) => documentHead(ground, 'API changes')],
  ['breaking-changes', breakingPart],
  ['changes', (ground) => touchingPart(ground, 'api', 'Changes')],
  ['services', servicesPart],
  ['source', sourcePart],
]
