/** The order in which a whole deploy is taken back, by the runbook alone: what `planRollback` does when every step but the retiring ones ran. */
import type { ReleaseDefinition, Step } from '../../runbook/model.ts'

export type UndoOrder = {
  /** `of`: what it undoes; absent for steps that belong to the rollback as a whole. */
  steps: { step: Step; of?: Step }[]
  /** Steps whose effect stays, or stays once another has started (`until`). */
  kept: { step: Step; until?: string }[]
  /** Commands that change something perhaps, and no step says what undoes them. */
  without: Step[]
}

const isHere = (environment: string) => (stage: { environment?: string }) =>
  stage.environment === undefined || stage.environment === environment

export function undoOrder({ runbook }: ReleaseDefinition, environment: string): UndoOrder {
  const stages = runbook.stages.filter(isHere(environment))
  const forward = stages.filter((stage) => stage.kind === 'forward').flatMap((stage) => stage.steps)
  const section = stages.filter((stage) => stage.kind === 'rollback').flatMap((stage) => stage.steps)
  const all = runbook.stages.flatMap((stage) => stage.steps)
  const linked = new Set(all.flatMap((step) => step.attributes.undo ?? []))
  const undos = new Map<string, { step: Step; of: Step }>()
  for (const of of forward.toReversed()) {
    const { undo, reversible, phase } = of.attributes
    const step = undo && reversible !== 'no' && phase !== 'retire' && all.find((each) => each.id === undo)
    if (step && !undos.has(step.id)) undos.set(step.id, { step, of })
  }
  const rest = section.filter((step) => !linked.has(step.id)).map((step) => ({ step }))
  return {
    steps: [...undos.values(), ...rest],
    kept: forward.flatMap((step) => {
      const { reversible } = step.attributes
      if (reversible === 'no') return [{ step }]
      return reversible?.startsWith('until:') ? [{ step, until: reversible.slice('until:'.length) }] : []
    }),
    without: forward.filter(
      ({ kind, attributes: { undo, reversible } }) => kind === 'command' && !undo && reversible === undefined,
    ),
  }
}
