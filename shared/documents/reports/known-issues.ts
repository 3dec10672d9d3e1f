/** Known issues: what triggers found and people declared, with what came of it, and what is off target or unknown now. */
import type { MetricHealth } from '../../domain/state.ts'
import { knownIssuesPart } from './compatibility-part.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, stepTitles } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { bulletsOr, decisionsTable } from './parts.ts'

const healthWords = ({ status, rule, reason }: MetricHealth): string =>
  status === 'blind' ? `cannot be measured: ${reason ?? 'no reason on record'}` : (rule ?? 'off target')

function metricLines(ground: Ground): string[] {
  return Object.entries(ground.state.metrics)
    .filter(([, { status }]) => status !== 'holds')
    .map(([key, health]) => `${key}, since ${instant(ground, health.sinceMs)}: ${healthWords(health)}`)
}

function stepLines(ground: Ground): string[][] {
  const titles = stepTitles(ground)
  return Object.values(ground.state.attempts)
    .filter(({ status }) => status === 'failed' || status === 'timed-out' || status === 'unknown')
    .map((each) => [
      titles.get(each.stepId) ?? each.stepId,
      each.runId,
      each.status === 'unknown' ? 'outcome unknown' : each.status === 'failed' ? 'failed' : 'timed out',
      each.reason ?? 'no reason on record',
      instant(ground, each.endedAtMs ?? each.startedAtMs),
    ])
}

export const offTargetPart = (ground: Ground): string[] => [
  heading(2, 'Off target or not measured, as last seen'),
  bulletsOr(metricLines(ground), 'No metric was off target or blind when it was seen last.'),
]

export const failedStepsPart = (ground: Ground): string[] => [
  heading(2, 'Steps that failed or whose outcome is unknown'),
  table(['Step', 'Run', 'How', 'Why', 'When'], stepLines(ground), 'None.'),
]

export const knownIssues: Parts = [
  ['head', (ground) => documentHead(ground, 'Known issues')],
  [
    'about',
    () => [
      paragraph('What the record of this release knows. Defects that were only written down elsewhere are not in it.'),
    ],
  ],
  ['known-issues', knownIssuesPart],
  ['decisions', (ground) => [heading(2, 'Decided in the room'), decisionsTable(ground)]],
  ['off-target', offTargetPart],
  ['failed-steps', failedStepsPart],
]
