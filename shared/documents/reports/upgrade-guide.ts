/** The upgrade guide: what to do before, how it is done, what changes for who uses it, and how to go back. */
import { compatibilityPart, knownIssuesPart } from './compatibility-part.ts'
import { configurationChanges } from './configuration-part.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, many } from './ground.ts'
import { breakingPart, sourcePart, touchingPart } from './history-part.ts'
import { bullets, fenced, heading, paragraph } from './markdown-blocks.ts'
import { bulletsOr, liveWords } from './parts.ts'
import { undoOrder } from './undo-order.ts'
import { databasePart, forwardOf, upgradeSteps } from './upgrade-part.ts'

function beforePart(ground: Ground): string[] {
  const { definition } = ground
  const secrets = Object.keys(definition.environments.find(({ name }) => name === ground.environment)?.secrets ?? {})
  const inputs = [...new Set(forwardOf(ground).flatMap(({ steps }) => steps.flatMap((step) => step.inputs)))]
  return [
    heading(2, 'Before you begin'),
    bullets([
      definition.previous
        ? `The version that runs is ${definition.previous}. From an older one go there first.`
        : 'release.yaml names no version to come from.',
      ...(secrets.length > 0 ? [`Secrets at hand: ${secrets.join(', ')}.`] : []),
      ...(inputs.length > 0 ? [`Known beforehand: ${inputs.join(', ')}.`] : []),
      ...(definition.process?.checklist ?? []).filter(({ id }) => /backup/.test(id)).map(({ title }) => `${title}.`),
    ]),
  ]
}

function commandsPart(ground: Ground): string[] {
  const steps = forwardOf(ground).flatMap((stage) => stage.steps)
  return [
    heading(2, 'What each step does'),
    ...steps.flatMap((step, index) => [
      heading(3, `${index + 1} ${step.title}`),
      step.prose ? paragraph(step.prose) : '',
      step.http
        ? fenced(`${step.http.method} ${step.http.url}`, 'http')
        : step.kind === 'command'
          ? fenced(step.text, step.language)
          : paragraph('Done by a person.'),
    ]),
  ]
}

const afterPart = ({ definition }: Ground): string[] => [
  heading(2, 'Afterwards'),
  bulletsOr(
    definition.services.map(({ name, live }) => `${name} answers ${definition.version}: ${liveWords(live)}`),
    'No service says how to look which version answers.',
  ),
]

function backPart({ definition, environment }: Ground): string[] {
  const { steps, kept } = undoOrder(definition, environment)
  return [
    heading(2, 'The way back'),
    paragraph(
      steps.length === 0
        ? 'The runbook names none.'
        : `${many(steps.length, 'step')} lead back to ${definition.previous ?? 'the version before'}: see the rollback plan.`,
    ),
    ...(kept.length > 0
      ? [bullets(kept.map(({ step, until }) => `${step.title} ${until ? 'cannot be undone for ever' : 'stays'}.`))]
      : []),
  ]
}

export const upgradeGuide: Parts = [
  ['head', (ground) => documentHead(ground, 'Upgrade guide')],
  ['compatibility', compatibilityPart],
  ['before', beforePart],
  ['breaking-changes', breakingPart],
  [
    'configuration',
    (ground) => [...touchingPart(ground, 'configuration', 'Configuration changes'), ...configurationChanges(ground)],
  ],
  ['database', databasePart],
  ['steps', (ground) => [heading(2, 'Upgrade'), ...upgradeSteps(ground)]],
  ['commands', commandsPart],
  ['after', afterPart],
  ['way-back', backPart],
  ['known-issues', knownIssuesPart],
  ['source', sourcePart],
]
