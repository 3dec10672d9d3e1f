/** Events about PINs. A PIN itself, or anything made of it, is never on record. */
import { z } from 'zod'
import { defineEvent } from './define.ts'

/** From here on this person signs with a PIN. `change`: the one before was given. */
export const pinSet = defineEvent('pin.set', 1, z.object({ person: z.string(), change: z.boolean() }))

/** It was forgotten, and another person took it away. */
export const pinReset = defineEvent('pin.reset', 1, z.object({ person: z.string(), reason: z.string() }))
