/** Who is at the keyboard: one of the team, or somebody else; and the PIN they sign with. */
import { useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { normalName, sameName } from '../../../shared/domain/same-name.ts'
import { hasPin } from '../../../shared/domain/signoffs/pins.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark } from '../../components/mark.tsx'
import { PinInput } from '../../components/pin-input.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSession, useSetUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useSigner } from '../../state/use-pins.ts'

type Member = { name: string; roles: { role: string; isDeputy: boolean }[] }

/** Each person once, with their roles. */
function membersOf({ state }: Deck): Member[] {
  const found = new Map<string, Member>()
  for (const [role, people] of Object.entries(state.definition?.team ?? {}))
    for (const { name, deputy } of people) {
      const member = found.get(normalName(name)) ?? { name, roles: [] }
      found.set(normalName(name), { ...member, roles: [...member.roles, { role, isDeputy: deputy === true }] })
    }
  return [...found.values()]
}

const rolesOf = ({ roles }: Member) =>
  roles.map(({ role, isDeputy }) => `${formatRole(role)}${isDeputy ? ' (deputy)' : ''}`).join(', ')

export function KeyboardDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const setUi = useSetUi()
  const { name } = useSigner()
  const [other, setOther] = useState('')
  const members = membersOf(deck)
  const isMember = members.some((each) => sameName(each.name, name))
  const be = (person: { name: string; role: string }) => setUi({ person })
  const footer = (
    <button type="button" className="btn end" onClick={onClose}>
      Close <kbd>Esc</kbd>
    </button>
  )
  return (
    <DialogFrame title="Who is at the keyboard" onClose={onClose} footer={footer}>
      <div className="dialog-pad">
        {members.length === 0 && <p className="t2">release.yaml names no team: add “team:” with roles and people.</p>}
        <ul className="rows plan-facts" aria-label="The team">
          {members.map((each, index) => {
            const isNow = sameName(each.name, name)
            return (
              <li key={each.name}>
                <Mark name={isNow ? 'person' : 'ring'} className={isNow ? 't1' : 't3'} />
                <div className="grow">
                  <div className={isNow ? 'bold' : ''}>{each.name}</div>
                  <div className="small t2">
                    {rolesOf(each)}
                    <span className="pin-hint">{hasPin(deck.state, each.name) ? ', signs with a PIN' : ''}</span>
                  </div>
                </div>
                <button
                  type="button"
                  className="btn btn-plain"
                  data-autofocus={index === 0 ? true : undefined}
                  aria-label={isNow ? `Here: ${each.name}` : `Take over: ${each.name}`}
                  disabled={isNow}
                  onClick={() => be({ name: each.name, role: each.roles[0]?.role ?? '' })}
                >
                  {isNow ? 'Here' : 'Take over'}
                </button>
              </li>
            )
          })}
        </ul>
        <div className="input-row">
          <label className="labelled">
            <span className="label">Somebody else</span>
            <input
              className="field"
              value={other}
              maxLength={200}
              placeholder={isMember ? 'Full name' : name}
              onChange={(event) => setOther(event.target.value)}
            />
          </label>
          <button
            type="button"
            className="btn"
            disabled={other.trim() === ''}
            onClick={() => be({ name: other.trim(), role: '' })}
          >
            Take over
          </button>
        </div>
        {isMember && <PinForm key={name} deck={deck} />}
      </div>
    </DialogFrame>
  )
}

/** Setting one, or changing it; a forgotten one another person resets in a terminal. */
function PinForm({ deck }: { deck: Deck }) {
  const { cockpit } = useSession()
  const { name, hasPin: isSet } = useSigner()
  const [old, setOld] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [said, setSaid] = useState<{ refusal?: string; done?: boolean }>({})
  const isReady = pin !== '' && again !== '' && (!isSet || old !== '')
  const save = async () => {
    if (pin !== again) return setSaid({ refusal: 'The two are not the same.' })
    try {
      const oldPin = isSet ? { oldPin: old } : {}
      const answer = await cockpit.client.call('pin.set', { release: deck.state.release, name, pin, ...oldPin })
      setSaid(answer.ok ? { done: true } : { refusal: answer.message })
      if (answer.ok) for (const clear of [setOld, setPin, setAgain]) clear('')
    } catch (problem) {
      setSaid({ refusal: messageOf(problem) })
    }
  }
  return (
    <form
      className="pin-form pin-hint"
      aria-label={`PIN of ${name}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3 className="label">{isSet ? `Change the PIN of ${name}` : `${name} may sign with a PIN`}</h3>
      {isSet && <PinInput label="PIN until now" value={old} onChange={setOld} />}
      <PinInput label="New PIN, at least 6 characters" value={pin} onChange={setPin} />
      <PinInput label="The same again" value={again} onChange={setAgain} />
      <div className="input-row">
        <button type="submit" className="btn" disabled={!isReady}>
          {isSet ? 'Change the PIN' : 'Set the PIN'}
        </button>
        <span className="small t2 grow" role="status">
          {said.done ? 'It is set. The record says that, not which.' : ''}
        </span>
      </div>
      <Refusal sentence={said.refusal} />
      <p className="small t3">
        Forgotten? Another person takes it away: <code>cockpit pin --reset "{name}" --reason …</code>
      </p>
    </form>
  )
}
