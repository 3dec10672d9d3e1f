import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { PATIENCE_MS, until } from '../until.ts'
import { chromiumEnded, chromiumOf } from './chromium-end.ts'
import type { Instruction, Observation } from './control.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const register = fileURLToPath(new URL('./register.ts', import.meta.url))

export type LaunchOptions = {
  /** A release folder to open. */
  folder?: string
  /** Default: one of its own, in a temporary folder. */
  ledger?: string
  sample?: boolean
  env?: Record<string, string>
  /** A profile of an earlier launch: the same desktop user. */
  profile?: string
}

export type Desktop = {
  page: Page
  pid: number
  profile: string
  ledger: string
  /** What the desktop showed so far outside the window. */
  observed: Observation[]
  /** The first observation of a kind that fits, waited for. */
  observation<Kind extends Observation['kind']>(
    kind: Kind,
    fits?: (each: Extract<Observation, { kind: Kind }>) => boolean,
  ): Promise<Extract<Observation, { kind: Kind }>>
  instruct(instruction: Instruction): void
  /** Starts the app again as the same user: a second instance. Resolves when it ended. */
  startSecond(args: string[]): Promise<number | null>
  /** Chromium over the debugging port: a window opened later is found here. */
  browser: Browser
  /** `kill -9` of the app. */
  kill(): Promise<void>
  /** Resolves with the exit code when the app has ended by itself. */
  exited: Promise<number | null>
  /** Ends it, and removes what was made for it. */
  close(): Promise<void>
}

const spawnApp = (profile: string, args: string[], env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--import', register, path.join(root, 'out', 'main', 'index.js'), ...args], {
    env: { ...process.env, ...env, STAND_IN_PROFILE: profile, ELECTRON_RUN_AS_NODE: undefined },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })

/** Starts the compiled desktop app on the stand-in. Build it first (`npm run build`); close it in `finally`. */
export const launchDesktop = async (options: LaunchOptions = {}): Promise<Desktop> => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'cockpit-desktop-'))
  const { profile = home, ledger = path.join(home, 'ledger.db'), env = {} } = options
  const args = ['--db', ledger, ...(options.sample ? ['--sample'] : []), ...(options.folder ? [options.folder] : [])]
  const child = spawnApp(profile, args, env)
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const observed: Observation[] = []
  let complaints = ''
  child.stderr!.on('data', (text) => {
    complaints += text
  })
  child.on('message', (observation: Observation) => observed.push(observation))

  const observation: Desktop['observation'] = (kind, fits = () => true) =>
    until(() => {
      if (child.exitCode !== null) throw new Error(`The desktop app ended with ${child.exitCode}: ${complaints}`)
      type Wanted = Extract<Observation, { kind: typeof kind }>
      return observed.find((each): each is Wanted => each.kind === kind && fits(each as Wanted))
    }, `an observation of ${kind}`)
  const end = async () => {
    const chromiumPid = chromiumOf(profile)
    child.kill('SIGKILL')
    await exited
    await chromiumEnded(chromiumPid)
  }
  try {
    const { port } = await observation('debugging')
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const page = await until(
      () =>
        browser
          .contexts()[0]
          ?.pages()
          .find((each) => each.url().includes('app-cockpit')),
      'the window',
    )
    page.setDefaultTimeout(PATIENCE_MS)
    return {
      page,
      pid: child.pid!,
      profile,
      ledger,
      observed,
      observation,
      instruct: (instruction) => void child.send(instruction),
      startSecond: async (more) => (await once(spawnApp(profile, more, env), 'exit'))[0],
      browser,
      kill: end,
      exited,
      async close() {
        await browser.close().catch(() => {})
        await end()
        rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
      },
    }
  } catch (error) {
    await end()
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    throw error
  }
}
