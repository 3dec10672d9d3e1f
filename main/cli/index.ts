#!/usr/bin/env node
/** Entry of the `cockpit` command. */
import '../app/lean-memory.ts'
import { processIo } from './process-io.ts'
import { runCli } from './program.ts'

// A reader that goes away (`cockpit log | head`) ends the command, not the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCli(process.argv.slice(2), processIo)
// The importer's worker and kept-alive sockets must not hold a finished command back.
process.exit()
