/** A short round of `npm run bench -- fuzz`, by seed (docs/security.md, W4). */
import { expect, it } from 'vitest'
import { runFuzz } from '../../support/fuzz/run-fuzz.ts'

const MESSAGES = 2000

it(`of ${MESSAGES} messages made from the contract and spoiled none crashes the owner, starts, writes or records what it must not, or stays without an answer`, async () => {
  const { violations, unfitting, fitting, closed } = await runFuzz(MESSAGES, 1)
  expect(violations).toEqual([])
  expect(unfitting + fitting - closed).toBe(MESSAGES)
  expect(fitting).toBeGreaterThan(0)
})
