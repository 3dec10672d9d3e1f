/** The difference between the folder and the open run, and who lets it in: in a protected environment one asks and another approves. */
import { useState } from 'react'
import type { RunChanges } from '../../../shared/contract/results.ts'
import { formatActor, formatDigest } from '../../../shared/documents/words.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { ChangeList } from '../../components/change-list.tsx'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useSend, useUi } from '../../state/context.tsx'
import { useChanges } from '../../state/use-changes.ts'
import type { Deck } from '../../state/use-deck.ts'

type Changed = Extract<RunChanges, { state: 'changed' }>

export function AmendDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const changes = useChanges(deck)
  const { run } = deck
  if (run && changes?.state === 'changed') return <Amend run={run} changes={changes} onClose={onClose} />
  const said = changes === undefined ? 'Reading the folder…' : 'Nothing ahead of this run differs from its folder.'
  const footer = (
    <button type="button" className="btn end" data-autofocus onClick={onClose}>
      Close <kbd>Esc</kbd>
    </button>
  )
  return (
    <DialogFrame title="Amend the run" onClose={onClose} footer={footer}>
      <p className="dialog-pad">{changes?.state === 'unreadable' ? changes.message : said}</p>
    </DialogFrame>
  )
}

function Amend({ run, changes, onClose }: { run: RunState; changes: Changed; onClose: () => void }) {
  const request = run.amendRequest
  const isAsked = request !== undefined && request.resolvedDigest === changes.resolvedDigest
  const user = useCockpit((state) => state.hello?.user)
  const person = useUi((ui) => ui.person)
  const [name, setName] = useState(isAsked ? '' : person.name || user || '')
  const [reason, setReason] = useState('')
  const { refusal, isBusy, perform } = usePerform(onClose)
  const shownDigest = changes.resolvedDigest
  const isReady = !isBusy && name.trim() !== '' && (isAsked || reason.trim() !== '') && changes.problems.length === 0
  const submit = () =>
    isAsked
      ? perform({ type: 'amend.approve', runId: run.id, shownDigest }, name)
      : perform({ type: 'amend.request', runId: run.id, shownDigest, reason }, name)
  const label = isAsked ? 'Approve and amend' : run.protected ? 'Ask to amend' : 'Amend'
  const footer = (
    <>
      <Refusal sentence={refusal ?? changes.problems[0]} />
      <button type="button" className="btn end" onClick={onClose}>
        Not now <kbd>Esc</kbd>
      </button>
      {request && (
        <button
          type="button"
          className="btn"
          disabled={isBusy}
          onClick={() => void perform({ type: 'amend.withdraw', runId: run.id }, name || user || 'unknown')}
        >
          Take it back
        </button>
      )}
      <button type="button" className="btn btn-primary" disabled={!isReady} onClick={() => void submit()}>
        {label} {formatDigest(shownDigest)}
      </button>
    </>
  )
  return (
    <DialogFrame title="Amend the run" onClose={onClose} footer={footer} isWide>
      <div className="dialog-pad">
        <p className="prose t2">
          {formatDigest(run.resolvedDigest)} becomes {formatDigest(shownDigest)}. Only steps that have not started
          change; what started stays as it was, with its way back.
        </p>
        <ChangeList {...changes} />
        {request && (
          <p className="bold">
            {formatActor(request.by)} asks to amend: {request.reason}
            {isAsked ? '' : ' The folder changed since: it has to be asked for again.'}
          </p>
        )}
        <div className="amend-fields">
          <label className="labelled">
            <span className="label">{isAsked ? 'Who approves, another person' : 'Who asks'}</span>
            <input
              className="field"
              data-autofocus={isAsked || undefined}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          {!isAsked && (
            <label className="labelled">
              <span className="label">Reason, goes on the record</span>
              <input
                className="field"
                data-autofocus
                value={reason}
                maxLength={2000}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
          )}
        </div>
      </div>
    </DialogFrame>
  )
}

type Command = Parameters<ReturnType<typeof useSend>>[0]

function usePerform(onClose: () => void) {
  const send = useSend()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const perform = async (command: Command, name: string) => {
    setBusy(true)
    const sentence = await send(command, undefined, name.trim())
    setBusy(false)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  return { refusal, isBusy, perform }
}
