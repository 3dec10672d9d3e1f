/** What every document is made from, and how it says who, when and where. */
import type { ScoreRow } from '../../domain/project-scorecard.ts'
import { ROLLBACK_TARGET_MS, targetMs } from '../../domain/scorecard-targets.ts'
import type { ReleaseState, RunState } from '../../domain/state.ts'
import { formatInstant } from '../../domain/windows.ts'
import type { PayloadOf, RecordedEvent } from '../../events/index.ts'
import type { Environment, Person, ReleaseDefinition } from '../../runbook/model.ts'
import { roleTitle } from '../process-words.ts'
import { formatDigest, formatRole } from '../words.ts'
import { facts, heading } from './markdown-blocks.ts'
import type { TemplateText } from './template.ts'

/** The scorecard of an environment as it stood at `atMs`. */
export type ScorecardAt = { environment: string; atMs: number; rows: ScoreRow[] }

/** What git said, with the entry that holds it, and why it could not be asked again; or why nothing is known. */
export type HistorySource =
  | (PayloadOf<'history.read'> & { seq: number; atMs: number; problem?: string })
  | { problem: string }

export type ReportSources = {
  state: ReleaseState
  /** What people and the cockpit said and noticed, oldest first; empty for documents that tell none of it (`readsEvents`). */
  events: readonly RecordedEvent[]
  nowMs: number
  scorecard?: ScorecardAt
  history?: HistorySource
  /** The definition of the version before, where this ledger has that release. */
  previousDefinition?: ReleaseDefinition
  /** The team's own form of the document. */
  template?: TemplateText
}

export type Ground = ReportSources & {
  definition: ReleaseDefinition
  /** The environment the release is about: the protected one that ran last, else the first the runbook names. */
  environment: string
  /** The offset every time is written in: that of the first window, else UTC. */
  offsetMinutes: number
}

export const runsOf = (state: ReleaseState): RunState[] => state.runOrder.map((id) => state.runs[id]!)

/** Undefined while nothing says which environments there are. */
export function selectEnvironment(state: ReleaseState): string | undefined {
  const { definition } = state
  if (!definition) return undefined
  const ran = runsOf(state).findLast((run) => run.protected)
  if (ran) return ran.environment
  const isProtected = (name: string | undefined) =>
    definition.environments.some((each) => each.name === name && each.protected)
  const stages = definition.runbook.stages.filter((stage) => stage.kind === 'forward' && stage.environment)
  const stage = stages.find((each) => isProtected(each.environment)) ?? stages[0]
  const own = definition.environments.find((each) => each.protected) ?? definition.environments[0]
  return stage?.environment ?? own?.name
}

export function layGround(sources: ReportSources): Ground | undefined {
  const { definition } = sources.state
  if (!definition) return undefined
  const offsetMinutes = definition.windows[0]?.offsetMinutes ?? 0
  return { ...sources, definition, environment: selectEnvironment(sources.state) ?? 'production', offsetMinutes }
}

export const instant = ({ offsetMinutes }: Pick<Ground, 'offsetMinutes'>, ms: number): string =>
  formatInstant(ms, offsetMinutes)

/** `22:23:51`, in the document's offset. */
export const timeOfDay = ({ offsetMinutes }: Pick<Ground, 'offsetMinutes'>, ms: number): string =>
  new Date(ms + offsetMinutes * 60_000).toISOString().slice(11, 19)

export const titleOfRole = ({ definition }: Ground, role: string): string =>
  definition.process ? roleTitle(definition.process, role) : formatRole(role)

const personWords = ({ name, contact, deputy }: Person): string =>
  `${name}${deputy ? ' (deputy)' : ''}${contact ? `, ${contact}` : ''}`

/** Who fills a role and how they are reached. */
export const peopleOf = ({ definition }: Ground, role: string): string =>
  (definition.team[role] ?? []).map(personWords).join('; ') || 'nobody is named in release.yaml'

export const environmentOf = ({ definition, environment }: Ground): Environment | undefined =>
  definition.environments.find((each) => each.name === environment)

export const stepTitles = ({ state, definition }: Ground): Map<string, string> =>
  new Map(
    [definition, ...runsOf(state).map((run) => run.definition)].flatMap((each) =>
      each.runbook.stages.flatMap((stage) => stage.steps).map((step) => [step.id as string, step.title] as const),
    ),
  )

/** The title of a document with what it is about. What changes with every entry stands in the stamp below it (`stamp.ts`). */
export function documentHead(ground: Ground, title: string): string[] {
  const { state, definition } = ground
  return [
    heading(1, `${title}: ${definition.name} ${definition.version}`),
    facts([
      ['Release', state.release],
      [
        'Version',
        `${definition.version}, ${definition.previous ? `from ${definition.previous}` : 'no previous version is named'}`,
      ],
      ['Change', definition.ticket ?? 'no ticket is named'],
      [
        'Definition',
        `${state.definitionDigest ? formatDigest(state.definitionDigest) : 'unknown'}, ${state.commit ? `commit ${state.commit.slice(0, 10)}` : 'not from git'}`,
      ],
    ]),
  ]
}

/** What a rollback may take: the release's own target, else the reference's. */
export function rollbackTargetMs({ definition }: Ground): number {
  const own = definition.metrics.find(({ source }) => source.kind === 'ledger' && source.measure === 'rollback-time')
  return (own && targetMs(own).below) ?? ROLLBACK_TARGET_MS
}

export { formatMany as many } from '../words.ts'
