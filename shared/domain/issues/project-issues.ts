/**
 * The issue log: what people reported, what triggers found and people declared in a run (each decision once, in its last form), and what was found
 * late (docs/validation.md, I1 to I5).
 */

import { ISSUE_OUTCOMES } from '../../documents/issue-words.ts'
import { capital } from '../../documents/words.ts'
import { GRAVITY, type Severity, type TimedDecision } from '../decisions/timed-decision.ts'
import type { ReleaseState } from '../state.ts'
import type { IssueState } from './issue-state.ts'

export type IssueStatus = 'open' | 'taken' | 'resolved' | 'accepted' | 'closed'

export type IssueView = {
  id: string
  title: string
  severity: Severity
  status: IssueStatus
  /** Who or what found it. */
  origin: 'person' | 'trigger' | 'declared' | 'late'
  environment?: string
  service?: string
  atMs: number
  /** Nobody for what the cockpit found. */
  by?: string
  person?: string
  /** What was said last of how it stands. */
  words: string
}

type Found = Omit<IssueView, 'status' | 'words' | 'person'> & { settledAs?: { status: IssueStatus; words: string } }

const nameOf = (actor: { kind: string; name?: string }) => (actor.kind === 'person' ? actor.name : undefined)

/** A decision that was vetoed, escalated or superseded goes on in the one that took its place. */
const GOES_ON: readonly string[] = ['vetoed', 'escalated', 'superseded']

function ofDecision(state: ReleaseState, decision: TimedDecision): Found[] {
  const { id, words, severity, environment, service, openedAtMs, openedBy, triggerId, closed } = decision
  const succeeds = Object.values(state.decisions ?? {}).some((each) => each.fromId === id)
  if (closed && GOES_ON.includes(closed.how) && (succeeds || closed.how === 'superseded')) return []
  const by = nameOf(openedBy)
  const settled = closed?.how === 'rolled-back' ? { status: 'resolved' as const, words: 'Rolled back.' } : undefined
  return [
    {
      ...{ id, title: words, severity, environment, atMs: openedAtMs },
      origin: triggerId === undefined ? 'declared' : 'trigger',
      ...(service === undefined ? {} : { service }),
      ...(by === undefined ? {} : { by }),
      ...(settled ? { settledAs: settled } : {}),
    },
  ]
}

function ofPerson(id: string, { reported }: IssueState): Found[] {
  if (!reported) return []
  const { title, severity, environment, service, atMs } = reported
  const by = nameOf(reported.by)
  return [
    {
      ...{ id, title, severity, atMs, origin: 'person' as const },
      ...(environment === undefined ? {} : { environment }),
      ...(service === undefined ? {} : { service }),
      ...(by === undefined ? {} : { by }),
    },
  ]
}

/** As grave as the gravest trigger on the metric, but without anybody's clock: it is over. */
function ofFinding(
  state: ReleaseState,
  { id, environment, metric, rule, fromMs, atMs }: NonNullable<ReleaseState['lateFindings']>[number],
): Found {
  const { metrics = [], triggers = [] } = state.definition ?? {}
  const severities = triggers.filter((each) => each.metric === metric).map(({ severity }) => severity)
  const severity = GRAVITY.find((each) => severities.includes(each)) ?? 'medium'
  const title = metrics.find(({ name }) => name === metric)?.title ?? metric
  const words = `${title}, found late: ${rule} at ${new Date(fromMs).toISOString()}`
  return { id, title: words, severity, origin: 'late', environment, atMs }
}

function standing(said: IssueState, found: Found): { status: IssueStatus; words: string } {
  if (said.closed) return { status: 'closed', words: said.closed.words }
  if (said.accepted) return { status: 'accepted', words: said.accepted.words }
  if (said.resolved)
    return { status: 'resolved', words: `${capital(ISSUE_OUTCOMES[said.resolved.outcome])}: ${said.resolved.words}` }
  if (said.reopened) return { status: said.person ? 'taken' : 'open', words: `Open again: ${said.reopened.reason}` }
  if (found.settledAs) return found.settledAs
  return { status: said.person ? 'taken' : 'open', words: '' }
}

/** Open ones first, gravest first, then the newest first. */
export function projectIssues(state: ReleaseState): IssueView[] {
  const issues = state.issues ?? {}
  const found = [
    ...Object.values(state.decisions ?? {}).flatMap((each) => ofDecision(state, each)),
    ...(state.lateFindings ?? []).map((each) => ofFinding(state, each)),
    ...Object.entries(issues).flatMap(([id, each]) => ofPerson(id, each)),
  ]
  const views = found.map(({ settledAs, ...each }): IssueView => {
    const said = issues[each.id] ?? {}
    const person = said.person === undefined ? {} : { person: said.person }
    return { ...each, ...person, ...standing(said, { ...each, ...(settledAs ? { settledAs } : {}) }) }
  })
  return views.toSorted(
    (a, b) =>
      Number(!isOpenIssue(a)) - Number(!isOpenIssue(b)) ||
      GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) ||
      b.atMs - a.atMs,
  )
}

export const isOpenIssue = ({ status }: IssueView): boolean => status === 'open' || status === 'taken'

/** What keeps a release from being called good: anything open but what is only low. */
export const isBlocking = (issue: IssueView): boolean => isOpenIssue(issue) && issue.severity !== 'low'
