/** Communication as it stands: each stage with when it is due and what became of it, and every message (docs/communication.md, N14 to N18). */
import type { ReleaseDefinition } from '../../runbook/model.ts'
import type { NoticeMode } from '../../runbook/notices/model.ts'
import { selectAnchor, selectProcessDueMs } from '../process/due.ts'
import type { ReleaseState } from '../state.ts'
import { selectStageAudience } from './channels.ts'
import type { NoticeState } from './notice-state.ts'

export type StageStatus =
  | 'planned'
  | 'due'
  | 'overdue'
  | 'queued'
  | 'sent'
  | 'unknown'
  | 'failed'
  | 'off'
  | 'not-needed'

export type StageView = {
  id: string
  title: string
  audience: string[]
  dueAtMs?: number
  status: StageStatus
  /** Of its last sending, tests apart. */
  messages: NoticeState[]
  /** It was sent to oneself. */
  isTested: boolean
}

export type NoticesView = {
  mode: NoticeMode
  hasChannels: boolean
  stages: StageView[]
  /** Newest first. */
  messages: NoticeState[]
  overdue: StageView[]
}

const DAY_MS = 24 * 3_600_000
/** What follows an end is not late the moment it may be said. */
const GRACE_MS = 3_600_000

export const STANDING_STAGES = ['postponed', 'cancelled'] as const
const STANDING_TITLES = { postponed: 'Postponed', cancelled: 'Cancelled' }

const isDead = ({ status }: NoticeState) => status === 'dropped' || status === 'given-up'

/** The messages of a stage's last sending: those queued together. */
export function selectStageMessages(
  { notices }: ReleaseState,
  stage: string,
  mode: 'test' | 'on',
  sinceMs = 0,
): NoticeState[] {
  const all = Object.values(notices?.byId ?? {}).filter(
    ({ about, mode: of, queuedAtMs }) =>
      about.kind === 'stage' && about.stageId === stage && of === mode && queuedAtMs >= sinceMs,
  )
  const last = Math.max(...all.map(({ queuedAtMs }) => queuedAtMs))
  return all.filter(({ queuedAtMs }) => queuedAtMs === last).toSorted((a, b) => a.seq - b.seq)
}

function statusOfMessages(messages: NoticeState[]): StageStatus | undefined {
  if (messages.length === 0) return undefined
  if (messages.some(({ status }) => status === 'unknown')) return 'unknown'
  if (messages.some(({ status }) => status === 'queued' || status === 'sending')) return 'queued'
  if (messages.every(isDead)) return messages.every(({ status }) => status === 'dropped') ? undefined : 'failed'
  return messages.some(({ status }) => status === 'given-up') ? 'failed' : 'sent'
}

function dueOf(state: ReleaseState, definition: ReleaseDefinition, stage: string, nowMs: number) {
  const standard = definition.process?.communication.find(({ id }) => id === stage)
  if (!standard) return undefined
  const offsetMs = definition.notices?.stages[stage]?.offsetMs ?? standard.due.offsetMs
  const anchor = selectAnchor(state, standard.due.anchor, nowMs)
  const atMs = selectProcessDueMs(state, { ...standard.due, offsetMs }, nowMs)
  if (!anchor || atMs === undefined) return undefined
  const isAfter = standard.due.anchor !== 'window-start'
  const isOpen = isAfter && anchor.isPlanned
  return { atMs, isAfter, isOpen }
}

function statusByTime(state: ReleaseState, due: ReturnType<typeof dueOf>, nowMs: number): StageStatus {
  if (state.standing?.kind === 'cancelled') return 'not-needed'
  // A postponement without a date leaves nothing to be late for.
  if (!due || due.isOpen || (state.standing && !state.standing.until)) return 'planned'
  if (nowMs > due.atMs + (due.isAfter ? GRACE_MS : 0)) return 'overdue'
  return nowMs >= due.atMs - (due.isAfter ? 0 : DAY_MS) ? 'due' : 'planned'
}

function stageOf(
  state: ReleaseState,
  definition: ReleaseDefinition,
  id: string,
  title: string,
  nowMs: number,
): StageView {
  const messages = selectStageMessages(state, id, 'on')
  const due = dueOf(state, definition, id, nowMs)
  const isOff = definition.notices?.stages[id]?.off === true
  const sent = statusOfMessages(messages)
  const isMissed = sent === undefined && isPast(state, definition, id)
  return {
    id,
    title,
    audience: selectStageAudience(definition, id),
    ...(due ? { dueAtMs: due.atMs } : {}),
    status: sent ?? (isOff ? 'off' : isMissed ? 'not-needed' : statusByTime(state, due, nowMs)),
    messages,
    isTested: selectStageMessages(state, id, 'test').length > 0,
  }
}

/** What announces production says nothing any more once production is over. */
function isPast(state: ReleaseState, definition: ReleaseDefinition, id: string): boolean {
  const standard = definition.process?.communication.find((each) => each.id === id)
  if (standard?.due.anchor !== 'window-start') return false
  return selectAnchor(state, 'production-end', state.updatedAtMs)?.isPlanned === false
}

const wasTold = (state: ReleaseState, beforeMs: number) =>
  Object.values(state.notices?.byId ?? {}).some(
    ({ about, mode, status, queuedAtMs }) =>
      about.kind === 'stage' && mode === 'on' && status === 'delivered' && queuedAtMs < beforeMs,
  )

/** Who was told that it comes is told that it does not. */
function standingStage(state: ReleaseState, definition: ReleaseDefinition): StageView[] {
  const { standing } = state
  if (!standing || !wasTold(state, standing.atMs)) return []
  const { kind, atMs } = standing
  const messages = selectStageMessages(state, kind, 'on', atMs)
  return [
    {
      id: kind,
      title: STANDING_TITLES[kind],
      audience: selectStageAudience(definition, kind),
      dueAtMs: atMs,
      status: statusOfMessages(messages) ?? 'due',
      messages,
      isTested: selectStageMessages(state, kind, 'test', atMs).length > 0,
    },
  ]
}

export function projectNotices(state: ReleaseState, nowMs: number): NoticesView | undefined {
  const { definition } = state
  if (!definition) return undefined
  const standard = definition.process?.communication ?? []
  const standing = standingStage(state, definition).map(
    (each): StageView =>
      each.status === 'due' && nowMs > each.dueAtMs! + GRACE_MS ? { ...each, status: 'overdue' } : each,
  )
  const stages = [...standing, ...standard.map(({ id, title }) => stageOf(state, definition, id, title, nowMs))]
  const hasChannels = (definition.notices?.channels.length ?? 0) > 0
  const mode = definition.notices?.mode ?? 'off'
  return {
    mode,
    hasChannels,
    stages,
    messages: Object.values(state.notices?.byId ?? {}).toSorted((a, b) => b.seq - a.seq),
    overdue: hasChannels && mode === 'on' ? stages.filter(({ status }) => status === 'overdue') : [],
  }
}

/** The messages of a stage's last sending that were received, tests apart. */
export const selectTold = (state: ReleaseState, stage: string): NoticeState[] =>
  selectStageMessages(state, stage, 'on').filter(({ status }) => status === 'delivered')
