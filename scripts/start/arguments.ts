import path from 'node:path'
import { parseArgs } from 'node:util'

export type StartArguments = {
  folder: string | undefined
  ledgerFile: string | undefined
  sample: boolean
  browser: boolean
  port: number | undefined
  help: boolean
}

export const USAGE = `npm start                      the cockpit; on a first start, with the sample release
npm start -- FOLDER            the cockpit on a release folder
npm start -- --sample          the sample release
  --db FILE                    another ledger file
  --browser [--port N]         in the browser, even if the desktop app could open`

/** Throws a sentence for what it does not know. Paths are relative to where the person stands. */
export const readStartArguments = (argv: string[], cwd: string): StartArguments => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      sample: { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      db: { type: 'string' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (positionals.length > 1) throw new Error('Name one release folder.')
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`${values.port} is no port.`)
  const resolved = (name: string | undefined) => (name === undefined ? undefined : path.resolve(cwd, name))
  return {
    folder: resolved(positionals[0]),
    ledgerFile: resolved(values.db),
    sample: values.sample,
    browser: values.browser,
    port,
    help: values.help,
  }
}
