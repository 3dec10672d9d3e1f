/** The `cockpit` command line: its help and its commands, by what they are for. */
import { Command } from 'commander'
import { VERSION } from '../../app/version.ts'
import type { CliIo } from '../io.ts'
import { looking } from './looking.ts'
import { opening } from './opening.ts'
import { planning } from './planning.ts'
import { reviewing } from './reviewing.ts'
import { rooming } from './rooming.ts'
import { running } from './running.ts'
import { saying } from './saying.ts'
import { signing } from './signing.ts'
import { telling } from './telling.ts'
import { validating } from './validating.ts'

const HELP = `
Exit codes: 0 ok, 1 a run failed or lint found errors, 2 bad usage or unloadable input, 3 refused by a gate, 4 rolled back.
"verify" has its own: 0 valid and anchored, 10 valid, 11 gap, 12 invalid, 13 unreadable.

Examples:
  cockpit check ./release               what is wrong with a release folder
  cockpit steps RUNBOOK.md              what a runbook would execute, in order
  cockpit run ./release --stage production --env production --yes
  cockpit rollback ./release --env production
  cockpit verify parcel-tracker-2.4.0.jsonl --anchor 1402:9f3a…`

const GROUPS = [reviewing, planning, validating, telling, running, saying, rooming, signing, looking, opening]

/** The whole command line; `run` gets what a command that was named does. Throws `CommanderError` when it is parsed and cannot be understood. */
export function createProgram(io: CliIo, run: (work: Promise<number>) => Promise<void>): Command {
  const program = new Command('cockpit')
    .description('Release Cockpit: runs a release, leads the room through it, and keeps the record.')
    .version(VERSION)
    // A command may have a --version of its own.
    .enablePositionalOptions()
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showSuggestionAfterError()
  for (const register of GROUPS) register(program, run, io)
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
  return program
}
