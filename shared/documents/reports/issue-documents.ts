/** Issue log, what users said, and what was learned. */
import { type IssueView, isOpenIssue, projectIssues } from '../../domain/issues/project-issues.ts'
import { ISSUE_WORDS, issueSource, issueStanding, MOOD_WORDS } from '../issue-words.ts'
import { formatActor } from '../words.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, many } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { minutesPart } from './minutes-part.ts'
import { severityTitle } from './parts.ts'
import { deviationsPart, notesPart, plannedPart, remarksPart } from './post-release-review.ts'

export function issuesTable(ground: Ground, only: (issue: IssueView) => boolean = () => true): string {
  const rows = projectIssues(ground.state)
    .filter(only)
    .map((issue) => [
      issue.id,
      severityTitle(issue.severity),
      issue.title,
      ISSUE_WORDS[issue.status],
      issueSource(issue),
      issueStanding(issue),
      instant(ground, issue.atMs),
    ])
  return table(['Issue', 'Severity', 'What', 'State', 'From', 'How it stands', 'Since'], rows, 'None is on record.')
}

function countsPart({ state }: Ground): string[] {
  const issues = projectIssues(state)
  const open = issues.filter(isOpenIssue).length
  return [paragraph(`${many(issues.length, 'issue')}, ${open} of them open.`)]
}

export const issueLog: Parts = [
  ['head', (ground) => documentHead(ground, 'Issue log')],
  ['summary', countsPart],
  ['open', (ground) => [heading(2, 'Open'), issuesTable(ground, isOpenIssue)]],
  ['settled', (ground) => [heading(2, 'Settled'), issuesTable(ground, (issue) => !isOpenIssue(issue))]],
]

function moodsPart({ state }: Ground): string[] {
  const said = state.feedback ?? []
  const rows = (['good', 'mixed', 'bad'] as const).map((mood) => [
    MOOD_WORDS[mood],
    String(said.filter((each) => each.mood === mood).length),
  ])
  return [paragraph(`${many(said.length, 'word')} of users on record.`), table(['Mood', 'How many'], rows)]
}

function wordsPart(ground: Ground): string[] {
  const rows = (ground.state.feedback ?? []).map(({ from, channel, mood, issue, text, by, atMs }) => [
    instant(ground, atMs),
    `${from}${channel ? `, ${channel}` : ''}`,
    MOOD_WORDS[mood],
    text,
    issue ?? '',
    formatActor(by),
  ])
  return [
    heading(2, 'What they said'),
    table(
      ['When', 'Who', 'Mood', 'Said', 'Issue', 'Recorded by'],
      rows,
      'Nobody has said anything on record: cockpit feedback puts it there.',
    ),
  ]
}

export const feedbackSummary: Parts = [
  ['head', (ground) => documentHead(ground, 'User feedback summary')],
  ['moods', moodsPart],
  ['words', wordsPart],
]

const EMPTY = [['', '', '', '']]

export const lessonsLearned: Parts = [
  ['head', (ground) => documentHead(ground, 'Lessons learned')],
  [
    'about',
    () => [
      paragraph(
        'The record knows what happened; what is learned from it people write. What may be worth a lesson stands first.',
      ),
    ],
  ],
  ['issues', (ground) => [heading(2, 'What went wrong'), issuesTable(ground)]],
  ['deviations', deviationsPart],
  ['planned-and-actual', (ground) => [heading(2, 'Planned and actual'), ...plannedPart(ground)]],
  ['decisions-and-actions', minutesPart],
  ['notes', notesPart],
  ['remarks', remarksPart],
  [
    'lessons',
    () => [
      heading(2, 'Lessons'),
      heading(3, 'What went well'),
      table(['What', 'Why', 'Keep by', 'Owner'], EMPTY),
      heading(3, 'What did not'),
      table(['What', 'Why', 'What changes', 'Owner and due'], EMPTY),
    ],
  ],
]
