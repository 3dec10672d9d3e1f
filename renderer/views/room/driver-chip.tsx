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
      {driver && isOfferedToMe && <span className="clip">{driver.name} asks you</span>}
      {driver && !isOfferedToMe && (
        <span className="clip tabs-person">
          {isMe ? 'You drive' : `${driver.name} drives`}
          {driver.offer && <span className="wide-only">, asks {driver.offer.to}</span>}
        </span>
      )}
    </button>
  )
}
