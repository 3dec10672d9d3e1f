/** The pre-deployment checklist: every item with its state, what shows it, and what production still asks for. */
import { describeMissing, selectMissingConditions } from '../../domain/process/production-gate.ts'
import { projectProcess } from '../../domain/process/project-process.ts'
import { documentHead, type Ground } from './ground.ts'
import { heading, joinBlocks, paragraph } from './markdown-blocks.ts'
import { countSettled, itemsTable, signOffTable } from './parts.ts'

export function checklistDocument(ground: Ground): string {
  const { state, nowMs } = ground
  const view = projectProcess(state, nowMs)
  const head = documentHead(ground, 'Pre-deployment checklist')
  if (!view)
    return joinBlocks([
      ...head,
      paragraph('This release was recorded before there was a process: it has no checklist.'),
    ])
  const { process, entry, checklist } = view
  const missing = selectMissingConditions(state, nowMs)
  const step = view.steps.find((each) => each.step.id === 'checklist')
  return joinBlocks([
    ...head,
    paragraph(
      missing.length === 0
        ? `Production is open: nothing is missing of what the process asks for (${process.productionRequires.join(', ') || 'nothing'}).`
        : describeMissing(state, missing),
    ),
    heading(2, `Entry criteria, ${countSettled(entry)}`),
    itemsTable(ground, process, entry),
    heading(2, `Checklist, ${countSettled(checklist)}`),
    itemsTable(ground, process, checklist),
    ...(step
      ? [
          heading(2, `${step.step.longTitle}: tasks, ${countSettled(step.tasks)}`),
          itemsTable(ground, process, step.tasks),
          heading(2, 'Sign-off'),
          signOffTable(ground, step.step.approvals),
        ]
      : []),
  ])
}
