/** What a person can say about notices (docs/communication.md). */
import { z } from 'zod'

const notice = { notice: z.string().min(1).max(200) }
const reason = z.string().trim().min(1, 'Give a reason: it goes on the record.').max(2000)

export const noticeCommands = [
  /** The notice of a stage goes out as it reads here; what is left out is drafted from the record. */
  z.object({
    type: z.literal('notice.send'),
    stage: z.string().min(1).max(200),
    subject: z.string().trim().min(1).max(200).optional(),
    text: z.string().trim().min(1, 'Write something: an empty message tells nobody anything.').max(20_000).optional(),
    channels: z.array(z.string().min(1)).min(1).max(50).optional(),
    mode: z.enum(['test', 'on']).optional(),
    /** It was sent already, and goes out once more. */
    again: z.boolean().default(false),
  }),
  /** Of a message that may have been received: it was, or it is sent again. Of one that waits or was given up: it is sent now. */
  z.object({ type: z.literal('notice.resolve'), ...notice, outcome: z.enum(['arrived', 'send-again']), reason }),
  z.object({ type: z.literal('notice.drop'), ...notice, reason }),
] as const
