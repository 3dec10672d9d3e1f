/** The steps that lead from one version to the next, and those among them that touch data. */
import type { Step } from '../../runbook/model.ts'
import { type Ground, titleOfRole } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { plannedWords, undoWords } from './parts.ts'

const DATABASE = /\b(?:migrat\w*|schema|database|flyway|liquibase|alembic|psql|mysql|mongosh?|prisma|ddl)\b/i

/** Steps that touch data, by the words they use: nothing else says so. */
export const databaseSteps = ({ definition }: Ground): Step[] =>
  definition.runbook.stages
    .filter(({ kind }) => kind === 'forward')
    .flatMap(({ steps }) => steps.filter(({ title, text, prose }) => DATABASE.test(`${title}\n${text}\n${prose}`)))

export function databasePart(ground: Ground): string[] {
  const rows = databaseSteps(ground).map((step) => [
    step.title,
    step.attributes.owner ? titleOfRole(ground, step.attributes.owner) : 'not named',
    undoWords(ground, step),
  ])
  return [
    heading(2, 'Database changes'),
    ...(rows.length > 0
      ? [paragraph('Steps whose words speak of data or a schema. Check that a backup is there before.')]
      : []),
    table(['Step', 'Owner', 'Undone by'], rows, 'No step speaks of a database or a schema.'),
  ]
}

export const forwardOf = ({ definition, environment }: Ground) =>
  definition.runbook.stages.filter(
    (stage) => stage.kind === 'forward' && (stage.environment === undefined || stage.environment === environment),
  )

/** What is done to go from one version to the other, in the environment the release is about. */
export function upgradeSteps(ground: Ground): string[] {
  const rows = forwardOf(ground).flatMap(({ title, steps }) =>
    steps.map((step, index) => [title, String(index + 1), step.title, plannedWords(step)]),
  )
  return [
    paragraph(`In ${ground.environment}, by the runbook:`),
    table(['Stage', '', 'Step', 'Planned'], rows, 'The runbook has no step for it.'),
  ]
}
