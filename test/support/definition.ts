/** A small definition, built without files, for tests of the domain. */
import { stageId, stepId } from '../../shared/ids.ts'
import type { ReleaseDefinition, Stage, Step, StepAttributes } from '../../shared/runbook/model.ts'

export function step(id: string, attributes: StepAttributes = {}, more: Partial<Step> = {}): Step {
  return {
    id: stepId(id),
    stage: stageId('production'),
    kind: 'command',
    title: id,
    language: 'sh',
    text: `echo ${id}`,
    prose: '',
    inputs: [],
    headingPath: [],
    position: { file: 'runbook.md', line: 1, column: 1, endLine: 1 },
    attributes,
    ...more,
  }
}

export function stage(id: string, steps: Step[], more: Partial<Stage> = {}): Stage {
  const position = { file: 'runbook.md', line: 1, column: 1, endLine: 1 }
  return { id: stageId(id), title: id, kind: 'forward', pace: 'auto', steps, position, ...more }
}

export function definitionOf(stages: Stage[], more: Partial<ReleaseDefinition> = {}): ReleaseDefinition {
  return {
    name: 'Parcel Tracker',
    version: '2.4.0',
    previous: '2.3.1',
    strategy: { kind: 'blue-green', settings: {} },
    windows: [],
    freezes: [],
    services: [],
    team: {},
    environments: [{ name: 'production', vars: {}, secrets: {}, protected: true }],
    metrics: [],
    triggers: [],
    communication: undefined,
    runbook: { file: 'runbook.md', stages, notSteps: [] },
    notYetActedOn: [],
    ...more,
  }
}
