import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createLog } from '../../../main/app/log.ts'

test.runIf(existsSync('/dev/full'))('A log on a full disk never ends the cockpit', async () => {
  const log = createLog('/dev/full')
  for (let line = 0; line < 100; line++) log('error', 'The disk is full.', { line })
  // What a stream has to say of its errors, it says after this turn.
  await new Promise(setImmediate)
  expect(() => log('error', 'Still here.')).not.toThrow()
})
