/** An issue a person saw: the same effect as a trigger of that severity. */
import { useState } from 'react'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const MEANING = {
  critical: 'Critical: counts down to the rollback, or asks at once where that may not start by itself',
  high: 'High: decided within the hour',
  medium: 'Medium: decided within four hours',
  low: 'Low: recorded',
} as const

type Severity = keyof typeof MEANING

export function DeclareDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const [severity, setSeverity] = useState<Severity>('high')
  const [service, setService] = useState('')
  const services = deck.definition.services.map((each) => each.name)
  const environment = deck.environment.name
  const declare = (words: string) =>
    send({ type: 'issue.declare', environment, severity, words, ...(service === '' ? {} : { service }) })
  return (
    <ReasonDialog
      title={`Declare an issue in ${environment}`}
      explains="Say what you see. It goes on the record, and what follows depends on how grave it is."
      label="What is wrong"
      submit="Declare it"
      tone={severity === 'critical' ? 'danger' : 'primary'}
      onClose={onClose}
      onSubmit={declare}
    >
      <label className="labelled">
        <span className="label">How grave</span>
        <select className="field" value={severity} onChange={(event) => setSeverity(event.target.value as Severity)}>
          {Object.entries(MEANING).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {services.length > 1 && (
        <label className="labelled">
          <span className="label">Which service</span>
          <select className="field" value={service} onChange={(event) => setService(event.target.value)}>
            <option value="">All, or not known</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </ReasonDialog>
  )
}
