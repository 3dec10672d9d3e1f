/** Parts that several documents share. */
import { describeDuration, describeTarget } from '../../analysis/describe.ts'
import { selectRoleWord } from '../../domain/approvals.ts'
import { selectProcessDueMs } from '../../domain/process/due.ts'
import { type ItemView, isSettled } from '../../domain/process/project-process.ts'
import { plannedMsOf } from '../../domain/steps.ts'
import type { ReleaseProcess } from '../../process/model.ts'
import type { LiveCheck, Step, Trigger } from '../../runbook/model.ts'
import { givenByWords } from '../approval-words.ts'
import { ITEM_WORDS, itemWords } from '../process-words.ts'
import { sourceWords } from '../source-words.ts'
import { ruleWords } from '../trigger-words.ts'
import { formatClock } from '../words.ts'
import { decisionState } from './decision-lines.ts'
import { type Ground, instant, peopleOf, runsOf, titleOfRole } from './ground.ts'
import { bullets, paragraph, table } from './markdown-blocks.ts'

const SEVERITY = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const

export const severityTitle = (severity: string): string => SEVERITY[severity as keyof typeof SEVERITY] ?? severity

/** `2:05`, or that nobody planned it. */
export const plannedWords = (step: Step): string => {
  const ms = plannedMsOf(step)
  return ms === undefined ? 'not planned' : formatClock(ms)
}

const titleOf = ({ definition }: Ground, id: string): string =>
  definition.runbook.stages.flatMap((stage) => stage.steps).find((step) => step.id === id)?.title ?? id

/** What undoes a step, and until when. */
export function undoWords(ground: Ground, { attributes: { undo, reversible }, kind }: Step): string {
  if (reversible === 'no') return 'Irreversible'
  const until = reversible?.startsWith('until:') ? `, until ${titleOf(ground, reversible.slice(6))}` : ''
  if (undo) return `${titleOf(ground, undo)}${until}`
  if (reversible === 'yes') return 'Reversible, no step names how'
  if (until) return `Reversible${until}`
  return kind === 'command' ? 'No undo is named' : 'Changes nothing by itself'
}

export const liveWords = (check: LiveCheck | undefined): string => {
  if (!check) return 'nothing says how to look'
  return 'http' in check ? `${check.http}${check.json ? `, ${check.json}` : ''}` : check.command
}

const armWords = (ground: Ground, { arm }: Trigger): string => {
  if (!arm) return 'as the strategy arms it'
  const from = arm.from ? `from ${titleOf(ground, arm.from)}` : 'from the start'
  return arm.until ? `${from} until ${titleOf(ground, arm.until)}` : from
}

const DEFAULT_ACTIONS: Record<Trigger['severity'], string> = {
  critical: 'Roll back at once',
  high: 'Roll back within an hour',
  medium: 'Watch, and decide within four hours',
  low: 'Fix it in place',
}

export const actionOf = ({ definition }: Ground, severity: Trigger['severity']): string =>
  definition.process?.severities[severity]?.action ?? DEFAULT_ACTIONS[severity]

export function triggersTable(ground: Ground): string {
  const { definition } = ground
  const rows = definition.triggers.map((trigger) => {
    const metric = definition.metrics.find((each) => each.name === trigger.metric)
    const rule = metric ? ruleWords(metric, trigger) : ''
    return [
      severityTitle(trigger.severity),
      `${metric?.title ?? trigger.metric} ${rule}`,
      actionOf(ground, trigger.severity),
      trigger.service ?? 'the whole release',
      armWords(ground, trigger),
    ]
  })
  const head = ['Severity', 'Fires when', 'What is done', 'Of', 'Watches']
  return table(head, rows, 'release.yaml names no trigger: only people notice.')
}

export function metricsTable({ definition }: Ground): string {
  const rows = definition.metrics.map((metric) => [
    metric.title,
    describeTarget(metric.target, metric.unit) || 'no target',
    metric.source.kind === 'ledger' ? 'whole run' : describeDuration(metric.windowMs),
    sourceWords(metric),
  ])
  return table(['Metric', 'Target', 'Over', 'From'], rows, 'release.yaml names no metric: nothing is measured.')
}

export function communicationTable(ground: Ground, process: ReleaseProcess): string {
  const rows = process.communication.map(({ title, to, due }) => {
    const atMs = selectProcessDueMs(ground.state, due, ground.nowMs)
    return [
      title,
      to.map((role) => titleOfRole(ground, role)).join(', '),
      atMs === undefined ? 'no date yet' : instant(ground, atMs),
    ]
  })
  return table(['Notice', 'To', 'Due'], rows)
}

/** Items of the process with what shows them. */
export function itemsTable(ground: Ground, process: ReleaseProcess, items: readonly ItemView[]): string {
  const rows = items.map((view) => [
    view.item.title,
    ITEM_WORDS[view.status],
    itemWords(process, view),
    view.isKnown
      ? 'the record'
      : view.by || view.item.asks.map((role) => titleOfRole(ground, role)).join(' or ') || 'anybody',
    view.atMs === undefined ? '' : instant(ground, view.atMs),
  ])
  return table(['Item', 'State', 'Shown by', 'Who', 'When'], rows)
}

export const countSettled = (items: readonly ItemView[]): string =>
  `${items.filter(isSettled).length} of ${items.length}`

const WORDS = { go: 'GO', 'no-go': 'NO-GO', standby: 'Standby' }

/** What a role last said on record about the environment. */
export function saidBy(ground: Ground, role: string): string {
  const { state, environment } = ground
  const run = runsOf(state).findLast((each) => each.environment === environment)
  const said = selectRoleWord(state, environment, role, run)
  if (!said) return 'nothing on record'
  const { decision, atMs, isVoid } = said
  return `${WORDS[decision]} by ${givenByWords(said)}, ${instant(ground, atMs)}${isVoid ? ', void since what it was said of changed' : ''}`
}

/** With room for a pen. */
export function signOffTable(ground: Ground, approvals: Record<string, string>): string {
  const rows = Object.entries(approvals).map(([role, says]) => [
    titleOfRole(ground, role),
    says,
    peopleOf(ground, role),
    saidBy(ground, role),
    '',
  ])
  return table(['Role', 'Says', 'Who', 'On record', 'Signature, date'], rows, 'The process asks nobody here.')
}

/** Every timed decision, oldest first. */
export function decisionsTable(ground: Ground): string {
  const rows = Object.values(ground.state.decisions ?? {})
    .toSorted((a, b) => a.seq - b.seq)
    .map((each) => [
      instant(ground, each.openedAtMs),
      severityTitle(each.severity),
      each.words,
      each.service ?? each.environment,
      decisionState(ground, each),
    ])
  return table(['When', 'Severity', 'What', 'Where', 'What came of it'], rows, 'No issue is on record.')
}

export const bulletsOr = (lines: readonly string[], none: string): string =>
  lines.length === 0 ? paragraph(none) : bullets(lines)
