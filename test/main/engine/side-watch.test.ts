/** The idle side and the instances of a service, looked at beside a real run: pushed at each look, recorded when they change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSideWatch } from '../../../main/engine/side-watch.ts'
import type { ObserveInstances, ObserveLive } from '../../../main/ports/outside.ts'
import { evolveAll } from '../../../shared/domain/evolve.ts'
import type { SideView } from '../../../shared/domain/strategies/sides.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import { releaseId, stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { Story } from '../../support/story.ts'
import { createFakeClock, settle } from './fake-clock.ts'

const RELEASE = releaseId('parcel-tracker-2.4.0')
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

function watched(isRunning: boolean) {
  const story = new Story(definitionOf([stage('production', [step('switch')])]))
  if (isRunning) story.tell(START)
  const clock = createFakeClock(story.nowMs)
  const world = { idle: { version: '2.4.0' } as Awaited<ReturnType<ObserveLive>>, ok: true, fleetReason: '1 ms' }
  const pushed: SideView[][] = []
  const recorded: CockpitEvent[] = []
  const observeInstances: ObserveInstances = async () => ({
    instances: [{ name: 'web-01', version: '2.4.0', ok: world.ok, reason: world.fleetReason }],
  })
  const sides = createSideWatch({
    clock,
    observeLive: async (_check, _variables, _cwd, side) => (side === 'idle' ? world.idle : { version: '2.3.1' }),
    observeInstances,
    state: () => story.state,
    onSeen: (_release, _environment, seen) => pushed.push(seen),
    record(_release, events) {
      story.nowMs = clock.nowMs()
      for (const event of events) story.happen(event)
      recorded.push(...events)
    },
  })
  const live = { command: 'live' }
  const services = [
    { name: 'api', dependsOn: [], live, idle: { command: 'idle' } },
    { name: 'web', dependsOn: [], live, instances: { command: 'fleet' } },
    { name: 'plain', dependsOn: [], live },
  ]
  sides.watch({ release: RELEASE, environment: 'production', services, variables: {}, folder: '/' })
  const seen = (service: string, side: string) =>
    pushed.at(-1)?.find((each) => each.service === service && each.side === side)
  const of = (service: string) => recorded.filter(({ payload }) => 'service' in payload && payload.service === service)
  return { sides, clock, world, pushed, recorded, seen, of }
}

describe('The sides of services', () => {
  it('are looked at together every three seconds, and told with since when they are so', async () => {
    const { clock, pushed, seen, world, sides } = watched(true)
    await settle()
    const firstMs = clock.nowMs()
    expect(pushed.at(-1)?.map(({ service, side }) => `${service} ${side}`)).toEqual([
      'api live',
      'api idle',
      'web instances',
    ])
    await clock.advance(3000)
    expect(seen('api', 'idle')).toMatchObject({ version: '2.4.0', sinceMs: firstMs, atMs: firstMs + 3000 })
    world.idle = { error: 'refused' }
    await clock.advance(3000)
    expect(seen('api', 'idle')).toMatchObject({ error: 'refused', sinceMs: firstMs + 6000 })
    sides.close()
    await clock.advance(60_000)
    expect(pushed).toHaveLength(3)
  })

  it('are recorded when they change, not when only the words of an error or a reason do', async () => {
    const { clock, recorded, world } = watched(true)
    await settle()
    expect(recorded).toHaveLength(3)
    world.idle = { error: 'refused' }
    world.fleetReason = '2 ms'
    await clock.advance(3000)
    expect(recorded.slice(3)).toEqual([
      { type: 'side.observed', payload: expect.objectContaining({ service: 'api', side: 'idle', error: 'refused' }) },
    ])
    world.idle = { error: 'timed out' }
    await clock.advance(30_000)
    expect(recorded).toHaveLength(4)
  })

  it('of a fleet that flaps are recorded once in ten seconds', async () => {
    const { clock, world, of } = watched(true)
    await settle()
    for (let look = 0; look < 20; look++) {
      world.ok = !world.ok
      await clock.advance(3000)
    }
    expect(of('web').filter(({ type }) => type === 'instances.observed').length).toBeLessThan(8)
  })

  it('are told and not recorded while nothing runs', async () => {
    const { clock, pushed, recorded } = watched(false)
    await clock.advance(9000)
    expect(pushed).toHaveLength(4)
    expect(recorded).toEqual([])
  })
})

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

describe('A real run', () => {
  it('has on record what its instances ran before and after it', async () => {
    const roll = step('roll', {}, { text: 'echo "web-01 2.4.0 ok" > "$RELEASE_FOLDER/fleet"' })
    const rig = new Rig(
      definitionOf([stage('production', [roll])], {
        services: [{ name: 'web', dependsOn: [], instances: { command: 'cat fleet' } }],
      }),
    )
    rigs.push(rig)
    writeFileSync(join(rig.folder, 'fleet'), 'web-01 2.3.1 ok\n')
    await rig.open()
    rig.owner.engine.watchMetrics(rig.engine, 'production')
    rig.tell(START)
    await waitFor('the end', () => rig.run.finished)
    const state = await waitFor('the new version', () => {
      const view = rig.state.sides?.['production/web/instances']
      return view?.instances?.[0]?.version === '2.4.0' && rig.state
    })
    expect(state.runs[rig.run.id]?.finished?.outcome).toBe('succeeded')
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    expect(evolveAll(undefined, events)?.sides).toEqual(rig.state.sides)
  })
})
