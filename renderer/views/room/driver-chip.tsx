import { driverWords } from '../../../shared/documents/room-words.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useDriver } from './use-driver.ts'

/** Who drives, for everybody and in every view. */
export function DriverChip({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { driver, isMe, isOfferedToMe } = useDriver(deck)
  const words = driver
    ? driverWords(driver, (ms) => formatTime(ms, deck.offsetMinutes))
    : 'Nobody drives: everybody may start and continue'
  const tone = isOfferedToMe ? 'is-asked' : isMe ? 'is-me' : ''
  return (
    <button
      type="button"
      className={`tab driver-chip ${tone}`}
      title={words}
      onClick={() => setUi({ dialog: { kind: 'driver' } })}
    >
      <Mark name="wheel" />
      {!driver && <span className="t3">Nobody drives</span>}
      {driver && (
        <span className="clip tabs-person">
          {isOfferedToMe ? `Asked by ${driver.name}` : isMe ? 'You drive' : `Driver: ${driver.name}`}
          {driver.offer && !isOfferedToMe && <span className="wide-only">, asks {driver.offer.to}</span>}
        </span>
      )}
    </button>
  )
}
