/** The closure report: gates, deliverables and approvals as they stand, and the head of the record that proves them. */
import {
  findItemView,
  isSettled,
  type ProcessStepView,
  type ProcessView,
  projectProcess,
} from '../../domain/process/project-process.ts'
import { selectReleaseStatus } from '../../domain/select-summary.ts'
import { bindsWords, givenByWords } from '../approval-words.ts'
import { ITEM_WORDS, itemWords } from '../process-words.ts'
import { formatActor, formatRole } from '../words.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, stepTitles } from './ground.ts'
import { bullets, heading, paragraph, table } from './markdown-blocks.ts'
import { countSettled, itemsTable, signOffTable } from './parts.ts'

const COMES = { generated: 'document of the cockpit', run: 'left by a run', attached: 'brought along' }

function deliverablesTable(ground: Ground, { process, steps }: ProcessView): string {
  const rows = steps.flatMap(({ step, deliverables }) =>
    deliverables.map((view, index) => [
      step.title,
      view.item.title,
      COMES[step.deliverables[index]!.comes],
      ITEM_WORDS[view.status],
      itemWords(process, view),
      view.atMs === undefined ? '' : instant(ground, view.atMs),
    ]),
  )
  return table(['Step', 'Deliverable', 'Comes', 'State', 'Shown by', 'When'], rows)
}

function outputsTable(view: ProcessView): string {
  const rows = view.process.outputs.map(({ title, of }) => {
    const found = findItemView(view, of)
    return [title, found ? ITEM_WORDS[found.status] : 'not known', found ? itemWords(view.process, found) : '']
  })
  return table(['Output', 'State', 'Shown by'], rows)
}

function approvalsTable(ground: Ground): string {
  const titles = stepTitles(ground)
  const rows = ground.state.approvals.map((given) => {
    const { role, decision, binds, atMs, words, revoked } = given
    return [
      instant(ground, atMs),
      formatRole(role),
      `${decision.toUpperCase()}${words ? `: ${words}` : ''}`,
      binds.environment === undefined
        ? bindsWords(binds)
        : `${binds.environment}${binds.stepId ? `, ${titles.get(binds.stepId) ?? binds.stepId}` : ''}`,
      givenByWords(given),
      revoked ? `taken back by ${formatActor(revoked.by)}: ${revoked.reason}` : '',
    ]
  })
  return table(['When', 'Role', 'Said', 'About', 'Who', ''], rows, 'No approval is on record.')
}

const stepRow = (ground: Ground, { step, number, settled, of, dueAtMs, isLate }: ProcessStepView): string[] => [
  String(number),
  step.longTitle,
  `${settled} of ${of}`,
  dueAtMs === undefined ? 'no date' : `${instant(ground, dueAtMs)}${isLate ? ', late' : ''}`,
]

const NO_PROCESS = 'This release was recorded before there was a process: it has no gates to close.'

const withProcess =
  (write: (ground: Ground, view: ProcessView) => string[]) =>
  (ground: Ground): string[] => {
    const view = projectProcess(ground.state, ground.nowMs)
    return view ? write(ground, view) : []
  }

function summaryPart({ state, nowMs }: Ground): string[] {
  const view = projectProcess(state, nowMs)
  if (!view) return [paragraph(NO_PROCESS)]
  const open = view.gates.filter((each) => !isSettled(each)).length
  const gates = open === 0 ? 'Every quality gate holds.' : `${open} of ${view.gates.length} quality gates are open.`
  return [paragraph(`State of the release: ${selectReleaseStatus(state, nowMs)}. ${gates}`)]
}

export const closureReport: Parts = [
  ['head', (ground) => documentHead(ground, 'Closure report')],
  ['summary', summaryPart],
  [
    'gates',
    withProcess((ground, { process, gates }) => [
      heading(2, `Quality gates, ${countSettled(gates)}`),
      itemsTable(ground, process, gates),
    ]),
  ],
  [
    'steps',
    withProcess((ground, { steps }) => {
      const rows = steps.map((each) => stepRow(ground, each))
      return [heading(2, 'Steps'), table(['', 'Step', 'Settled', 'Due'], rows)]
    }),
  ],
  ['outputs', withProcess((_, view) => [heading(2, 'Outputs'), outputsTable(view)])],
  ['deliverables', withProcess((ground, view) => [heading(2, 'Deliverables'), deliverablesTable(ground, view)])],
  ['approvals', (ground) => [heading(2, 'Approvals on record'), approvalsTable(ground)]],
  [
    'sign-off',
    withProcess((ground, { steps }) => {
      const closure = steps.find(({ step }) => step.id === 'closure')
      return [heading(2, 'Sign-off'), signOffTable(ground, closure?.step.approvals ?? {})]
    }),
  ],
  [
    'record',
    () => [
      heading(2, 'The record'),
      bullets([
        'How many entries it has and its head stand below.',
        'The execution log (“cockpit export”) holds all of it; “cockpit verify” proves that nothing was changed, cut or reordered.',
      ]),
    ],
  ],
]
