/** From a draft to messages: one for each channel (and, for CDEvents, each service), exactly as they go out. */
import { draftEvent, marked, sealed } from '../../documents/notices/draft.ts'
import type { CockpitEvent, PayloadOf } from '../../events/index.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'
import type { Channel } from '../../runbook/notices/model.ts'
import type { ReleaseState } from '../state.ts'
import { recipientsOf, selectEventAudience, selectEventChannels } from './channels.ts'
import type { OwedNotice } from './notice-state.ts'

type Queued = PayloadOf<'notice.queued'>
type Message = Pick<Queued, 'about' | 'subject' | 'text' | 'mode' | 'facts'>

/** In the mode `test`: whom it would have gone to. */
const wouldReach = (names: string[]) =>
  `TEST: nobody else got this. It would go to ${names.join(', ') || 'no channel'}.\n\n`

export function queued(
  state: ReleaseState,
  definition: ReleaseDefinition,
  { id, channel, audience, message }: { id: string; channel: Channel; audience: string[]; message: Message },
): CockpitEvent {
  const anchor = { size: state.size, head: state.head }
  return {
    type: 'notice.queued',
    payload: {
      noticeId: id,
      channelId: channel.name,
      kind: channel.kind,
      recipients: recipientsOf(definition, channel, message.mode === 'test' ? [] : audience),
      ...message,
      subject: marked(message.subject, message.mode),
      text: sealed(message.text, anchor),
      anchor,
    },
  }
}

export const testText = (text: string, names: string[]): string => `${wouldReach(names)}${text}`

/** CDEvents speak of one service each. */
const parts = (definition: ReleaseDefinition, channel: Channel, { event, facts }: OwedNotice): Queued['facts'][] => {
  const isOfServices = event === 'run-finished' || event === 'rolled-back'
  if (channel.kind !== 'webhook' || channel.format !== 'cdevents' || !isOfServices) return [facts]
  const names = definition.services.map(({ name }) => name)
  return (names.length > 0 ? names : [definition.name]).map((service) => ({ ...facts, service }))
}

/** The messages of something that happened. Their ids follow from its entry, so that they can be queued only once. */
export function queueOwed(state: ReleaseState, owed: OwedNotice, nowMs: number): CockpitEvent[] {
  const { definition } = state
  const channels = definition ? selectEventChannels(definition, owed) : []
  if (!definition || channels.length === 0)
    return [
      {
        type: 'notice.dropped',
        payload: { noticeId: `n${owed.seq}`, seq: owed.seq, reason: 'No channel of release.yaml carries it any more.' },
      },
    ]
  const { subject, text } = draftEvent(state, definition, owed, nowMs)
  const { mode, facts, event } = owed
  const others = mode === 'test' ? selectEventChannels(definition, { ...owed, mode: 'on' }).map(({ name }) => name) : []
  const about = { kind: 'event', eventId: event, seq: owed.seq } as const
  const audience = selectEventAudience(definition, owed)
  return channels.flatMap((channel) =>
    parts(definition, channel, owed).map((part, index) =>
      queued(state, definition, {
        id: `n${owed.seq}-${channel.name}${index === 0 ? '' : `-${index + 1}`}`,
        channel,
        audience,
        message: {
          about,
          subject,
          text: mode === 'test' ? testText(text, others) : text,
          mode,
          facts: { ...facts, ...part },
        },
      }),
    ),
  )
}
