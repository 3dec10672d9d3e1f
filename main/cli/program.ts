/** The `cockpit` command line: its help, its exit codes. Names and options stand in `program/`; each command lives in a file of its own. */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../app/version.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { looking } from './program/looking.ts'
import { opening } from './program/opening.ts'
import { planning } from './program/planning.ts'
import { reviewing } from './program/reviewing.ts'
import { rooming } from './program/rooming.ts'
import { running } from './program/running.ts'
import { saying } from './program/saying.ts'
import { signing } from './program/signing.ts'
import { telling } from './program/telling.ts'
import { validating } from './program/validating.ts'

const HELP = `
Exit codes: 0 ok, 1 a run failed or lint found errors, 2 bad usage or unloadable input, 3 refused by a gate, 4 rolled back.
"verify" has its own: 0 valid and anchored, 10 valid, 11 gap, 12 invalid, 13 unreadable.

Examples:
  cockpit check ./release               what is wrong with a release folder
  cockpit steps RUNBOOK.md              what a runbook would execute, in order
  cockpit run ./release --stage production --env production --yes
  cockpit rollback ./release --env production
  cockpit verify parcel-tracker-2.4.0.jsonl --anchor 1402:9f3a…`

/** Parses arguments and runs the command. Resolves with the exit code; prints a sentence, never a stack trace, for what a person can mend. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok
  const run = async (work: Promise<number>) => {
    code = await work
  }
  const program = new Command('cockpit')
    .description('Release Cockpit: runs a release, leads the room through it, and keeps the record.')
    .version(VERSION)
    // A command may have a --version of its own.
    .enablePositionalOptions()
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showSuggestionAfterError()
  for (const register of [
    reviewing,
    planning,
    validating,
    telling,
    running,
    saying,
    rooming,
    signing,
    looking,
    opening,
  ])
    register(program, run, io)
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
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
