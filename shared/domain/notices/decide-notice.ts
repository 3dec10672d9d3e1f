/** A person sends a stage's notice, or says what became of a message. */
import type { Command } from '../../contract/commands.ts'
import { draftStage } from '../../documents/notices/draft.ts'
import type { Decision, Facts } from '../decision.ts'
import { type Rejection, reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectScheduled, selectWindow } from '../windows.ts'
import { selectStageAudience, selectStageChannels } from './channels.ts'
import type { NoticeState } from './notice-state.ts'
import { projectNotices, STANDING_STAGES, type StageView } from './project-notices.ts'
import { queued, testText } from './queue.ts'

export type NoticeCommand = Extract<Command, { type: `notice.${string}` }>
type Send = Extract<NoticeCommand, { type: 'notice.send' }>

const CONFIGURE = 'Add “communication:” with a mode and channels to release.yaml (docs/communication.md).'

/** Undefined when it may be sent in that mode. */
function refuseMode(state: ReleaseState, mode: 'test' | 'on'): { rejection: Rejection } | undefined {
  const plan = state.definition?.notices
  if (!plan || plan.channels.length === 0)
    return reject('no-channel', `There is nobody to tell: no channel is set up. ${CONFIGURE}`)
  if (plan.mode === 'off')
    return reject('notices-off', 'communication.mode of release.yaml is off: set it to test or on.')
  if (mode === 'on' && plan.mode === 'test')
    return reject(
      'notices-off',
      'communication.mode of release.yaml is test: set it to on to send to others than yourself.',
    )
  if (mode === 'test' && plan.test === undefined)
    return reject(
      'no-channel',
      'A test goes to your own channel only: name one with “test:” in communication of release.yaml.',
    )
  return undefined
}

function refuseAgain(stage: StageView, { again }: Send): { rejection: Rejection } | undefined {
  if (again || !['queued', 'sent', 'unknown'].includes(stage.status)) return undefined
  const words = { queued: 'is queued', sent: 'was sent', unknown: 'may have been received' }[stage.status as 'sent']
  return reject(
    'sent-already',
    `“${stage.title}” ${words} already. Say that it goes out once more: --again, or “Send once more”.`,
  )
}

function send(state: ReleaseState, command: Send, facts: Facts): Decision {
  const { definition } = state
  const view = projectNotices(state, facts.nowMs)
  if (!definition || !view) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const mode = command.mode ?? (view.mode === 'test' ? 'test' : 'on')
  const refused = refuseMode(state, mode)
  if (refused) return refused
  const ids = [...(definition.process?.communication.map(({ id }) => id) ?? []), ...STANDING_STAGES]
  if (!ids.includes(command.stage))
    return reject('unknown-stage', `There is no stage “${command.stage}”. There are: ${ids.join(', ')}.`)
  const stage = view.stages.find(({ id }) => id === command.stage)
  if (!stage && state.standing?.kind !== command.stage)
    return reject('wrong-state', `This release is not ${command.stage}.`)
  const sent = mode === 'on' && stage ? refuseAgain(stage, command) : undefined
  if (sent) return sent
  const carrying = selectStageChannels(definition, command.stage, mode)
  const unknown = command.channels?.find((name) => !carrying.some((each) => each.name === name))
  if (unknown !== undefined)
    return reject(
      'no-channel',
      `The channel “${unknown}” does not carry this. These do: ${carrying.map(({ name }) => name).join(', ') || 'none'}.`,
    )
  const channels = command.channels ? carrying.filter(({ name }) => command.channels!.includes(name)) : carrying
  if (channels.length === 0)
    return reject(
      'no-channel',
      'No channel carries this stage to anybody: look at the channels, their “to:” and the contacts of the team.',
    )
  const draft = draftStage(state, definition, command.stage, facts.nowMs)
  const audience = selectStageAudience(definition, command.stage)
  const text = command.text ?? draft.text
  const others = mode === 'test' ? selectStageChannels(definition, command.stage, 'on').map(({ name }) => name) : []
  const window = selectWindow(selectScheduled(state)!, facts.nowMs)
  const message = {
    about: { kind: 'stage', stageId: command.stage } as const,
    subject: command.subject ?? draft.subject,
    text: mode === 'test' ? testText(text, others) : text,
    mode,
    facts: { atMs: window?.startMs ?? facts.nowMs, ...(window ? { untilMs: window.endMs } : {}) },
  }
  // Nothing else gets this entry: the number makes the ids of a sending its own.
  const id = state.size + 1
  return {
    events: channels.map((channel) =>
      queued(state, definition, { id: `s${id}-${channel.name}`, channel, audience, message }),
    ),
  }
}

const OPEN: readonly NoticeState['status'][] = ['queued', 'given-up', 'unknown']

function settle(state: ReleaseState, command: Exclude<NoticeCommand, Send>): Decision {
  const { notice: noticeId, reason } = command
  const found = state.notices?.byId[noticeId]
  if (!found) return reject('unknown-notice', `There is no message “${noticeId}”: cockpit notices lists them.`)
  const is = `Message ${noticeId} is ${found.status === 'sending' ? 'just being sent' : found.status}.`
  if (command.type === 'notice.resolve' && command.outcome === 'arrived' && found.status !== 'unknown')
    return reject('wrong-state', `${is} Only of one that may have been received a person says that it arrived.`)
  if (!OPEN.includes(found.status)) return reject('wrong-state', is)
  return command.type === 'notice.drop'
    ? { events: [{ type: 'notice.dropped', payload: { noticeId, reason } }] }
    : { events: [{ type: 'notice.resolved', payload: { noticeId, outcome: command.outcome, reason } }] }
}

export const decideNotice = (state: ReleaseState, command: NoticeCommand, facts: Facts): Decision =>
  command.type === 'notice.send' ? send(state, command, facts) : settle(state, command)
