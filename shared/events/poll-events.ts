/** Events about the GO/NO-GO poll of the briefing. Answers are approvals that are about the poll. */
import { z } from 'zod'
import type { Digest } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** A person asked the room. `quorum`: of how many of the roles a GO is needed. */
export const pollOpened = defineEvent(
  'poll.opened',
  1,
  z.object({
    pollId: z.string(),
    environment: z.string(),
    roles: z.array(z.string()),
    quorum: z.number().int().min(1),
    /** What was asked about: change a step or a metric and the answers are void. */
    definitionDigest: brand<Digest>(),
  }),
)

/** What came of it, with the answers as they counted then. `withdrawn`: no result, it is asked another time. */
export const pollClosed = defineEvent(
  'poll.closed',
  1,
  z.object({
    pollId: z.string(),
    outcome: z.enum(['go', 'no-go', 'withdrawn']),
    reason: z.string().optional(),
    answers: z.array(
      z.object({
        role: z.string(),
        decision: z.enum(['go', 'no-go', 'standby', 'none']),
        by: z.string().optional(),
        assurance: z.enum(['claimed', 'pin', 'spoken', 'ssh-sig']).optional(),
      }),
    ),
  }),
)
