/** The pre-deployment checklist: every item with its state, what shows it, and what production still asks for. */
import { describeMissing, selectMissingConditions } from '../../domain/process/production-gate.ts'
import { type ProcessView, projectProcess } from '../../domain/process/project-process.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground } from './ground.ts'
import { heading, paragraph } from './markdown-blocks.ts'
import { countSettled, itemsTable, signOffTable } from './parts.ts'

const NO_PROCESS = 'This release was recorded before there was a process: it has no checklist.'

/** Nothing of the process without one. */
const withProcess =
  (write: (ground: Ground, view: ProcessView) => string[]) =>
  (ground: Ground): string[] => {
    const view = projectProcess(ground.state, ground.nowMs)
    return view ? write(ground, view) : []
  }

const stepOf = ({ steps }: ProcessView) => steps.find((each) => each.step.id === 'checklist')

function productionPart({ state, nowMs }: Ground): string[] {
  const process = state.definition?.process
  if (!process) return [paragraph(NO_PROCESS)]
  const missing = selectMissingConditions(state, nowMs)
  return [
    paragraph(
      missing.length === 0
        ? `Production is open: nothing is missing of what the process asks for (${process.productionRequires.join(', ') || 'nothing'}).`
        : describeMissing(state, missing),
    ),
  ]
}

export const checklist: Parts = [
  ['head', (ground) => documentHead(ground, 'Pre-deployment checklist')],
  ['production', productionPart],
  [
    'entry-criteria',
    withProcess((ground, { process, entry }) => [
      heading(2, `Entry criteria, ${countSettled(entry)}`),
      itemsTable(ground, process, entry),
    ]),
  ],
  [
    'checklist',
    withProcess((ground, { process, checklist: items }) => [
      heading(2, `Checklist, ${countSettled(items)}`),
      itemsTable(ground, process, items),
    ]),
  ],
  [
    'tasks',
    withProcess((ground, view) => {
      const step = stepOf(view)
      if (!step) return []
      const title = `${step.step.longTitle}: tasks, ${countSettled(step.tasks)}`
      return [heading(2, title), itemsTable(ground, view.process, step.tasks)]
    }),
  ],
  [
    'sign-off',
    withProcess((ground, view) => {
      const step = stepOf(view)
      return step ? [heading(2, 'Sign-off'), signOffTable(ground, step.step.approvals)] : []
    }),
  ],
]
