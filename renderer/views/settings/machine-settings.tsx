/** `cockpit doctor` in the window: what this machine has and lacks, what that means, and what to do. It blocks nothing. */
import { useEffect, useState } from 'react'
import type { MachineFact } from '../../../shared/contract/results.ts'
import { MACHINE_STATES } from '../../components/machine-state.ts'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

const ORDER: MachineFact['state'][] = ['needed', 'missing', 'unknown', 'found']

function useMachine(deck: Deck | undefined) {
  const { cockpit } = useSession()
  const facts = useCockpit((state) => state.machine)
  const [isBusy, setBusy] = useState(false)
  const [at, setAt] = useState<number>()
  const [refusal, setRefusal] = useState<string>()
  const release = deck?.state.release
  const [look] = useState(() => async (of: typeof release) => {
    setBusy(true)
    setRefusal(undefined)
    try {
      cockpit.store.setState({ machine: await cockpit.client.call('machine.check', of ? { release: of } : {}) })
      setAt(cockpit.store.getState().nowMs)
    } catch (problem) {
      setRefusal(messageOf(problem))
    }
    setBusy(false)
  })
  useEffect(() => void look(release), [look, release])
  return { facts, isBusy, at, refusal, look: () => look(release) }
}

export function MachineSettings({ deck }: { deck: Deck | undefined }) {
  const { facts, isBusy, at, refusal, look } = useMachine(deck)
  const sorted = facts?.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)) ?? []
  const needed = sorted.filter(({ state }) => state === 'needed').length
  const asked = deck ? ', and what this release measures with' : ''
  return (
    <section className="doctor" aria-label="This machine">
      <div className="doctor-head">
        <h3>This machine</h3>
        <span className="t2" role="status">
          {isBusy && 'looking…'}
          {!isBusy && facts && (needed === 0 ? 'nothing needed is missing' : `${needed} needed`)}
          {!isBusy &&
            at !== undefined &&
            `, looked at ${formatTime(at, deck?.offsetMinutes ?? -new Date(at).getTimezoneOffset())}`}
        </span>
        <button type="button" className="btn end" disabled={isBusy} onClick={() => void look()}>
          Look again
        </button>
      </div>
      <Refusal sentence={refusal} />
      <ul className="rows">
        {sorted.map((fact) => (
          <Fact key={fact.name} fact={fact} />
        ))}
      </ul>
      <p className="small t3">
        The same as <span className="mono">cockpit doctor</span>
        {asked}. Nothing here blocks a release.
      </p>
    </section>
  )
}

function Fact({ fact: { name, state, detail, means, remedy } }: { fact: MachineFact }) {
  const { mark, word, tone } = MACHINE_STATES[state]
  return (
    <li>
      <Mark name={mark} className={tone} />
      <span className={`bold ${tone}`}>{word}</span>
      <div className="grow">
        <div>
          <b>{name}</b> <span className="t2">{detail}</span>
        </div>
        {state !== 'found' && remedy && <div>{remedy}</div>}
        {means && <div className="small t3">{means}</div>}
      </div>
    </li>
  )
}
