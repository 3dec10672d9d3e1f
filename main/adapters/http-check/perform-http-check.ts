import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PerformHttpCheck } from '../../ports/outside.ts'
import { asRunFolders, type RunFolders } from '../processes/run-folders.ts'
import { runHttpCheck } from './run-http-check.ts'

/** HTTP checks whose reports are spooled beside the runs, 0600 in 0700, to be imported (and masked) like the output of a command. */
export const createHttpCheck =
  (directory: string | RunFolders): PerformHttpCheck =>
  async (attempt, run, check, variables) => {
    const { passed, failures, report } = await runHttpCheck(check, variables)
    const folder = join(asRunFolders(directory).forWriting(), run, attempt)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const spoolFile = join(folder, 'spool')
    writeFileSync(spoolFile, report.endsWith('\n') ? report : `${report}\n`, { mode: 0o600 })
    return { passed, failures, spoolFile }
  }
