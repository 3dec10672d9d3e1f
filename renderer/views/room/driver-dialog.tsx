/** Who drives: take the wheel, hand it over, leave it. */
import { useId, useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { driverWords } from '../../../shared/documents/room-words.ts'
import type { DriverState } from '../../../shared/domain/driver/driver-state.ts'
import { Segments } from '../../components/segments.tsx'
import { formatTime } from '../../components/time.ts'
import { useSend } from '../../state/context.tsx'
import type { BlockedCommand } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from '../dialogs/reason-dialog.tsx'
import { useDriver } from './use-driver.ts'
import { useMentions } from './use-mentions.ts'

const WHAT_IT_IS =
  'The driver starts and continues what goes forward. Everybody else looks, speaks, approves, stops and rolls back as before: the way back asks for no driver.'

type Props = { deck: Deck; blocked: BlockedCommand | undefined; onClose: () => void }

export function DriverDialog({ deck, blocked, onClose }: Props) {
  const { driver, isMe, isOfferedToMe } = useDriver(deck)
  if (driver && isMe) return <Own deck={deck} driver={driver} onClose={onClose} />
  return <Take deck={deck} driver={driver} isOffered={isOfferedToMe} blocked={blocked} onClose={onClose} />
}

type TakeProps = Props & { driver: DriverState | undefined; isOffered: boolean }

/** What was refused for want of the wheel is done right after it was taken. */
function Take({ deck, driver, isOffered, blocked, onClose }: TakeProps) {
  const send = useSend()
  const isFree = !driver || isOffered
  const take = async (reason: string) => {
    const refusal = await send({ type: 'driver.take', ...(reason === '' ? {} : { reason }) })
    return refusal ?? (blocked && send(blocked.command, blocked.role, undefined, undefined, blocked.arm))
  }
  const who = driver && driverWords(driver, (ms) => formatTime(ms, deck.offsetMinutes))
  return (
    <ReasonDialog
      title={driver ? `${driver.name} drives` : 'Nobody drives'}
      explains={`${who ? `${who}. ` : ''}${WHAT_IT_IS}${driver && !isOffered ? ' Ask them to hand over, or take over with a reason; both are on the record.' : ''}${blocked ? ' What you asked for is done right after.' : ''}`}
      label="Reason, goes on the record"
      isOptional={isFree}
      submit={blocked ? 'Take over and go on' : driver ? 'Take over' : 'Drive'}
      onClose={onClose}
      onSubmit={take}
    />
  )
}

type Way = 'offer' | 'leave' | 'withdraw'

const WORDS: Record<Way, { word: string; label: string | undefined; submit: string }> = {
  offer: { word: 'Hand over', label: 'What they should know', submit: 'Ask them' },
  withdraw: { word: 'Take the offer back', label: undefined, submit: 'Take it back' },
  leave: { word: 'Leave', label: 'Reason, goes on the record', submit: 'Drive no more' },
}

function Own({ deck, driver, onClose }: { deck: Deck; driver: DriverState; onClose: () => void }) {
  const send = useSend()
  const ways: Way[] = driver.offer ? ['withdraw', 'offer', 'leave'] : ['offer', 'leave']
  const [way, setWay] = useState(ways[0]!)
  const [to, setTo] = useState('')
  const commandOf = (words: string): CommandInput => {
    if (way === 'withdraw') return { type: 'driver.withdraw' }
    if (way === 'leave') return { type: 'driver.leave', ...(words === '' ? {} : { reason: words }) }
    return { type: 'driver.offer', to, ...(words === '' ? {} : { words }) }
  }
  return (
    <ReasonDialog
      title="You drive"
      explains={`${driverWords(driver, (ms) => formatTime(ms, deck.offsetMinutes))}. ${WHAT_IT_IS}`}
      label={WORDS[way].label}
      isOptional
      submit={WORDS[way].submit}
      onClose={onClose}
      onSubmit={(words) =>
        way === 'offer' && to.trim() === '' ? Promise.resolve('Say who is to drive.') : send(commandOf(words))
      }
      above={
        <>
          <Segments
            label="What you do"
            options={ways.map((each) => [each, WORDS[each].word] as const)}
            value={way}
            onChange={setWay}
          />
          {way === 'offer' && <ToWhom deck={deck} own={driver.name} to={to} onTo={setTo} />}
        </>
      }
    />
  )
}

function ToWhom({ deck, own, to, onTo }: { deck: Deck; own: string; to: string; onTo: (to: string) => void }) {
  const list = useId()
  const people = useMentions(deck).whom.filter(({ kind, name }) => kind === 'person' && name !== own)
  return (
    <label className="labelled">
      <span className="label">To whom: you drive on until they accept</span>
      <input
        className="field"
        list={list}
        maxLength={200}
        placeholder="Full name"
        value={to}
        onChange={(event) => onTo(event.target.value)}
      />
      <datalist id={list}>
        {people.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  )
}
