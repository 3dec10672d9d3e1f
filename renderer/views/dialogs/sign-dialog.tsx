/** A role says GO or NO-GO to the schedule, the plan or a step of the process, bound to what is shown here. */
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import { roleTitle } from '../../../shared/documents/process-words.ts'
import { selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { WordsField } from '../../components/words-field.tsx'
import { useSend, useSession, useUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Dialog } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useSigner } from '../../state/use-pins.ts'
import { PinField } from './pin-field.tsx'
import { SayFooter } from './say-footer.tsx'
import { ApprovedPlan, Parts, SinceThen } from './sign-facts.tsx'
import { isWhole, type Spoken, SpokenFields } from './spoken-fields.tsx'

type Props = { deck: Deck; dialog: Extract<Dialog, { kind: 'sign' }>; onClose: () => void }
type Shown = Extract<Results['subject.read'], { ok: true }>

/** Read when the dialog opens, and again when an answer was refused: what is approved is what is shown. */
function useSubject(deck: Deck, about: Props['dialog']['about']) {
  const { cockpit } = useSession()
  const [shown, setShown] = useState<Shown>()
  const [problem, setProblem] = useState<string>()
  const { release } = deck.state
  const { kind, subjectId } = about
  const read = async () => {
    try {
      const answer = await cockpit.client.call('subject.read', {
        release,
        about: { kind, ...(subjectId ? { subjectId } : {}) },
      })
      if (answer.ok) setShown(answer)
      else setProblem(answer.message)
    } catch (failure) {
      setProblem(messageOf(failure))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for each subject
  useEffect(() => void read(), [release, kind, subjectId])
  return { shown, problem, read }
}

export function SignDialog({ deck, dialog, onClose }: Props) {
  const { about } = dialog
  const view = selectSubject(deck.state, about)
  const roles = view?.roles.map(({ role }) => role) ?? []
  const own = useUi((ui) => ui.person.role)
  const [role, setRole] = useState(dialog.role ?? (roles.includes(own) ? own : (roles[0] ?? '')))
  const [words, setWords] = useState('')
  const [spoken, setSpoken] = useState<Spoken>()
  const [pin, setPin] = useState('')
  const { hasPin } = useSigner()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { shown, problem, read } = useSubject(deck, about)
  const send = useSend()
  const asked = view?.roles.find((each) => each.role === role)
  if (!view || !asked) return null
  const process = deck.state.definition!.process!
  const people = (deck.state.definition!.team[role] ?? []).map(({ name }) => name)
  const isReady = shown !== undefined && !isBusy && isWhole(spoken) && (!hasPin || pin !== '')

  const say = async (decision: 'go' | 'no-go') => {
    if (!isReady || (decision === 'no-go' && words.trim() === '')) return
    setBusy(true)
    const said = { ...(words.trim() ? { words: words.trim() } : {}), ...(spoken ? { spoken } : {}) }
    const sentence = await send(
      { type: 'approval.give', role, decision, about, digest: shown.digest, ...said },
      role,
      undefined,
      pin,
    )
    setBusy(false)
    setRefusal(sentence)
    setPin('')
    if (sentence) void read()
    else onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void say('go')
  }
  const footer = (
    <SayFooter
      refusal={refusal ?? problem}
      as={
        <>
          {' '}
          as <b className="t1">{roleTitle(process, role)}</b>
        </>
      }
      spoken={spoken}
      voidWhen="Void when what is shown changes."
      isReady={isReady}
      words={words}
      digest={shown?.digest}
      onSay={(decision) => void say(decision)}
      onClose={onClose}
    />
  )
  return (
    <DialogFrame
      isWide
      title={
        <>
          <span className="clip">
            {roleTitle(process, role)}: approve {view.title}
          </span>
          <span className="small t2 clip">{asked.says || `${asked.asked} can say so`}</span>
        </>
      }
      end={
        roles.length > 1 ? (
          <label className="choices">
            <span className="label">Role</span>
            <select
              className="field"
              value={role}
              onChange={(event) => {
                setRole(event.target.value)
                setSpoken(undefined)
              }}
            >
              {roles.map((each) => (
                <option key={each} value={each}>
                  {roleTitle(process, each)}
                </option>
              ))}
            </select>
          </label>
        ) : undefined
      }
      onClose={onClose}
      footer={footer}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: one shortcut for every field below */}
      <div className="two-columns approval" onKeyDown={onKeyDown}>
        <div>
          <h3 className="label">You approve exactly this</h3>
          {about.kind === 'plan' || about.kind === 'review' ? (
            <ApprovedPlan deck={deck} />
          ) : (
            <Parts parts={shown?.parts ?? []} isRead={!!shown} />
          )}
        </div>
        <div>
          <SinceThen asked={asked} />
          <WordsField label="Your words, needed for a no-go" value={words} onChange={setWords} isFirst />
          <SpokenFields people={people} value={spoken} onChange={setSpoken} />
          <PinField value={pin} onChange={setPin} isSpoken={spoken !== undefined} />
        </div>
      </div>
    </DialogFrame>
  )
}
