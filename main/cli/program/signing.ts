/** Commands for people who sign elsewhere, with their SSH key. */
import { importSignoffsCommand, requestSignoffCommand } from '../signoffs.ts'
import { AS, DB, duration, JSON_, type Register, variable } from './options.ts'

const REQUEST_HELP = `
Writes signoffs/ROLE-STAGE-ENV.json into the release folder. Who signs needs that file and their own SSH key, no cockpit:

  ssh-keygen -Y sign -n release-cockpit -f ~/.ssh/id_ed25519 signoffs/sre-production-production.json

The .sig comes back by git or mail, and "cockpit import-signoffs" checks it against allowed_signers of the release folder.`

export const signing: Register = (program, run, io) => {
  program
    .command('request-signoff <folder>')
    .description('write what a role is asked to sign with an SSH key, bound to what would run now')
    .requiredOption('--role <role>', 'which role signs')
    .option('--stage <id>', 'which stage')
    .option('--env <name>', 'which environment')
    .option('--step <id>', 'one step that asks for approval; without it the stage as a whole')
    .option('--binds <what>', 'stage (default), schedule, plan, review, process-step or poll (the one that is open)')
    .option('--subject <id>', 'with --binds process-step: which step of the process')
    .option('--no-go', 'a refusal instead; needs --words')
    .option('--standby', 'present, not deciding')
    .option('--words <text>', 'more words to sign')
    .option('--valid-for <duration>', 'how long the signed statement may be imported, such as 2h', duration)
    .option('--replace', 'replace a statement that is there, and its signature')
    .option('--var <NAME=VALUE>', 'inputs the run will have; may be repeated', variable)
    .option(...DB)
    .addHelpText('after', REQUEST_HELP)
    .action((folder, { go, ...options }) => run(requestSignoffCommand(folder, { ...options, noGo: go === false }, io)))
  program
    .command('import-signoffs <folder>')
    .description(
      'check the signed statements in signoffs/ and put what holds on the record; exit 3 when one is refused',
    )
    .option(...AS)
    .option(...JSON_)
    .option(...DB)
    .action((folder, options) => run(importSignoffsCommand(folder, options, io)))
}
