/** Ad-hoc steps: commands typed in a terminal in the middle of it all. They are steps like any other, in a stage of their own. */
import { type StepId, stageId, stepId } from '../ids.ts'
import type { ReleaseDefinition, Stage, Step } from '../runbook/model.ts'
import { quoteArgv } from '../runbook/quote-argv.ts'
import type { ReleaseState, RunState } from './state.ts'

export const AD_HOC_STAGE = stageId('ad-hoc')

/** Of a run that is nothing but ad-hoc commands. */
export const AD_HOC_TITLE = 'Ad-hoc command'

const POSITION = { file: 'typed in a terminal', line: 1, column: 1, endLine: 1 }
const MAX_TITLE = 60

const titleOf = (text: string) => {
  const line = text.split('\n')[0]!
  return line.length > MAX_TITLE || line !== text ? `${line.slice(0, MAX_TITLE - 1)}…` : line
}

export const isAdHoc = (step: Pick<Step, 'stage'>): boolean => step.stage === AD_HOC_STAGE

export const selectAdHocCount = (state: ReleaseState): number =>
  Object.values(state.runs).reduce((sum, run) => sum + Object.keys(run.adHoc ?? {}).length, 0)

/** An id no step of the release has: rollbacks look at several runs together. */
export function selectAdHocId(state: ReleaseState, definition: ReleaseDefinition): StepId {
  const taken = new Set(definition.runbook.stages.flatMap((stage) => stage.steps.map((step) => step.id as string)))
  for (let number = selectAdHocCount(state) + 1; ; number++)
    if (!taken.has(`ad-hoc-${number}`)) return stepId(`ad-hoc-${number}`)
}

export type AdHocCommand = { argv: readonly string[]; undo?: StepId; timeoutMs?: number }

export function adHocStep(id: StepId, { argv, undo, timeoutMs }: AdHocCommand): Step {
  const text = quoteArgv(argv)
  const attributes = { ...(undo ? { undo } : {}), ...(timeoutMs === undefined ? {} : { timeoutMs }) }
  const title = titleOf(text)
  const rest = { prose: '', inputs: [], headingPath: [], position: POSITION }
  return { id, stage: AD_HOC_STAGE, kind: 'command', title, language: 'sh', text, attributes, ...rest }
}

/** The definition with one more step in its ad-hoc stage. */
export function withAdHocStep(definition: ReleaseDefinition, step: Step): ReleaseDefinition {
  const { stages } = definition.runbook
  const before = stages.find((stage) => stage.id === AD_HOC_STAGE)
  const stage: Stage = {
    id: AD_HOC_STAGE,
    title: 'Ad-hoc',
    kind: 'ad-hoc',
    pace: 'auto',
    steps: [...(before?.steps ?? []), step],
    position: POSITION,
  }
  const others = stages.filter((each) => each !== before)
  return { ...definition, runbook: { ...definition.runbook, stages: [...others, stage] } }
}

/** What typed commands leave behind in a rollback: those that named no undo. */
export const keptAdHoc = (started: readonly Step[]): string[] =>
  started
    .filter((step) => isAdHoc(step) && !step.attributes.undo)
    .map((step) => `Ad-hoc command “${step.title}” names no undo: what it did stays.`)

/** What a command outside any run is pinned to: what was deployed there last, else the folder as it was read last. */
export const selectPinnedDefinition = (state: ReleaseState, environment: string): ReleaseDefinition | undefined =>
  state.runOrder
    .map((id) => state.runs[id]!)
    .findLast((run) => run.kind === 'deploy' && run.environment === environment)?.definition ?? state.definition

/** The deviations of a run as sentences: those it began with, and what was added or amended since. */
export const adHocSentence = (run: RunState, step: Step): string => {
  const said = run.adHoc?.[step.id]
  const who = said?.by.kind === 'person' ? said.by.name : 'the cockpit'
  return `Ad-hoc command by ${who}: ${step.title}. ${said?.reason ?? ''}`.trim()
}
