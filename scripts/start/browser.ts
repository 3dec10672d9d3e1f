import { processIo } from '../../main/cli/process-io.ts'
import { serveCommand } from '../../main/cli/serve.ts'
import type { StartArguments } from './arguments.ts'

/** Opens the cockpit in the default browser, or prints its address; goes on until Ctrl-C. */
export const startBrowser = ({ ledgerFile, folder, sample, port }: StartArguments): Promise<number> =>
  serveCommand(
    {
      open: true,
      sample,
      ...(ledgerFile ? { db: ledgerFile } : {}),
      ...(folder ? { folder } : {}),
      ...(port ? { port } : {}),
    },
    processIo,
  )
