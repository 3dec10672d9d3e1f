/** Events about what is told to people and systems outside (docs/communication.md). */
import { z } from 'zod'
import type { Digest, RunId } from '../ids.ts'
import { NOTICE_MODES } from '../runbook/notices/model.ts'
import { brand, defineEvent } from './define.ts'

const notice = { noticeId: z.string() }
const attempt = { ...notice, number: z.number().int() }

/** A person chose how far the notices of this run go. It stands before the run's start. */
export const noticeModeSet = defineEvent(
  'notice.mode-set',
  1,
  z.object({ runId: brand<RunId>(), environment: z.string(), mode: z.enum(NOTICE_MODES) }),
)

/** What is known of what happened, for machines that are told. */
const facts = z.object({
  environment: z.string().optional(),
  service: z.string().optional(),
  severity: z.string().optional(),
  /** The decision or trigger an incident is known by. */
  incidentId: z.string().optional(),
  words: z.string().optional(),
  outcome: z.string().optional(),
  atMs: z.number(),
  untilMs: z.number().optional(),
})

/** One message to one channel, exactly as it goes out. The intent to send it stands in `notice.attempted`. */
export const noticeQueued = defineEvent(
  'notice.queued',
  1,
  z.object({
    ...notice,
    about: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('stage'), stageId: z.string() }),
      /** `seq`: the entry it is about. */
      z.object({ kind: z.literal('event'), eventId: z.string(), seq: z.number().int() }),
    ]),
    channelId: z.string(),
    kind: z.string(),
    /** Mail addresses; empty for a channel that has readers of its own. */
    recipients: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
    mode: z.enum(['test', 'on']),
    /** What the message vouches for: its `size:head`. */
    anchor: z.object({ size: z.number().int(), head: brand<Digest>() }),
    facts,
  }),
)

/** The intent: on record before anything is sent. */
export const noticeAttempted = defineEvent('notice.attempted', 1, z.object(attempt))

/** The receiver said that it has it. `response`: in its words. */
export const noticeDelivered = defineEvent('notice.delivered', 1, z.object({ ...attempt, response: z.string() }))

/** It was certainly not taken. Without `retryAtMs` it is not tried again by itself. */
export const noticeRefused = defineEvent(
  'notice.refused',
  1,
  z.object({ ...attempt, reason: z.string(), retryAtMs: z.number().optional() }),
)

/** It may have been received or not: it is never sent again without a person. */
export const noticeUnknown = defineEvent('notice.unknown', 1, z.object({ ...attempt, reason: z.string() }))

/** A person's word on it. */
export const noticeResolved = defineEvent(
  'notice.resolved',
  1,
  z.object({ ...notice, outcome: z.enum(['arrived', 'send-again']), reason: z.string() }),
)

/** It is not sent. `seq`: nothing was queued for this entry, because no channel is there any more. */
export const noticeDropped = defineEvent(
  'notice.dropped',
  1,
  z.object({ ...notice, seq: z.number().int().optional(), reason: z.string() }),
)
