/** What can be loaded and is still not good: each rule is a function from the definition to findings. */
import { finding, type Place, stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Stage, Step } from '../model.ts'
import { lintPsql } from './databases.ts'
import { findDestructive } from './destructive.ts'
import { lintGates } from './gates.ts'
import { lintHangs } from './hangs.ts'
import { lintHiddenFailures } from './hidden-failure.ts'
import { lintKubectl } from './kubectl-context.ts'
import { lintMeantOnlyIf } from './meant-only-if.ts'
import { lintMetrics } from './metrics.ts'
import { lintPlainSecrets } from './plain-secrets.ts'
import { lintPlanning } from './planning.ts'
import { lintRehearsals } from './rehearsals.ts'
import { lintRunners } from './runners.ts'
import { lintServices } from './services.ts'
import { lintVariables } from './undefined-variables.ts'
import { lintUnpinned } from './unpinned.ts'
import { lintWayBackRevision } from './way-back-revision.ts'

type Rule = (definition: ReleaseDefinition) => Finding[]

const top = ({ runbook }: ReleaseDefinition): Place => ({ file: runbook.file, line: 1, column: 1 })

const hasSteps = (stage: Stage) => stage.steps.length > 0

const noRollback: Rule = (definition) => {
  const { stages } = definition.runbook
  const hasUndo = stages.some((stage) => stage.steps.some((step) => step.attributes.undo !== undefined))
  if (hasUndo || stages.some((stage) => stage.kind === 'rollback' && hasSteps(stage))) return []
  const text = 'There is no way back: add a section "Rollback" with the steps that lead to the previous version.'
  return [finding('warning', 'no-rollback', top(definition), text)]
}

const nothingToRun: Rule = (definition) => {
  if (definition.runbook.stages.some((stage) => stage.kind === 'forward' && hasSteps(stage))) return []
  const text =
    'There is nothing to run: the runbook has no command, checklist item or instruction in a forward section.'
  return [finding('warning', 'no-steps', top(definition), text)]
}

const noEnvironment: Rule = (definition) => {
  if (definition.environments.length > 0) return []
  const text = 'release.yaml defines no environment: add one under environments, or nothing can be run.'
  return [finding('warning', 'no-environment', top(definition), text)]
}

const emptyStages: Rule = ({ runbook }) =>
  runbook.stages
    .filter((stage) => !hasSteps(stage))
    .map((stage) => finding('warning', 'empty-stage', stage.position, `"${stage.title}" has no step.`))

const destructiveWithoutConfirm: Rule = ({ runbook }) =>
  runbook.stages.flatMap((stage) =>
    stage.steps.flatMap((step) => {
      if (step.kind !== 'command' || step.attributes.confirm !== undefined) return []
      const found = findDestructive(step)
      if (!found) return []
      const text = `"${found.text}" destroys something: add confirm="…", so that a person says yes first.`
      const fix = {
        title: 'Ask before it runs.',
        attributes: [{ step: step.id, set: { confirm: `Really run "${found.text.replaceAll('"', "'")}"?` } }],
      }
      return [stepFinding('warning', 'destructive', step, text, { offset: found.offset, column: found.column, fix })]
    }),
  )

const changesSomething = ({ kind, attributes }: Step) =>
  kind === 'command' &&
  attributes.reversible === undefined &&
  attributes.phase !== 'prepare' &&
  attributes.phase !== 'soak'

const noUndo: Rule = ({ environments, runbook }) => {
  const isProtected = (stage: Stage) => environments.some((each) => each.protected && each.name === stage.environment)
  return runbook.stages
    .filter((stage) => stage.kind === 'forward' && isProtected(stage))
    .flatMap((stage) => stage.steps)
    .filter((step) => changesSomething(step) && step.attributes.undo === undefined)
    .map((step) =>
      stepFinding(
        'hint',
        'no-undo',
        step,
        `"${step.title}" names no undo: say undo=STEP, or reversible=yes when it changes nothing.`,
      ),
    )
}

const RULES: readonly Rule[] = [
  noRollback,
  nothingToRun,
  noEnvironment,
  emptyStages,
  destructiveWithoutConfirm,
  noUndo,
  lintVariables,
  lintRunners,
  lintKubectl,
  lintGates,
  lintMetrics,
  lintServices,
  lintHiddenFailures,
  lintHangs,
  lintPsql,
  lintWayBackRevision,
  lintMeantOnlyIf,
  lintUnpinned,
  lintPlainSecrets,
  lintPlanning,
  lintRehearsals,
]

export const lintDefinition = (definition: ReleaseDefinition): Finding[] => RULES.flatMap((rule) => rule(definition))
