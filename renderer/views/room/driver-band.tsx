/** The driver asks whoever sits here to take over: answered where it is seen, in every view. */
import { useState } from 'react'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useDriver } from './use-driver.ts'

export function DriverBand({ deck }: { deck: Deck }) {
  const send = useSend()
  const [refusal, setRefusal] = useState<string>()
  const { driver, isOfferedToMe } = useDriver(deck)
  if (!driver?.offer || !isOfferedToMe) return null
  const say = (type: 'driver.accept' | 'driver.decline') => void send({ type }).then(setRefusal)
  return (
    <section className="deviation" aria-label="Handover" role="alert">
      <b className="deviation-word">
        <Mark name="wheel" /> {driver.name} asks you to drive
      </b>
      <span className="clip" title={driver.offer.words}>
        {driver.offer.words ?? 'From then on you start and continue; they look on.'}
      </span>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={() => say('driver.decline')}>
        Decline
      </button>
      <button type="button" className="btn btn-primary" onClick={() => say('driver.accept')}>
        Drive
      </button>
    </section>
  )
}
