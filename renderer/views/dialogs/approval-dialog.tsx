/** A role says GO or NO-GO to exactly what is shown here; the digest goes with the word, and a change voids it. */
import { type KeyboardEvent, useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { selectMissingApprovals } from '../../../shared/domain/approvals.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { WordsField } from '../../components/words-field.tsx'
import { useSend, useUi } from '../../state/context.tsx'
import type { Dialog } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useSigner } from '../../state/use-pins.ts'
import { WayBack } from '../plan/way-back.tsx'
import { GateSays, WhatIsApproved } from './approval-facts.tsx'
import { PinField } from './pin-field.tsx'
import { SayFooter } from './say-footer.tsx'
import { isWhole, type Spoken, SpokenFields } from './spoken-fields.tsx'

type Props = { deck: Deck; dialog: Extract<Dialog, { kind: 'approve' }>; onClose: () => void }

export function ApprovalDialog({ deck, dialog, onClose }: Props) {
  const run = deck.state.runs[dialog.runId]
  const step = run && selectStep(run.definition, dialog.stepId)
  const missing = run && step ? selectMissingApprovals(deck.state, run, step) : []
  const person = useUi((ui) => ui.person)
  const [chosen, setRole] = useState(missing.includes(person.role) ? person.role : missing[0])
  const [words, setWords] = useState('')
  const [spoken, setSpoken] = useState<Spoken>()
  const [pin, setPin] = useState('')
  const { hasPin } = useSigner()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = useSend()
  if (!run || !step) return null
  const role = chosen && missing.includes(chosen) ? chosen : missing[0]
  const view = selectSteps(deck.state, run, deck.nowMs).find((each) => each.step.id === step.id)

  const isSigned = isWhole(spoken) && (!hasPin || pin !== '')

  const say = async (decision: 'go' | 'no-go') => {
    if (!role || isBusy || !isSigned) return
    setBusy(true)
    const sentence = await send(
      {
        type: 'approval.give',
        role,
        decision,
        environment: run.environment,
        runId: run.id,
        stepId: step.id,
        digest: run.resolvedDigest,
        ...(words.trim() ? { words: words.trim() } : {}),
        ...(spoken ? { spoken } : {}),
      },
      role,
      undefined,
      pin,
    )
    setPin('')
    setBusy(false)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  /** Other people have the other role. */
  const choose = (next: string) => {
    setRole(next)
    setSpoken(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void say('go')
  }
  const people = role ? (run.definition.team[role] ?? []).map((each) => each.name) : []
  const footer = (
    <SayFooter
      refusal={refusal}
      as={
        <>
          {' '}
          as <b className="t1">{role ? formatRole(role) : ''}</b>
        </>
      }
      spoken={spoken}
      voidWhen="Void if a command, a variable or the runbook changes."
      isReady={!isBusy && role !== undefined && isSigned}
      words={words}
      digest={run.resolvedDigest}
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
            {role ? formatRole(role) : 'Every role has approved'}: approve step {view?.label}, {step.title}
          </span>
          <span className="small t2 clip">
            {people.length > 0 ? `${people.join(', ')} ${people.length > 1 ? 'decide' : 'decides'}. ` : ''}Step{' '}
            {view?.label} waits for this.
          </span>
        </>
      }
      lead={
        <span className={`env dialog-env ${run.protected ? 'is-solid' : 'is-plain'}`}>
          <strong>{run.environment}</strong>
        </span>
      }
      end={
        missing.length > 1 ? (
          <label className="choices">
            <span className="label">Role</span>
            <select className="field" value={role} onChange={(event) => choose(event.target.value)}>
              {missing.map((each) => (
                <option key={each} value={each}>
                  {formatRole(each)}
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
        <WhatIsApproved deck={deck} run={run} step={step} />
        <div>
          <GateSays deck={deck} />
          <WayBack deck={deck} isBrief />
          <WordsField label="Your words, needed for a no-go" value={words} onChange={setWords} isFirst />
          <SpokenFields people={people} value={spoken} onChange={setSpoken} />
          <PinField value={pin} onChange={setPin} isSpoken={spoken !== undefined} />
        </div>
      </div>
    </DialogFrame>
  )
}
