/** What each role last said of the environment, and about which digest. */
import { formatRole } from '../../../shared/documents/words.ts'
import { projectRoleLamps, type RoleLamp } from '../../../shared/domain/project-roles.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const MARKS: Record<string, MarkName> = {
  go: 'go',
  'no-go': 'no-go',
  standby: 'standby',
  asked: 'clock',
  void: 'void',
  'not-asked': 'ring',
}

function TakeBack({ lamp, seq }: { lamp: RoleLamp; seq: number }) {
  const setUi = useSetUi()
  const title = `${lamp.state.toUpperCase()} of ${formatRole(lamp.role)}, ${lamp.by ?? ''}`
  return (
    <button type="button" className="btn btn-plain" onClick={() => setUi({ dialog: { kind: 'revoke', seq, title } })}>
      Take back…
    </button>
  )
}

export function Approvals({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { state, environment, run, isOpen, nowMs, offsetMinutes } = deck
  const lamps = projectRoleLamps(state, environment.name, isOpen ? run : undefined, nowMs)
  return (
    <>
      <div className="panel-head">
        <h2>Approvals</h2>
        <span className="t2">{environment.name}</span>
        <button type="button" className="btn btn-plain end" onClick={() => setUi({ dialog: { kind: 'briefing' } })}>
          Briefing…
        </button>
        <button type="button" className="btn btn-plain" onClick={() => setUi({ dialog: { kind: 'signoffs' } })}>
          Import signed…
        </button>
      </div>
      {lamps.length === 0 && (
        <p className="empty">
          release.yaml names no team. Add “team:” with roles and people; each is asked where a step says approve=.
        </p>
      )}
      <ul className="rows plan-facts">
        {lamps.map((lamp) => (
          <li key={lamp.role}>
            <Mark
              name={MARKS[lamp.state]!}
              className={lamp.state === 'no-go' ? 'red' : lamp.state === 'not-asked' ? 't3' : 't1'}
            />
            <div className="grow">
              <div>
                <b>{lamp.state === 'not-asked' ? 'Not asked' : lamp.state.toUpperCase()}</b> {formatRole(lamp.role)}
              </div>
              <div className="small t2 plan-detail" title={lamp.byDetail}>
                {lamp.by ?? (lamp.people.join(', ') || 'nobody named')}
                {lamp.words ? `. ${lamp.words}` : ''}
              </div>
            </div>
            <div className="plan-said">
              <span className="small t3 num">
                {lamp.atMs === undefined
                  ? ''
                  : `${formatDay(lamp.atMs, offsetMinutes)} ${formatMinute(lamp.atMs, offsetMinutes)}`}
                {lamp.digest && <span className="mono"> {lamp.digest.slice(0, 4)}</span>}
              </span>
              {lamp.seq !== undefined && <TakeBack lamp={lamp} seq={lamp.seq} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
