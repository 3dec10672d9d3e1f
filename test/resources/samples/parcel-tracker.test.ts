import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askTimes, whileCustomersAsk } from './customers.ts'
import { isRunning, type SampleWorld, sampleWorld } from './sample-world.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/parcel-tracker')
const BLUE = 'blue 2.3.1'
const GREEN = 'green 2.4.0'

let world: SampleWorld
const parcel = () => `${world.url}/parcels/PT-1001`
const version = async () => (await fetch(`${world.url}/version`)).json()

async function must(script: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await world.deploy(script, args)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return stdout
}

describe('Parcel Tracker', () => {
  beforeEach(async () => {
    world = await sampleWorld(FOLDER, (base, state) => ({ PARCEL_PORT_BASE: String(base), PARCEL_STATE: state }))
  })
  afterEach(() => world.end())

  it('brings up the world before the release on a machine where nothing runs', async () => {
    await must('prepare')
    expect(await version()).toEqual({ version: '2.3.1', colour: 'blue' })
    const answer = await fetch(parcel())
    expect(await answer.json()).toMatchObject({ id: 'PT-1001', history: expect.any(Array) })
  })

  it('leaves what already runs alone', async () => {
    await must('prepare')
    const before = world.pids()
    expect(await must('prepare')).toContain('already runs')
    expect(world.pids()).toEqual(before)
  })

  it('moves the traffic in steps without a failed request', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('smoke', 'green')
    expect((await askTimes(parcel(), 20)).byServer).toEqual({ [BLUE]: 20 })
    const seen = await whileCustomersAsk(parcel(), async () => {
      for (const percent of ['10', '50', '100', '0', '100']) await must('route', percent)
    })
    expect(seen.failures).toEqual([])
    expect(seen.byServer[BLUE]).toBeGreaterThan(0)
    expect((await askTimes(parcel(), 20)).byServer).toEqual({ [GREEN]: 20 })
    await must('smoke', 'live')
  })

  it('begins with blue again after everything was stopped while green was live', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('route', '100')
    await world.shell('stop.sh')
    await must('prepare')
    expect((await askTimes(parcel(), 20)).byServer).toEqual({ [BLUE]: 20 })
  })

  it('sends exactly the asked share to green', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('route', '10')
    expect((await askTimes(parcel(), 100)).byServer).toEqual({ [BLUE]: 90, [GREEN]: 10 })
  })

  it('finishes what a colour has begun before it is stopped', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('route', '100')
    const seen = await whileCustomersAsk(parcel(), async () => {
      await must('route', '0')
      await must('stop', 'green')
    })
    expect(seen.failures).toEqual([])
  })

  it('refuses to stop a colour that has traffic, and to route to one that does not run', async () => {
    await must('prepare')
    const stop = await world.deploy('stop', ['blue'])
    expect(stop).toMatchObject({ code: 1, stderr: expect.stringContaining('blue still takes 100 % of the traffic') })
    const route = await world.deploy('route', ['10'])
    expect(route).toMatchObject({ code: 1, stderr: expect.stringContaining('green does not run') })
    expect(await version()).toEqual({ version: '2.3.1', colour: 'blue' })
  })

  it('lets the faulty build pass the smoke tests, and fail under traffic until it is rolled back', async () => {
    await must('prepare')
    const start = await world.deploy('start', ['green'], { FAULT: 'errors' })
    expect(start.stdout).toContain('FAULT=errors')
    await must('smoke', 'green')
    await must('route', '50')
    const seen = await askTimes(parcel(), 200)
    expect(seen.failures.length).toBeGreaterThan(10)
    expect(new Set(seen.failures)).toEqual(new Set([`status 500 by ${GREEN}`]))
    const watch = await world.deploy('watch', ['2'])
    expect(watch).toMatchObject({ code: 1, stderr: expect.stringContaining('connection pool exhausted') })
    await must('start', 'blue')
    await must('route', '0')
    await must('stop', 'green')
    expect((await askTimes(parcel(), 50)).byServer).toEqual({ [BLUE]: 50 })
    await must('watch', '1')
  })

  it('breaks and mends a green that already runs', async () => {
    await must('prepare')
    await must('start', 'green')
    await must('route', '100')
    expect((await world.shell('break-green.sh')).code).toBe(0)
    expect((await askTimes(parcel(), 20)).failures.length).toBe(8)
    expect((await world.shell('break-green.sh', ['none'])).code).toBe(0)
    expect((await askTimes(parcel(), 20)).failures).toEqual([])
  })

  it('names a port that somebody else holds, and what to do', async () => {
    const stranger = createServer((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => stranger.listen(world.base + 1, '127.0.0.1', resolve))
    const { port } = stranger.address() as AddressInfo
    const { code, stderr } = await world.deploy('prepare')
    await new Promise((resolve) => stranger.close(resolve))
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program`)
    expect(stderr).toContain('--var PARCEL_PORT_BASE=')
  })

  it('keeps two environments apart', async () => {
    const other = await sampleWorld(FOLDER, (base, state) => ({ PARCEL_PORT_BASE: String(base), PARCEL_STATE: state }))
    try {
      await must('prepare')
      await must('start', 'green')
      expect((await other.deploy('prepare')).code).toBe(0)
      await must('route', '100')
      expect(await (await fetch(`${other.url}/version`)).json()).toEqual({ version: '2.3.1', colour: 'blue' })
      expect(await version()).toEqual({ version: '2.4.0', colour: 'green' })
    } finally {
      await other.end()
    }
  })

  it('stops everything it started', async () => {
    await must('prepare')
    await must('start', 'green')
    const pids = world.pids()
    expect(pids).toHaveLength(3)
    expect((await world.shell('stop.sh')).code).toBe(0)
    expect(pids.filter(isRunning)).toEqual([])
  })
})
