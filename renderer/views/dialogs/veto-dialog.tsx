/** Stops a countdown: in a role's name, with its reason. */
import { useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { useSend, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

type Props = { deck: Deck; decisionId: string; onClose: () => void }

export function VetoDialog({ deck, decisionId, onClose }: Props) {
  const send = useSend()
  const own = useUi((ui) => ui.person.role)
  const roles = Object.keys(deck.definition.team)
  const [role, setRole] = useState(roles.includes(own) || roles.length === 0 ? own : roles[0]!)
  return (
    <ReasonDialog
      title="Veto the rollback"
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
