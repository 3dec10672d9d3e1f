/** Events of the issue log and of what users say of the release (docs/validation.md). */
import { z } from 'zod'
import { severity } from './decision-events.ts'
import { defineEvent } from './define.ts'

/** `issue`: its number in the log (`I1`), a decision's id, or a late finding's. */
const issue = { issue: z.string() }

export const issueReported = defineEvent(
  'issue.reported',
  1,
  z.object({
    ...issue,
    title: z.string(),
    severity,
    environment: z.string().optional(),
    service: z.string().optional(),
  }),
)

/** Somebody sees to it. */
export const issueAssigned = defineEvent('issue.assigned', 1, z.object({ ...issue, person: z.string() }))

/** It should be gone; somebody still looks whether it is. */
export const issueResolved = defineEvent(
  'issue.resolved',
  1,
  z.object({ ...issue, outcome: z.enum(['fixed', 'worked-around', 'rolled-back', 'no-issue']), words: z.string() }),
)

/** It goes out with the release, by a role's word: a known issue. `words`: what users do about it. */
export const issueAccepted = defineEvent(
  'issue.accepted',
  1,
  z.object({ ...issue, role: z.string(), words: z.string() }),
)

/** Somebody saw that it is gone. */
export const issueClosed = defineEvent('issue.closed', 1, z.object({ ...issue, words: z.string() }))

export const issueReopened = defineEvent('issue.reopened', 1, z.object({ ...issue, reason: z.string() }))

/** What a user or a stakeholder says of the release. `from`: who said it, as far as it is known. */
export const feedbackReceived = defineEvent(
  'feedback.received',
  1,
  z.object({
    from: z.string(),
    channel: z.string().optional(),
    mood: z.enum(['good', 'mixed', 'bad']),
    text: z.string(),
    issue: z.string().optional(),
  }),
)
