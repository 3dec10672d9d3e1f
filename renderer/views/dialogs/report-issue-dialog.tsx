/** A new issue for the log. In a deploy that runs an issue is declared instead, which asks the room. */
import { useState } from 'react'
import { Choice } from '../../components/choice.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const SEVERITIES = [
  ['critical', 'Critical: it is down, or data is damaged'],
  ['high', 'High: a major part does not work, or it is slow'],
  ['medium', 'Medium: minor, there is a way around it'],
  ['low', 'Low: cosmetic; mended in place'],
] as const

type Severity = (typeof SEVERITIES)[number][0]

export function ReportIssueDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const { environments, services } = deck.definition
  const [severity, setSeverity] = useState<Severity>('medium')
  const [environment, setEnvironment] = useState(deck.environment.name)
  const [service, setService] = useState('')
  return (
    <ReasonDialog
      title="Report an issue"
      explains="It gets a number and stays in the log until it is settled. Nothing acts on it by itself."
      label="What is wrong"
      submit="Report it"
      onClose={onClose}
      onSubmit={(title) =>
        send({
          ...{ type: 'issue.report', title, severity },
          ...(environment === '' ? {} : { environment }),
          ...(service === '' ? {} : { service }),
        })
      }
    >
      <Choice label="How grave" value={severity} options={SEVERITIES} onChange={setSeverity} />
      <Choice
        label="Where"
        value={environment}
        options={[...environments.map(({ name }) => [name, name] as const), ['', 'Elsewhere, or not known']]}
        onChange={setEnvironment}
      />
      {services.length > 0 && (
        <Choice
          label="Which service"
          value={service}
          options={[['', 'All, or not known'], ...services.map(({ name }) => [name, name] as const)]}
          onChange={setService}
        />
      )}
    </ReasonDialog>
  )
}
