#!/usr/bin/env node
/** Entry of the `cockpit` command. */
import { setTimeout } from 'node:timers/promises'
import '../app/lean-memory.ts'
import { processIo } from './process-io.ts'
import { runCli } from './program.ts'

// A reader that goes away (`cockpit log | head`) ends the command, not the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCli(process.argv.slice(2), processIo)
// A compiler thread of V8 that needs memory while the main thread already waits for it to end hangs for ever (nodejs/node#54918): idle, it comes to its end.
await setTimeout(20)
// The importer's worker and kept-alive sockets must not hold a finished command back.
process.exit()
