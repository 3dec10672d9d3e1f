/** Which variables a window may give a run: what the runbook asks for, and what release.yaml sets. Any other name (`PATH`, `NODE_OPTIONS`) could turn a step into another command. */
import type { Command } from '../contract/commands.ts'
import type { ReleaseDefinition } from '../runbook/model.ts'
import type { ReleaseState } from './state.ts'

const environmentOf = (state: ReleaseState, command: Command): string | undefined => {
  if (command.type === 'run.start' || command.type === 'rehearsal.start') return command.environment
  return command.type === 'amend.request' ? state.runs[command.runId]?.environment : undefined
}

const namesIn = (definition: ReleaseDefinition, environment: string | undefined): string[] => [
  ...definition.runbook.stages.flatMap((stage) => stage.steps.flatMap((step) => step.inputs)),
  ...definition.environments.flatMap(({ name, vars }) => (name === environment ? Object.keys(vars) : [])),
]

/** The names among a command's inputs that a window may not give. `folder`: the definition an amendment would take up. */
export function foreignInputs(state: ReleaseState, command: Command, folder?: ReleaseDefinition): string[] {
  if (!('inputs' in command)) return []
  const definitions = [state.definition, folder].filter((each) => each !== undefined)
  const known = new Set(definitions.flatMap((each) => namesIn(each, environmentOf(state, command))))
  return Object.keys(command.inputs).filter((name) => !known.has(name))
}
