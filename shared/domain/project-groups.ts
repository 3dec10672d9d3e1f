/** The runbook as the room reads it: steps under their headings, with planned, actual and difference. */
import type { Stage } from '../runbook/model.ts'
import type { StepView } from './select-steps.ts'

export type StepGroup = {
  key: string
  title: string
  views: StepView[]
  done: number
  isFinished: boolean
  plannedMs?: number
  actualMs?: number
}

const FINISHED = ['done', 'skipped', 'undone', 'went-on']

const sum = (values: (number | undefined)[]): number | undefined => {
  const known = values.filter((each) => each !== undefined)
  return known.length > 0 ? known.reduce((total, each) => total + each, 0) : undefined
}

/** The heading below the stage's own that a step stands under; the stage's title when there is none. */
const headingOf = (view: StepView, stage: Stage | undefined): string => {
  const path = view.step.headingPath
  const at = stage ? path.indexOf(stage.title) : -1
  const below = path[at + 1]
  return below && !(at + 2 === path.length + 1 && below === view.step.title) ? below : (stage?.title ?? '')
}

const group = (key: string, title: string, views: StepView[]): StepGroup => ({
  key,
  title,
  views,
  done: views.filter((view) => FINISHED.includes(view.status)).length,
  isFinished: views.every((view) => FINISHED.includes(view.status)),
  plannedMs: sum(views.map((view) => view.plannedMs)),
  actualMs: sum(views.map((view) => view.actualMs)),
})

/** Neighbours under one heading; headings of a single step each are folded into one group named after the stage. */
export function projectGroups(views: readonly StepView[], stages: readonly Stage[]): StepGroup[] {
  const runs: { stage: Stage | undefined; title: string; views: StepView[] }[] = []
  for (const view of views) {
    const stage = stages.find((each) => each.id === view.step.stage)
    const title = headingOf(view, stage)
    const last = runs.at(-1)
    if (last && last.stage === stage && last.title === title) last.views.push(view)
    else runs.push({ stage, title, views: [view] })
  }
  const folded: typeof runs = []
  for (const each of runs) {
    const last = folded.at(-1)
    const isAlone = each.views.length === 1 && runs.filter((other) => other.stage === each.stage).length > 1
    const title = isAlone && each.title === each.views[0]!.step.title ? (each.stage?.title ?? '') : each.title
    if (isAlone && last && last.stage === each.stage && last.title === title) last.views.push(...each.views)
    else folded.push({ ...each, title, views: [...each.views] })
  }
  return folded.map((each, index) => group(`${each.stage?.id ?? ''}/${index}`, each.title, each.views))
}

/** Late is worth a bold figure from five seconds on. */
export const LATE_MS = 5000

export const selectDiffMs = (plannedMs: number | undefined, actualMs: number | undefined): number | undefined =>
  plannedMs === undefined || actualMs === undefined ? undefined : actualMs - plannedMs
