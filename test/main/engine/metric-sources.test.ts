import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Metric } from '../../../shared/runbook/model.ts'
import { metricFixture } from '../../shared/analysis/metric-fixture.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const SECRET = 'c4nary-"quoted"&spaced value'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const command = (name: string, run: string): Metric =>
  metricFixture({
    name,
    unit: 'count',
    minVolume: 0,
    intervalMs: 20,
    source: { kind: 'command', run, timeoutMs: 20_000 },
  })

describe('A metric of a release', () => {
  test('comes from a command in its folder, and a failing one is blind in words without the secret', async () => {
    const environments = [
      { name: 'production', vars: { DEPTH: '7' }, secrets: { TOKEN: { env: 'TOKEN' } }, protected: false },
    ]
    const metrics = [command('depth', 'cat depth.txt'), command('broken', 'echo "refused $TOKEN" >&2; exit 1')]
    const rig = new Rig(definitionOf([stage('production', [step('go')])], { environments, metrics }))
    rigs.push(rig)
    writeFileSync(join(rig.folder, 'depth.txt'), '7\n')
    await rig.open({ ...process.env, TOKEN: SECRET })
    const { release } = rig.state
    const of = { release, environment: 'production' }
    const { watching } = await rig.owner.client.call('metrics.watch', of)
    expect(watching).toEqual(['depth', 'broken'])
    const blind = await waitFor('the broken one to be blind', () => {
      const health = rig.state.metrics['production/broken']
      return health?.status === 'blind' ? health : undefined
    })
    expect(blind.reason).toBe('The command of metric "broken" ended with exit code 1: refused ***')
    const said = await rig.owner.client.call('metrics.health', of)
    expect(said.metrics).toEqual([{ metric: 'depth' }, { metric: 'broken', why: blind.reason }])
    const range = { fromMs: 0, toMs: Date.now() + 60_000 }
    const read = () => rig.owner.client.call('samples.read', { ...of, metric: 'depth', ...range })
    const { samples } = await waitFor('a sample', async () => {
      const found = await read()
      return found.samples.length > 0 && found
    })
    expect(samples[0]).toMatchObject({ 1: 7, 2: 1 })
  })
})
