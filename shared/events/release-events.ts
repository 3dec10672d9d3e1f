/** Events about the release as a whole: that it does not go out, or not now. */
import { z } from 'zod'
import { defineEvent } from './define.ts'

/** A no-go: it will go out another day. `until` is an ISO instant, when one was agreed. */
export const releasePostponed = defineEvent(
  'release.postponed',
  1,
  z.object({ reason: z.string(), until: z.string().optional() }),
)

/** It will not go out at all. */
export const releaseCancelled = defineEvent('release.cancelled', 1, z.object({ reason: z.string() }))

/** A postponed or cancelled release is taken up again. */
export const releaseReopened = defineEvent('release.reopened', 1, z.object({ reason: z.string() }))

/** It is complete and its record read only, until it is taken up again. `deviations`: what a role closed it without, each a sentence. */
export const releaseClosed = defineEvent(
  'release.closed',
  1,
  z.object({ words: z.string(), deviations: z.array(z.string()) }),
)
