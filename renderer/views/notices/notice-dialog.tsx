/** The notice of a stage: whom it reaches, and the exact text that goes out, to read, edit and send. */

import { type KeyboardEvent, useState } from 'react'
import { anchorLine, type Draft, draftStage } from '../../../shared/documents/notices/draft.ts'
import { STAGE_WORDS, stageOutcome } from '../../../shared/documents/notices/notice-words.ts'
import { capital } from '../../../shared/documents/words.ts'
import {
  recipientsOf,
  selectStageAudience,
  selectStageChannels,
  withoutAddress,
} from '../../../shared/domain/notices/channels.ts'
import { projectNotices } from '../../../shared/domain/notices/project-notices.ts'
import type { Channel } from '../../../shared/runbook/notices/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { Segments } from '../../components/segments.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = { deck: Deck; stage: string; onClose: () => void }
type Mode = 'on' | 'test'

export function NoticeDialog({ deck, stage, onClose }: Props) {
  const { state, definition, nowMs, offsetMinutes } = deck
  const view = projectNotices(state, nowMs)!
  const found = view.stages.find(({ id }) => id === stage)
  const [draft, setDraft] = useState<Draft>(() => draftStage(state, definition, stage, nowMs))
  const [mode, setMode] = useState<Mode>(view.mode === 'on' ? 'on' : 'test')
  const [left, setLeft] = useState<string[]>([])
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = useSend()
  const channels = selectStageChannels(definition, stage, mode)
  const chosen = channels.filter(({ name }) => !left.includes(name))
  const isAgain = mode === 'on' && found !== undefined && ['sent', 'queued', 'unknown'].includes(found.status)
  const isReady = chosen.length > 0 && draft.subject.trim() !== '' && draft.text.trim() !== '' && !isBusy
  const submit = async () => {
    if (!isReady) return
    setBusy(true)
    const sentence = await send({
      type: 'notice.send',
      stage,
      ...draft,
      mode,
      channels: chosen.map(({ name }) => name),
      again: isAgain,
    })
    setBusy(false)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
  }
  const status = found
    ? [capital(STAGE_WORDS[found.status].toLowerCase()), stageOutcome(found, offsetMinutes)].filter(Boolean).join(', ')
    : ''
  return (
    <DialogFrame
      isWide
      title={found?.title ?? stage}
      end={<span className="small t2 end notice-standing">{status}</span>}
      onClose={onClose}
      footer={
        <>
          <Refusal sentence={refusal} />
          <button type="button" className="btn end" onClick={onClose}>
            Cancel <kbd>Esc</kbd>
          </button>
          <button type="button" className="btn btn-primary" disabled={!isReady} onClick={() => void submit()}>
            {mode === 'test' ? 'Send to yourself' : isAgain ? 'Send once more' : 'Send'} <kbd>Ctrl Enter</kbd>
          </button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the fields inside */}
      <div className="two-columns" onKeyDown={onKeyDown}>
        <div>
          <label className="labelled">
            <span className="label">Subject</span>
            <input
              className="field"
              data-autofocus
              maxLength={200}
              value={draft.subject}
              onChange={(event) => setDraft({ ...draft, subject: event.target.value })}
            />
          </label>
          <label className="labelled">
            <span className="label">Text, exactly as it goes out</span>
            <textarea
              className="field notice-text"
              maxLength={20_000}
              value={draft.text}
              onChange={(event) => setDraft({ ...draft, text: event.target.value })}
            />
          </label>
          <p className="small t2">
            Ends with <span className="mono notice-anchor">{anchorLine(state)}</span>, the record as it is when you
            send.
          </p>
        </div>
        <div>
          <Segments
            label="How far it goes"
            options={[
              ['on', 'To everybody it is for'],
              ['test', 'Test, to yourself'],
            ]}
            value={mode}
            onChange={(each) => {
              setMode(each)
              setRefusal(undefined)
            }}
          />
          <h3 className="label notice-head">Goes to</h3>
          {channels.length === 0 && (
            <p className="t2">
              {mode === 'test'
                ? 'No channel is your own yet: name one with “test:” in communication of release.yaml.'
                : 'No channel carries it to anybody: add one under “communication:” in release.yaml, or contacts to the team.'}
            </p>
          )}
          {channels.map((channel) => (
            <ChannelChoice
              key={channel.name}
              deck={deck}
              stage={stage}
              channel={channel}
              mode={mode}
              isOn={!left.includes(channel.name)}
              onToggle={() =>
                setLeft(
                  left.includes(channel.name) ? left.filter((each) => each !== channel.name) : [...left, channel.name],
                )
              }
            />
          ))}
        </div>
      </div>
    </DialogFrame>
  )
}

type ChannelProps = {
  deck: Deck
  stage: string
  channel: Channel
  mode: Mode
  isOn: boolean
  onToggle: () => void
}

function ChannelChoice({ deck: { definition }, stage, channel, mode, isOn, onToggle }: ChannelProps) {
  const audience = selectStageAudience(definition, stage)
  const recipients = recipientsOf(definition, channel, mode === 'test' ? [] : audience)
  const without = mode === 'on' ? withoutAddress(definition, channel, audience) : []
  return (
    <label className="notice-channel">
      <input type="checkbox" checked={isOn} onChange={onToggle} />
      <span>
        <b>{channel.name}</b> <span className="t2">{channel.kind}</span>
        {recipients.length > 0 && <span className="small t2 notice-to">{recipients.join(', ')}</span>}
        {without.length > 0 && (
          <span className="small notice-to">
            <b>Without a mail address:</b> {without.join(', ')}
          </span>
        )}
      </span>
    </label>
  )
}
