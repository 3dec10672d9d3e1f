/** Stops a countdown: in a role's name, with its reason. */
import { useState } from 'react'
import { formatClock, formatRole } from '../../../shared/documents/words.ts'
import type { TimedDecision } from '../../../shared/domain/decisions/timed-decision.ts'
import { useSend, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

/** The veil covers the decision, so its clock stands here too. */
function Left({ decision: { closed, dueAtMs, mode }, nowMs }: { decision: TimedDecision; nowMs: number }) {
  const isOver = closed !== undefined || mode !== 'countdown' || dueAtMs === undefined
  return (
    <div className="veto-left" role="timer">
      {isOver ? (
        'The countdown is over.'
      ) : (
        <>
          Rolls back in <b className="clock-running">{formatClock(Math.max(0, dueAtMs - nowMs))}</b>
        </>
      )}
    </div>
  )
}

type Props = { deck: Deck; decisionId: string; onClose: () => void }

export function VetoDialog({ deck, decisionId, onClose }: Props) {
  const send = useSend()
  const own = useUi((ui) => ui.person.role)
  const roles = Object.keys(deck.definition.team)
  const decision = deck.state.decisions?.[decisionId]
  const [role, setRole] = useState(roles.includes(own) || roles.length === 0 ? own : roles[0]!)
  return (
    <ReasonDialog
      title="Veto the rollback"
      end={decision && <Left decision={decision} nowMs={deck.nowMs} />}
      explains="The countdown ends. You have fifteen minutes to decide, and it counts down again if the metric gets worse: half as far again from its limit."
      label="Reason, goes on the record"
      submit="Veto"
      onClose={onClose}
      onSubmit={(reason) => send({ type: 'decision.veto', decisionId, role: role || 'devops-lead', reason }, role)}
    >
      {roles.length > 0 ? (
        <label className="labelled">
          <span className="label">In the role of</span>
          <select className="field" value={role} onChange={(event) => setRole(event.target.value)}>
            {roles.map((each) => (
              <option key={each} value={each}>
                {formatRole(each)}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <label className="labelled">
          <span className="label">In the role of</span>
          <input className="field" value={role} onChange={(event) => setRole(event.target.value)} />
        </label>
      )}
    </ReasonDialog>
  )
}
