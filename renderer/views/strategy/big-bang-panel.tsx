/** The outage clock, and until when one can still turn back inside the window. */
import { formatClock } from '../../../shared/documents/words.ts'
import { selectLandmark } from '../../../shared/domain/strategies/landmarks.ts'
import { type Outage, projectOutage } from '../../../shared/domain/strategies/project-outage.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'
import { StripEmpty, StripHead } from './strip-parts.tsx'

const PHASES: Record<Outage['phase'], { words: string; mark: MarkName }> = {
  before: { words: 'Service open, as before', mark: 'tick' },
  closed: { words: 'Service closed', mark: 'gate-shut' },
  opening: { words: 'Service opening', mark: 'play' },
  open: { words: 'Service open again', mark: 'gate-passed' },
  restored: { words: 'Service restored', mark: 'back' },
}

const isRunning = ({ phase }: Outage) => phase === 'closed' || phase === 'opening'

function OutageClock({ outage, deck }: { outage: Outage; deck: Deck }) {
  const { closedAtMs, openedAtMs } = outage
  const { nowMs, offsetMinutes } = deck
  const runs = isRunning(outage)
  if (closedAtMs === undefined)
    return (
      <div className="outage">
        <span className="label">Outage</span>
        <span className="outage-clock t3">0:00</span>
        <span className="t3">begins with the step that closes</span>
      </div>
    )
  const endMs = runs ? nowMs : (openedAtMs ?? nowMs)
  return (
    <div className="outage">
      <span className="label">Outage</span>
      <span className={`outage-clock ${runs ? 'clock-running' : ''}`}>{formatClock(endMs - closedAtMs)}</span>
      <span className="t3 nowrap">
        {formatTime(closedAtMs, offsetMinutes)}
        {runs ? ' until now' : ` to ${formatTime(endMs, offsetMinutes)}`}
      </span>
    </div>
  )
}

const BASIS: Record<Outage['restoreBasis'], string> = {
  measured: 'measured',
  planned: 'planned, never measured',
  earlier: 'by earlier releases',
  unknown: 'not known',
}

/** Why there is no instant to turn back by, as a sentence; undefined when there is one. */
function noTurnBack({ phase, windowEndMs, restoreMs }: Outage): string | undefined {
  if (phase === 'open' || phase === 'opening') return 'Past: users write data, so the way is forward.'
  if (restoreMs === undefined) return 'Not known: no drill has measured the restore, and no step says expect=.'
  return windowEndMs === undefined ? 'Not known: release.yaml names no window that is open or ahead.' : undefined
}

function TurnBack({ outage, deck }: { outage: Outage; deck: Deck }) {
  const { turnBackAtMs, restoreMs, restoreBasis, windowEndMs } = outage
  const why = noTurnBack(outage)
  const leftMs = (turnBackAtMs ?? 0) - deck.nowMs
  return (
    <div className="outage">
      <span className="label">Turn back</span>
      {why !== undefined ? (
        <span className="t2 clip" title={why}>
          {why}
        </span>
      ) : (
        <>
          <span className={`outage-clock ${leftMs < 0 ? 'red' : isRunning(outage) ? 'clock-running' : ''}`}>
            {formatClock(leftMs)}
          </span>
          <span className="t3 clip">
            {leftMs < 0 ? 'past since' : 'by'} {formatTime(turnBackAtMs!, deck.offsetMinutes)}: window ends{' '}
            {formatTime(windowEndMs!, deck.offsetMinutes)}, restore {formatClock(restoreMs!)} {BASIS[restoreBasis]}
          </span>
        </>
      )}
    </div>
  )
}

export function BigBangPanel({ deck }: { deck: Deck }) {
  const { definition, state, environment, nowMs } = deck
  const outage = projectOutage(state, environment.name, nowMs)
  if (selectLandmark(definition, 'close').length === 0)
    return (
      <>
        <StripHead name="Big bang" />
        <StripEmpty>
          How long the service is closed and until when one can turn back: say{' '}
          <code>strategy: {'{ kind: big-bang, close: STEP, open: STEP, restore: STEP }'}</code> in release.yaml.
        </StripEmpty>
      </>
    )
  const { words, mark } = PHASES[outage.phase]
  return (
    <>
      <StripHead name="Big bang">
        <Mark name={mark} /> {words}
      </StripHead>
      <div className="strip-rows outages">
        <OutageClock outage={outage} deck={deck} />
        <TurnBack outage={outage} deck={deck} />
      </div>
    </>
  )
}
