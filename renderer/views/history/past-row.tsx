import type { CSSProperties, KeyboardEvent } from 'react'
import { formatClock, formatMany } from '../../../shared/documents/words.ts'
import type { PastRelease } from '../../../shared/domain/history/past-release.ts'
import {
  dateOf,
  drillMsOf,
  incidentsOf,
  lastDeployment,
  outcomeOf,
  rollbackMsOf,
} from '../../../shared/domain/history/select-past.ts'
import { isLively } from '../../../shared/domain/select-summary.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDate, formatDiff, formatTime } from '../../components/time.ts'

const MARKS: Record<string, MarkName> = {
  'under way': 'play',
  succeeded: 'tick',
  failed: 'failed',
  stopped: 'square',
  'rolled back': 'back',
  'partly rolled back': 'back',
  'rollback failed': 'failed',
  'drill passed': 'back',
  closed: 'lock',
}

const clock = (ms: number | undefined) => (ms === undefined ? '' : formatClock(ms))
const count = (value: number | undefined) => (value ? String(value) : '')

/** What the row says, for who hears it, and what has no column of its own. */
function saidOf(past: PastRelease, atMs: number, offset: number): string {
  const { history } = past
  const last = lastDeployment(past)
  const tries =
    history && history.deployments.length > 1 ? formatMany(history.deployments.length, 'deployment') : undefined
  return [
    `${past.name} ${past.version}`,
    outcomeOf(past),
    last && `in ${last.environment}`,
    `${formatDate(atMs, offset)}, ${formatTime(atMs, offset)}`,
    tries,
    last?.endedAtMs !== undefined && `took ${formatClock(last.deployMs)}`,
    last?.plannedMs !== undefined &&
      `planned ${formatClock(last.plannedMs)} for ${last.plannedSteps} of ${formatMany(last.steps, 'step')}`,
    history && formatMany(history.approvals, 'approval'),
  ]
    .filter(Boolean)
    .join('; ')
}

type Props = {
  past: PastRelease
  index: number
  isCurrent: boolean
  isReading: boolean
  style: CSSProperties
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onOpen: (release: ReleaseId) => void
}

export function PastRow({ past, index, isCurrent, isReading, style, onFocus, onKeyDown, onOpen }: Props) {
  const { history, name, version, release } = past
  const last = lastDeployment(past)
  const atMs = dateOf(past)
  const offset = -new Date(atMs).getTimezoneOffset()
  const outcome = outcomeOf(past)
  const tries = history?.deployments.length ?? 0
  const said = saidOf(past, atMs, offset)
  const isOff = outcome === 'failed' || outcome === 'rollback failed'
  const isComplete = last !== undefined && last.plannedSteps === last.steps
  return (
    <button
      type="button"
      className="list-row past-row"
      data-index={index}
      tabIndex={isCurrent ? 0 : -1}
      style={style}
      title={said}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={() => onOpen(release)}
    >
      <span className="t2 nowrap">{formatDate(atMs, offset).slice(4)}</span>
      <span className="past-name">
        <bdi className="clip">{name}</bdi>
        <bdi className="bold nowrap">{version}</bdi>
      </span>
      <span className="past-outcome">
        <Mark name={MARKS[outcome] ?? (isLively(outcome) ? 'play' : 'ring')} className={isOff ? 'red' : 't2'} />
        <span className="clip">{outcome}</span>
        {tries > 1 && <span className="t3 small nowrap">{tries} tries</span>}
      </span>
      {history === undefined ? (
        <span className="t3 past-unread">{isReading ? 'being read' : 'its entries cannot be read'}</span>
      ) : (
        <>
          <span className="num">{clock(last?.endedAtMs === undefined ? undefined : last.deployMs)}</span>
          <span className="num t2">
            {clock(last?.plannedMs)}
            {last?.plannedMs !== undefined && !isComplete && '+'}
          </span>
          <span className="num t2">
            {isComplete && last.plannedMs !== undefined && last.endedAtMs !== undefined
              ? formatDiff(last.deployMs - last.plannedMs)
              : ''}
          </span>
          <span className="num">{clock(rollbackMsOf(past))}</span>
          <span className="num t2">{clock(drillMsOf(past))}</span>
          <span className="num">{count(incidentsOf(past))}</span>
          <span className="num t2">{count(history.deviations)}</span>
        </>
      )}
    </button>
  )
}
