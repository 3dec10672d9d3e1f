/** The compiled desktop app: main, preload and renderer unchanged, on the stand-in for Electron (test/support/electron-stand-in). */
import { rmSync } from 'node:fs'
import { afterEach, expect } from 'vitest'
import { connectSocket } from '../../main/adapters/socket/index.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { followRelease } from '../../shared/contract/follow-release.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { type ReleaseId, stageId } from '../../shared/ids.ts'
import { type Desktop, type LaunchOptions, launchDesktop } from '../support/electron-stand-in/launch.ts'
import { nightTrain } from '../support/night-train.ts'
import { until } from '../support/until.ts'

export const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Starts the app on the stand-in; it ends with the test. */
export const launched = async (options?: LaunchOptions): Promise<Desktop> => {
  const desktop = await launchDesktop(options)
  cleanUps.push(() => desktop.close())
  await desktop.page.waitForSelector('#root > *')
  return desktop
}

/** A release folder that is removed with the test. */
export const train = () => {
  const made = nightTrain()
  cleanUps.push(() => rmSync(made.folder, { recursive: true, force: true }))
  cleanUps.push(() => made.letGo())
  return made
}

/** A second client of the app, as a terminal would be. */
export const terminalOf = async ({ ledger }: Desktop): Promise<CockpitClient> => {
  const client = await until(() => connectSocket(ledger).catch(() => undefined), 'the owner’s socket')
  cleanUps.push(() => client.close())
  return client
}

/** Opens the release and starts its run; the state follows. */
export const startRun = async (client: CockpitClient, folder: string) => {
  const { release, findings } = await client.call('release.open', { folder })
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  const start = { type: 'run.start', stageId: stageId('staging'), environment: 'staging' } as const
  const sent = await client.call('command.send', { release: release!, command: start, as: { name: 'Ada' } })
  expect(sent.ok ? 'accepted' : sent.rejection.message).toBe('accepted')
  return follow(client, release!)
}

export const follow = async (client: CockpitClient, release: ReleaseId) => {
  const followed = followRelease(client, release)
  cleanUps.push(() => followed.close())
  await followed.caughtUp()
  return { release, state: (): ReleaseState => followed.state()! }
}

/** Does the manual step the run waits at. */
export const confirm = async (client: CockpitClient, { release, state }: Awaited<ReturnType<typeof follow>>) => {
  const waiting = await until(
    () => Object.values(state().attempts).find(({ status, kind }) => kind !== 'command' && status === 'waiting'),
    'the manual step',
  )
  const command = { type: 'step.confirm', attemptId: waiting.id } as const
  expect(await client.call('command.send', { release, command, as: { name: 'Ada' } })).toMatchObject({ ok: true })
}
