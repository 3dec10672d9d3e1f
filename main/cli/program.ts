/** Runs the `cockpit` command line. What there is stands in `program/`; each command lives in a file of its own. */
import { CommanderError } from 'commander'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { createProgram } from './program/create-program.ts'

/** Parses arguments and runs the command. Resolves with the exit code; prints a sentence, never a stack trace, for what a person can mend. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok
  const program = createProgram(io, async (work) => {
    code = await work
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return explain(error, io)
  }
}

function explain(error: unknown, io: CliIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable
  if (error instanceof CliFailure) {
    io.stderr(`${error.message}\n`)
    return error.exitCode
  }
  const isKnown = error instanceof Error && ['LedgerUnwritable', 'WireFailure'].includes(error.name)
  io.stderr(`${error instanceof Error ? error.message : String(error)}\n`)
  if (!isKnown && io.env.COCKPIT_DEBUG && error instanceof Error) io.stderr(`${error.stack}\n`)
  return isKnown ? EXIT.unusable : EXIT.failed
}
