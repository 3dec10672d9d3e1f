import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askTimes, whileCustomersAsk } from './customers.ts'
import { isRunning, type SampleWorld, sampleWorld } from './sample-world.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/nginx-prometheus')
const BLUE = 'blue 1.8.2'
const GREEN = 'green 1.9.0'

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
const isInstalled = (name: string) => folders.some((folder) => existsSync(join(folder, name)))
const missing = ['nginx', 'prometheus'].filter((name) => !isInstalled(name))

let world: SampleWorld
const tariff = () => `${world.url}/tariffs/DE`

async function must(script: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await world.deploy(script, args)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return stdout
}

beforeEach(async () => {
  world = await sampleWorld(FOLDER, (base, state) => ({ TARIFF_PORTS: String(base / 10), TARIFF_STATE: state }))
})
afterEach(() => world.end())

describe('Tariff API without its programs', () => {
  it('says which program is missing and how to install it, before anything is started', async () => {
    const { code, stderr } = await world.deploy('prepare', [], { PATH: dirname(FOLDER) })
    expect(code).toBe(1)
    expect(stderr).toMatch(/needs (nginx|prometheus), which is not installed\. Install it: apt-get install/)
    expect(world.pids()).toEqual([])
  })
})

describe.skipIf(missing.length > 0)('Tariff API with real nginx and Prometheus', () => {
  it('switches nginx without a failed request, and Prometheus sees the fault and the way back', async () => {
    await must('prepare')
    // As long as it takes: without customers Prometheus has no numbers.
    await must('traffic', '600')
    await must('start', 'green')
    const seen = await whileCustomersAsk(
      tariff(),
      async () => {
        for (const percent of ['10', '100', '0', '100']) await must('route', percent)
      },
      { keepAlive: false },
    )
    expect(seen.failures).toEqual([])
    expect((await askTimes(tariff(), 20)).byServer).toEqual({ [GREEN]: 20 })
    expect(await must('guard', '2')).toContain('Prometheus agrees')

    await must('route', '0')
    await must('stop', 'green')
    await world.deploy('start', ['green'], { FAULT: 'errors' })
    await must('route', '50')
    const guard = await world.deploy('guard', ['7'])
    expect(guard).toMatchObject({ code: 1, stderr: expect.stringMatching(/% of the lookups fail, allowed 1 %/) })

    await must('route', '0')
    await must('stop', 'green')
    expect((await askTimes(tariff(), 20)).byServer).toEqual({ [BLUE]: 20 })
    expect(await must('guard', '8')).toContain('Prometheus agrees')
  })

  it('refuses a colour that does not run and stops everything it started', async () => {
    await must('prepare')
    expect(await must('prepare')).toContain('already runs')
    const route = await world.deploy('route', ['10'])
    expect(route).toMatchObject({ code: 1, stderr: expect.stringContaining('green does not run') })
    await must('traffic', '1')
    const pids = world.pids()
    expect(pids).toHaveLength(4)
    expect((await world.shell('stop.sh')).code).toBe(0)
    expect(pids.filter(isRunning)).toEqual([])
  })

  it('counts no unanswered customer while nginx reloads', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('traffic', '600')
    for (const percent of ['50', '100', '0']) await must('route', percent)
    await must('traffic', '1')
    const file = join(world.state, String(world.base / 10), 'customers.json')
    const seen = JSON.parse(readFileSync(file, 'utf8')) as { unanswered: number; byStatus: Record<string, number> }
    expect(seen.unanswered).toBe(0)
    expect(Object.keys(seen.byStatus)).toEqual(['200'])
  })
})
