/** The short form of `npm run chaos`: few enough kills for every test run, with a new seed each time. */
import { describe, expect, it } from 'vitest'
import { seeded } from './random.ts'
import { runChaos } from './run-chaos.ts'

describe('a release whose cockpits are killed again and again', () => {
  it('loses no entry, no byte and no exit code, executes nothing twice, and calls unknown what is unknown', {
    timeout: 1_200_000,
  }, async () => {
    const seed = Date.now() % 1_000_000
    const toll = await runChaos({ random: seeded(seed), kills: 26, shimKills: 2, protocolPoints: 28 })
    expect(toll.kills + toll.protocolKills).toBeGreaterThanOrEqual(50)
    expect({ seed, ...toll }).toMatchObject({
      seed,
      lostEntries: 0,
      lostBytes: 0,
      doubleExecutions: 0,
      falseResults: 0,
      invalid: 0,
      complaints: [],
    })
  })
})
