/** Who drives a release: one person at a time leads it forward; everybody else looks and speaks. */
import { z } from 'zod'
import { defineEvent } from './define.ts'

const person = z.string().min(1).max(200)
const words = z.string().max(2000)

/** The actor takes the wheel. `from`: who had it, who was not asked. */
export const driverTook = defineEvent('driver.took', 1, z.object({ from: person.optional(), reason: words.optional() }))

/** The driver asks somebody to take over; they drive on until that one accepts. */
export const driverOffered = defineEvent('driver.offered', 1, z.object({ to: person, words: words.optional() }))

/** The actor accepts what `from` offered. */
export const driverHandedOver = defineEvent('driver.handed-over', 1, z.object({ from: person }))

/** The offer is gone: the actor declines it, or takes it back. */
export const driverOfferEnded = defineEvent(
  'driver.offer-ended',
  1,
  z.object({ to: person, outcome: z.enum(['declined', 'withdrawn']), reason: words.optional() }),
)

/** The actor drives no more, and nobody else does yet. */
export const driverLeft = defineEvent('driver.left', 1, z.object({ reason: words.optional() }))
