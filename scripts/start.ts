/** `npm start`: builds what is stale, and opens the desktop app, or the same cockpit in the browser where Electron cannot be had. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultLedgerFile } from '../main/app/places.ts'
import { build, type Target } from './build.ts'
import { readStartArguments, type StartArguments, USAGE } from './start/arguments.ts'
import { startBrowser } from './start/browser.ts'
import { obtainElectron, whyNoDesktop } from './start/electron-binary.ts'
import { isStale } from './start/stale.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string) => void process.stdout.write(`${line}\n`)

const buildStale = async (targets: Target[]): Promise<void> => {
  const stale = targets.filter((target) => isStale(root, target))
  if (stale.length === 0) return
  say('Building the cockpit…')
  await build(stale)
}

/** The exit code of the desktop app, or undefined when Electron itself could not start. */
const runDesktop = (binary: string, { folder, ledgerFile, sample }: StartArguments): Promise<number | undefined> => {
  const args = [
    root,
    ...(folder ? [folder] : []),
    ...(ledgerFile ? ['--db', ledgerFile] : []),
    ...(sample ? ['--sample'] : []),
  ]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return new Promise((resolve) => {
    const child = spawn(binary, args, { stdio: 'inherit', env })
    child.once('error', () => resolve(undefined))
    child.once('exit', (code) => resolve(code === 0 || code === 2 ? code : undefined))
  })
}

const startDesktop = async (wanted: StartArguments): Promise<number | undefined> => {
  const reason = whyNoDesktop(process.env)
  const binary = reason ? undefined : await obtainElectron(process.env, say)
  if (binary) {
    await buildStale(['client', 'main', 'preload'])
    const code = await runDesktop(binary, wanted)
    if (code !== undefined) return code
  }
  const sentence = reason ?? (binary ? 'Electron does not start here' : 'Electron’s binary cannot be downloaded here')
  say(`${sentence}: the same cockpit is served to the browser instead.`)
  return undefined
}

const start = async (): Promise<number> => {
  const asked = readStartArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
  if (asked.help) {
    say(USAGE)
    return 0
  }
  const isFirstStart = asked.folder === undefined && !existsSync(asked.ledgerFile ?? defaultLedgerFile(process.env))
  const wanted = { ...asked, sample: asked.sample || isFirstStart }
  const code = wanted.browser ? undefined : await startDesktop(wanted)
  if (code !== undefined) return code
  await buildStale(['client'])
  return startBrowser(wanted)
}

const fail = (error: Error & { code?: string }): number => {
  const isUsage = error.code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`${error.message}\n${isUsage ? `${USAGE}\n` : ''}`)
  return 2
}

process.exit(await start().catch(fail))
