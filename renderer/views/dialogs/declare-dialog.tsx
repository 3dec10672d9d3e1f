/** An issue a person saw: the same effect as a trigger of that severity. */
import { useState } from 'react'
import { Choice } from '../../components/choice.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const MEANINGS = [
  ['critical', 'Critical: counts down to the rollback, or asks at once where that may not start by itself'],
  ['high', 'High: decided within the hour'],
  ['medium', 'Medium: decided within four hours'],
  ['low', 'Low: recorded'],
] as const

type Severity = (typeof MEANINGS)[number][0]

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
      <Choice label="How grave" value={severity} options={MEANINGS} onChange={setSeverity} />
      {services.length > 1 && (
        <Choice
          label="Which service"
          value={service}
          options={[['', 'All, or not known'], ...services.map((name) => [name, name] as const)]}
          onChange={setService}
        />
      )}
    </ReasonDialog>
  )
}
