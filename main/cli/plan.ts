/** `cockpit plan`: the process around the release as it stands. */
import { noticesLine } from '../../shared/documents/notices/notice-words.ts'
import { ITEM_WORDS, itemWords, processLine, roleTitles, STEP_WORDS } from '../../shared/documents/process-words.ts'
import { projectNotices } from '../../shared/domain/notices/project-notices.ts'
import { selectMissingConditions } from '../../shared/domain/process/production-gate.ts'
import {
  type ItemView,
  isSettled,
  type ProcessStepView,
  type ProcessView,
  projectProcess,
} from '../../shared/domain/process/project-process.ts'
import { selectReadiness } from '../../shared/domain/process/readiness.ts'
import { type SubjectView, selectSubjects } from '../../shared/domain/signoffs/subject-words.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { formatInstant } from '../../shared/domain/windows.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, withCockpit } from './session.ts'
import { subjectPlanLines } from './subject.ts'

export type PlanOptions = LedgerOptions & { all?: boolean; json?: boolean }

const itemLine = (view: ProcessView, item: ItemView): string =>
  `  ${ITEM_WORDS[item.status].padEnd(11)} ${item.item.title} [${item.item.id}]  ${itemWords(view.process, item)}`

/** Without --all what is settled is only counted. */
function group(view: ProcessView, title: string, items: ItemView[], all: boolean): string[] {
  const settled = items.filter(isSettled).length
  const shown = all ? items : items.filter((each) => !isSettled(each))
  return [`${title}: ${settled} of ${items.length}`, ...shown.map((each) => itemLine(view, each))]
}

function stepLines(view: ProcessView, each: ProcessStepView, offsetMinutes: number, all: boolean): string[] {
  const { step, number, status, settled, of, dueAtMs, isLate, waitsFor, tasks, deliverables } = each
  const due = dueAtMs === undefined ? '' : `, due ${formatInstant(dueAtMs, offsetMinutes)}${isLate ? ', late' : ''}`
  const waits = waitsFor.length > 0 ? `, after ${waitsFor.join(', ')}` : ''
  const head = `${number}. ${step.longTitle}: ${STEP_WORDS[status]}, ${settled} of ${of}${due}${waits} (${roleTitles(view.process, step.owner)})`
  const items = [...tasks, ...deliverables]
  const shown = all ? items : items.filter((item) => !isSettled(item))
  return [head, ...shown.map((item) => itemLine(view, item))]
}

/** Without --all: what binds production, and what somebody has spoken about already. */
const isShown = ({ process }: ProcessView, { ref, roles, missing }: SubjectView): boolean =>
  missing > 0 &&
  (process.productionRequires.includes(`approvals/${ref.subjectId ?? ref.kind}`) ||
    roles.some(({ words }) => words.length > 0))

/** Whether the way back is ready, before anybody says GO. */
const readinessLines = (state: ReleaseState, nowMs: number, missingScripts?: string[]): string[] => [
  'Way back:',
  ...selectReadiness(state, nowMs, missingScripts).map(
    ({ holds, isVoid, title, words }) =>
      `  ${(holds ? 'Ready' : isVoid ? 'Void' : 'MISSING').padEnd(8)} ${title}. ${words}`,
  ),
]

export function planLines(state: ReleaseState, nowMs: number, all: boolean, missingScripts?: string[]): string[] {
  const view = projectProcess(state, nowMs)
  if (!view) return ['This release has no process: open its folder again.']
  const offsetMinutes = state.definition?.windows[0]?.offsetMinutes ?? 0
  const missing = selectMissingConditions(state, nowMs, { missingScripts })
  const gate =
    missing.length === 0
      ? ['Production is open: nothing the process asks for is missing.']
      : [`Production is not open: ${missing.length} missing.`, ...missing.map(({ title, id }) => `  ${title} [${id}]`)]
  return [
    processLine(view),
    ...[noticesLine(projectNotices(state, nowMs))].filter((line) => line !== ''),
    ...group(view, 'Entry criteria', view.entry, all),
    ...group(view, 'Checklist', view.checklist, all),
    ...view.steps.flatMap((each) => stepLines(view, each, offsetMinutes, all)),
    ...group(view, 'Quality gates', view.gates, all),
    ...selectSubjects(state)
      .filter((each) => all || isShown(view, each))
      .flatMap(subjectPlanLines),
    ...readinessLines(state, nowMs, missingScripts),
    ...gate,
  ]
}

export async function planCommand(wanted: string | undefined, options: PlanOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const state = await readState(client, release)
    const nowMs = Date.now()
    const { missingScripts } = await client.call('readiness.read', { release })
    if (!options.json) {
      io.stdout(`${planLines(state, nowMs, options.all ?? false, missingScripts).join('\n')}\n`)
      return EXIT.ok
    }
    const view = projectProcess(state, nowMs)
    if (!view) throw new CliFailure(EXIT.unusable, 'This release has no process: open its folder again.')
    const withoutDefinitions = (key: string, value: unknown) => (key === 'about' ? undefined : value)
    io.stdout(
      `${JSON.stringify({ ...view, approvals: selectSubjects(state), missing: selectMissingConditions(state, nowMs, { missingScripts }), readiness: selectReadiness(state, nowMs, missingScripts) }, withoutDefinitions)}\n`,
    )
    return EXIT.ok
  })
}
