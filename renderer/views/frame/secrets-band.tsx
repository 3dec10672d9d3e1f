/** A run was taken up without secrets it began with: nothing of it goes on, and no output is stored, before a person says how. */
import { type FormEvent, useState } from 'react'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'

export function SecretsBand({ deck }: { deck: Deck }) {
  const run = deck.run
  const needed = run && !run.finished ? run.secretsNeeded : undefined
  if (!run || !needed) return null
  const names = [...needed.missing, ...needed.changed]
  return (
    <section className="return cols" aria-label="Secrets needed" role="alert">
      <div className="return-part">
        <h2 className="return-title">
          <Mark name="lock" /> Secrets are needed to go on
        </h2>
        <p className="t2">
          This cockpit took up the run without {names.join(', ')} as it began. Until it has them nothing is started, and
          output is kept aside, because it could not be masked. The rollback does not wait.
        </p>
      </div>
      <SecretsForm key={names.join()} deck={deck} runId={run.id} missing={needed.missing} changed={needed.changed} />
    </section>
  )
}

type FormProps = { deck: Deck; runId: string; missing: string[]; changed: string[] }

function useProvide({ deck, runId }: FormProps) {
  const { cockpit } = useSession()
  const person = usePerson()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const provide = async (values: Record<string, string>, goOn: boolean) => {
    setBusy(true)
    try {
      const params = { release: deck.state.release, runId: runId as never, values, goOn, as: person() }
      const answer = await cockpit.client.call('secrets.provide', params)
      setRefusal(answer.ok ? undefined : answer.message)
    } catch (problem) {
      setRefusal(messageOf(problem))
    }
    setBusy(false)
  }
  return { provide, refusal, isBusy }
}

function SecretsForm(props: FormProps) {
  const { missing, changed } = props
  const { provide, refusal, isBusy } = useProvide(props)
  const [values, setValues] = useState<Record<string, string>>({})
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void provide(given, false)
  }
  return (
    <form className="return-part" onSubmit={submit}>
      {[...missing, ...changed].map((name) => (
        <label key={name} className="labelled">
          <span className="label">
            {name}, {missing.includes(name) ? 'missing' : 'not the value the run began with'}
          </span>
          <input
            className="field mono"
            type="password"
            autoComplete="off"
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        </label>
      ))}
      <div className="step-actions">
        <button type="submit" className="btn btn-primary" disabled={isBusy || Object.keys(given).length === 0}>
          Give and go on
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={() => void provide(given, true)}>
          Go on with what is there
        </button>
      </div>
      <Refusal sentence={refusal} />
    </form>
  )
}
