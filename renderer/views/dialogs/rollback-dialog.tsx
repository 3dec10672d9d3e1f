import { useState } from 'react'
import { rollbackMeaning } from '../../../shared/documents/strategy-words.ts'
import { hasRollbackWork, planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectScope } from '../../../shared/domain/rollback-scope.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { RollbackPlanList } from '../../components/rollback-plan-list.tsx'
import { useSend } from '../../state/context.tsx'
import { selectRunning } from '../../state/select-running.ts'
import type { Deck } from '../../state/use-deck.ts'
import { EmergencyPath } from './emergency-path.tsx'

/** A service with what is taken back along with it. */
function scopeWords(definition: ReleaseDefinition, service: string): string {
  const others = selectScope(definition, service).filter((name) => name !== service)
  if (others.length === 0) return service
  return `${service}, and ${others.join(', ')} which ${others.length === 1 ? 'depends' : 'depend'} on it`
}

/** The second press for those who cannot hold: the same plan, read first, then one button. */
export function RollbackDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const { environment, state } = deck
  const [service, setService] = useState<string>()
  const [isDrill, setDrill] = useState(!environment.protected)
  const plan = service === undefined ? deck.rollback : planRollback(state, environment.name, { service })
  if (!plan) return null
  const services = plan.definition.services.map((each) => each.name)
  const perform = async () => {
    const sentence = await send({
      type: 'rollback.start',
      environment: environment.name,
      ...(service === undefined ? {} : { service }),
      ...(isDrill ? { drill: true } : {}),
      reason: reason.trim() || (isDrill ? 'A drill.' : 'Confirmed the rollback in its dialog.'),
    })
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  const footer = (
    <>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Not now <kbd>Esc</kbd>
      </button>
      <button
        type="button"
        className="btn btn-solid-red"
        disabled={!hasRollbackWork(state, environment.name, plan)}
        onClick={() => void perform()}
      >
        <Mark name="back" /> Roll back {environment.name}
        {plan.toVersion ? ` to ${plan.toVersion}` : ''}
      </button>
    </>
  )
  return (
    <DialogFrame title={`Roll back ${environment.name}`} isDanger onClose={onClose} footer={footer}>
      {services.length > 1 && (
        <label className="labelled dialog-pad">
          <span className="label">What is taken back</span>
          <select
            className="field"
            value={service ?? ''}
            onChange={(event) => setService(event.target.value === '' ? undefined : event.target.value)}
          >
            <option value="">Everything</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {scopeWords(plan.definition, name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="labelled dialog-pad">
        <span className="label">Reason, optional</span>
        <input className="field" data-autofocus value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      {!environment.protected && <DrillChoice isDrill={isDrill} onDrill={setDrill} />}
      <RollbackPlanList
        plan={plan}
        environment={environment.name}
        digest={deck.run?.resolvedDigest}
        offsetMinutes={deck.offsetMinutes}
        meaning={rollbackMeaning(state, environment.name, deck.nowMs)}
        running={selectRunning(deck)}
      />
      <EmergencyPath environment={environment.name} />
    </DialogFrame>
  )
}

/** Where nothing is protected a rollback is mostly tried: that it was is what production asks for. */
function DrillChoice({ isDrill, onDrill }: { isDrill: boolean; onDrill: (isDrill: boolean) => void }) {
  return (
    <label className="dialog-pad check-line">
      <input type="checkbox" checked={isDrill} onChange={(event) => onDrill(event.target.checked)} />
      <span>This is a drill: when it succeeds it proves the way back of these steps</span>
    </label>
  )
}
