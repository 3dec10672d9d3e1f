/** One row above runbook and output: where the new version is, in the terms of the release's strategy. */
import type { ReactNode } from 'react'
import type { StrategyKind } from '../../../shared/runbook/model.ts'
import type { Deck } from '../../state/use-deck.ts'
import { BigBangPanel } from './big-bang-panel.tsx'
import { BlueGreenPanel } from './blue-green-panel.tsx'
import { CanaryLadder } from './canary-ladder.tsx'
import { RollingPanel } from './rolling-panel.tsx'

/** What a strategy shows; one without anything to show takes no room. */
const PANELS: Partial<Record<StrategyKind, (props: { deck: Deck }) => ReactNode>> = {
  'blue-green': BlueGreenPanel,
  canary: CanaryLadder,
  rolling: RollingPanel,
  'big-bang': BigBangPanel,
}

export function StrategyStrip({ deck }: { deck: Deck }) {
  // It moves nothing, so it stands nowhere in a strategy.
  const Panel = deck.run?.rehearsal ? undefined : PANELS[deck.definition.strategy.kind]
  return Panel ? (
    <section className="strategy" aria-label="Strategy">
      <Panel deck={deck} />
    </section>
  ) : null
}
