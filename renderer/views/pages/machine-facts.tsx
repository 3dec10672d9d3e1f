import { useEffect } from 'react'
import { MACHINE_STATES } from '../../components/machine-state.ts'
import { Mark } from '../../components/mark.tsx'
import { useCockpit, useSession, useSetUi } from '../../state/context.tsx'

export function Machine() {
  const facts = useCockpit((state) => state.machine)
  const setUi = useSetUi()
  const { cockpit } = useSession()
  // Not before what the window is for is there: looking starts a dozen programs.
  const isDue = useCockpit((state) => state.releases !== undefined && state.machine === undefined)
  useEffect(() => {
    if (!isDue) return
    // Without an answer it goes on saying that it looks; what is wrong with the connection is said elsewhere.
    void cockpit.client
      .call('machine.check', {})
      .then((machine) => cockpit.store.setState({ machine }))
      .catch(() => undefined)
  }, [cockpit, isDue])
  const found = facts?.filter((fact) => fact.state === 'found').length ?? 0
  const needed = facts?.filter((fact) => fact.state === 'needed').length ?? 0
  return (
    <section className="start-machine" aria-label="This machine">
      <div className="panel-head">
        <h2>This machine</h2>
        <span className="end t2">
          {facts
            ? `${found} of ${facts.length}, ${needed === 0 ? 'none needed is missing' : `${needed} needed is missing`}`
            : 'looking…'}
        </span>
      </div>
      <ul className="rows machine">
        {facts?.map((fact) => (
          <li key={fact.name}>
            <Mark name={MACHINE_STATES[fact.state].mark} className={MACHINE_STATES[fact.state].tone} />
            <span className="clip">{fact.name}</span>
            <span className="t2 clip" title={fact.detail}>
              {fact.state === 'needed' && <b className="t1">Needed. </b>}
              {fact.detail}
            </span>
          </li>
        ))}
      </ul>
      <p className="empty">
        <button type="button" className="btn" onClick={() => setUi({ view: 'settings' })}>
          What it means, what to do
        </button>{' '}
        or run <span className="mono">cockpit doctor</span>
      </p>
    </section>
  )
}
