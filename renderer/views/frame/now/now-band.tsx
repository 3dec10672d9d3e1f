/** What runs, how long is left, the rollback: at the top of every view while a run is open; a breach makes it grow. */
import { useBreaches } from '../../../state/use-breaches.ts'
import type { Deck } from '../../../state/use-deck.ts'
import { BreachExtras, BreachValue, BreachWhy } from '../breach-band.tsx'
import { RollbackControl } from '../rollback-control.tsx'
import { Clocks } from './clocks.tsx'
import { WhatRuns } from './what-runs.tsx'

export function NowBand({ deck }: { deck: Deck }) {
  const breaches = useBreaches(deck)
  const isRollingBack = deck.run?.kind === 'rollback' && !deck.run.finished
  const worst = deck.isOpen && !isRollingBack ? breaches[0] : undefined
  const isArmed = worst?.trigger?.severity === 'critical'
  // One shape for both: the rollback control must survive a breach that begins while it is being held.
  return (
    <section className={worst ? 'now cols is-breach' : 'now cols'} aria-label="Now">
      {worst ? <BreachValue deck={deck} breach={worst} /> : <WhatRuns deck={deck} />}
      {worst ? <BreachWhy deck={deck} breach={worst} others={breaches.slice(1)} /> : <Clocks deck={deck} />}
      <div className="way-back">
        <RollbackControl deck={deck} isArmed={isArmed} />
        {worst && <BreachExtras deck={deck} breach={worst} />}
      </div>
    </section>
  )
}
