/** Steps for another host: whether there is one to go to, and whether the step can run there. */
import { finding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Stage, Step } from '../model.ts'
import { environmentOf, runnerOf } from '../runner.ts'

/** Environments a stage can run in and that name no host for the step. */
function withoutHost(definition: ReleaseDefinition, stage: Stage, step: Step): string[] {
  const own = stage.environment === undefined ? undefined : environmentOf(definition, stage.environment)
  return (own ? [own] : definition.environments)
    .filter((environment) => runnerOf(environment, step).kind === 'no-host')
    .map(({ name }) => name)
}

function lintStep(definition: ReleaseDefinition, stage: Stage, step: Step): Finding[] {
  const { runner, interactive } = step.attributes
  if (runner === undefined || runner === 'local') return []
  const found: Finding[] = []
  const say = (severity: Finding['severity'], code: string, text: string) =>
    found.push(finding(severity, code, step.position, text))
  if (step.kind !== 'command')
    say('warning', 'runner-unused', `"${step.title}" is no command: runner=${runner} has no effect on it.`)
  if (step.kind === 'command' && interactive)
    say(
      'warning',
      'interactive-runner',
      `"${step.title}" is interactive: that works on this machine only, not over ssh.`,
    )
  const lost = withoutHost(definition, stage, step)
  if (lost.length > 0) {
    const text = `runner=ssh of "${step.title}" needs a host: ${lost.join(', ')} names none. Add ssh: { host: HOST } to the environment, or write runner=ssh:HOST.`
    say(lost.length === definition.environments.length || stage.environment ? 'error' : 'warning', 'no-host', text)
  }
  return found
}

export const lintRunners = (definition: ReleaseDefinition): Finding[] =>
  definition.runbook.stages.flatMap((stage) => stage.steps.flatMap((step) => lintStep(definition, stage, step)))
