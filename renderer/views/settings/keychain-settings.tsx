/** Secrets by `keychain:` of the open release: whether each is kept, and entering it. Values are never shown again. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

type Kept = Results['keychain.list']

function useKeychain() {
  const { cockpit } = useSession()
  const [kept, setKept] = useState<Kept>()
  const [problem, setProblem] = useState<string>()
  const refresh = useCallback(async () => setKept(await cockpit.client.call('keychain.list', {})), [cockpit])
  useEffect(() => {
    refresh().catch((error: unknown) => setProblem(messageOf(error)))
  }, [refresh])
  const act = async (work: () => Promise<Results['keychain.keep']>) => {
    try {
      const answer = await work()
      setProblem(answer.ok ? undefined : answer.message)
      await refresh()
      return answer.ok
    } catch (error) {
      setProblem(messageOf(error))
      return false
    }
  }
  return {
    kept,
    problem,
    keep: (name: string, value: string) => act(() => cockpit.client.call('keychain.keep', { name, value })),
    forget: (name: string) => act(() => cockpit.client.call('keychain.forget', { name })),
  }
}

const wantedBy = (deck: Deck | undefined): string[] => {
  const refs = deck?.state.definition?.environments.flatMap((each) => Object.values(each.secrets)) ?? []
  return [...new Set(refs.flatMap((ref) => ('keychain' in ref ? [ref.keychain] : [])))]
}

export function KeychainSettings({ deck }: { deck: Deck | undefined }) {
  const { kept, problem, keep, forget } = useKeychain()
  if (!kept) return <Refusal sentence={problem} />
  const names = [...new Set([...wantedBy(deck), ...kept.names])]
  return (
    <section className="page-row" aria-label="Keychain">
      <div className="page-fields">
        <h3>Keychain</h3>
        <p className="t2 prose">
          {kept.refusal ??
            (names.length === 0
              ? 'Nothing yet. A secret of release.yaml that says keychain: NAME is entered here, and kept encrypted by this machine.'
              : 'Kept encrypted by this machine, for you alone. A value is never shown again.')}
        </p>
        {kept.refusal === undefined &&
          names.map((name) => (
            <KeychainRow
              key={name}
              name={name}
              isKept={kept.names.includes(name)}
              onKeep={(value) => keep(name, value)}
              onForget={() => forget(name)}
            />
          ))}
        <Refusal sentence={problem} />
      </div>
    </section>
  )
}

type RowProps = {
  name: string
  isKept: boolean
  onKeep: (value: string) => Promise<boolean>
  onForget: () => Promise<boolean>
}

function KeychainRow({ name, isKept, onKeep, onForget }: RowProps) {
  const [value, setValue] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await onKeep(value)) setValue('')
  }
  return (
    <form className="labelled" onSubmit={(event) => void submit(event)}>
      <label className="labelled">
        <span className="label">
          {name}, {isKept ? 'kept' : 'not entered yet'}
        </span>
        <input
          className="field mono"
          type="password"
          autoComplete="off"
          placeholder={isKept ? 'a new value' : 'its value'}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </label>
      <div className="step-actions">
        <button type="submit" className="btn" disabled={value === ''}>
          {isKept ? 'Replace' : 'Keep'}
        </button>
        {isKept && (
          <button type="button" className="btn btn-plain" onClick={() => void onForget()}>
            Forget
          </button>
        )}
      </div>
    </form>
  )
}
