import { Mark } from '../../components/mark.tsx'
import { useCockpit, useSession } from '../../state/context.tsx'

export function Machine() {
  const facts = useCockpit((state) => state.machine)
  const { cockpit } = useSession()
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
            <Mark
              name={fact.state === 'found' ? 'tick' : fact.state === 'missing' ? 'no-data' : 'failed'}
              className={fact.state === 'needed' ? 'red' : 't2'}
            />
            <span className="clip">{fact.name}</span>
            <span className="t2 clip" title={fact.detail}>
              {fact.state === 'found' ? '' : <b className="t1">{fact.state === 'missing' ? 'None. ' : 'Needed. '}</b>}
              {fact.detail}
            </span>
          </li>
        ))}
      </ul>
      <p className="empty">
        <button
          type="button"
          className="btn"
          onClick={() =>
            void cockpit.client.call('machine.check', {}).then((machine) => cockpit.store.setState({ machine }))
          }
        >
          Look again
        </button>{' '}
        or run <span className="mono">cockpit doctor</span>
      </p>
    </section>
  )
}
