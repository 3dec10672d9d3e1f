import { Mark } from '../../components/mark.tsx'
import { formatDate, formatTime, formatZone } from '../../components/time.ts'
import { useCockpit } from '../../state/context.tsx'

export function EmptyHeader() {
  const nowMs = useCockpit((state) => state.nowMs)
  const offset = -new Date(nowMs).getTimezoneOffset()
  return (
    <header className="header cols">
      <div className="header-release">
        <div className="release-name">
          <h1>No release open</h1>
          <p className="small t2">on this machine</p>
        </div>
      </div>
      <div className="lamps-empty t3 small">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <Mark key={key} name="ring" />
        ))}
        <span>Lamps: each role says go or no-go here.</span>
      </div>
      <div className="window-clock">
        <div className="t3 small">The deployment window and its clock stand here.</div>
        <div className="num">
          <div className="time-of-day">{formatTime(nowMs, offset)}</div>
          <div className="small t2">
            {formatDate(nowMs, offset)}, {formatZone(offset)}
          </div>
        </div>
      </div>
    </header>
  )
}

export function EmptyNow() {
  const cells: [string, string][] = [
    ['T+', 'counts to 30:00'],
    ['Window', 'time left'],
    ['No return', 'last safe start'],
  ]
  return (
    <section className="now cols is-empty" aria-label="Now">
      <div className="what is-calm">
        <div className="bold t2">What is running</div>
        <div className="t3">The step, its time against plan, and what comes next.</div>
      </div>
      <div className="clocks">
        {cells.map(([name, says]) => (
          <div key={name} className="clock-cell">
            <div className="bold t2">{name}</div>
            <div className="t3">{says}</div>
          </div>
        ))}
      </div>
      <div className="way-back">
        <section className="rollback" aria-label="Rollback">
          <i className="rollback-edge is-quiet" />
          <div className="rollback-words">
            <h2 className="t2">Rollback</h2>
            <p className="t3">Always in this corner, in every view. It says what it will run.</p>
          </div>
          <div className="hold hold-none">
            <span className="hold-words">nothing to roll back</span>
          </div>
        </section>
      </div>
    </section>
  )
}
