/** The cockpit under attack, in a process of its own: a real owner with its socket and the browser host. It tells what it started, and whether it is well. */
import childProcess, { ChildProcess } from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

export type Wellbeing = { spawned: string[][]; polluted: string[]; troubles: string[]; memoryMb: number }
export type FromTarget = { kind: 'ready'; port: number; url: string } | ({ kind: 'well' } & Wellbeing)

const spawned: string[][] = []
const troubles: string[] = []

/** Every program that is started, whoever starts it: asynchronous ones end up in one method, the others are three functions. */
function watchProcesses(): void {
  const proto = ChildProcess.prototype as unknown as { spawn(options: { file: string; args: string[] }): number }
  const { spawn } = proto
  proto.spawn = function (options) {
    spawned.push([options.file, ...options.args.slice(1)])
    return spawn.call(this, options)
  }
  for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) {
    const original = childProcess[name] as (...args: unknown[]) => unknown
    Object.assign(childProcess, {
      [name]: (...args: unknown[]) => {
        spawned.push([String(args[0]), ...(Array.isArray(args[1]) ? args[1].map(String) : [])])
        return original(...args)
      },
    })
  }
  syncBuiltinESMExports()
}

const tell = (message: FromTarget) => void process.send!(message)

const pollutedKeys = (): string[] => {
  const fresh = {}
  const keys: string[] = []
  for (const key in fresh) keys.push(key)
  return keys
}

process.on('uncaughtException', (error) => troubles.push(String(error.stack)))
process.on('unhandledRejection', (error) => troubles.push(error instanceof Error ? String(error.stack) : String(error)))
process.on('message', () => {
  const memoryMb = Math.round(process.memoryUsage().rss / 2 ** 20)
  tell({ kind: 'well', spawned: spawned.splice(0), polluted: pollutedKeys(), troubles: troubles.splice(0), memoryMb })
})

watchProcesses()
// After what is watched was put in place, so that they import it.
const { createApp } = await import('../../../main/app/index.ts')
const { serveBrowser } = await import('../../../main/http/index.ts')
const app = await createApp({ host: 'browser', env: process.env, ledgerFile: process.argv[2]! })
const host = await serveBrowser({ client: app.client, staticDirectory: process.argv[3]!, port: 0 })
tell({ kind: 'ready', port: host.port, url: host.issueUrl() })
