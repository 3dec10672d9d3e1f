/** Commands that put a person's word on the record. */
import { commentCommand, commentsCommand } from '../comments.ts'
import { decideCommand, declareCommand } from '../decide.ts'
import { gateCommand } from '../gate.ts'
import { pinCommand } from '../pin.ts'
import { pollCommand } from '../poll.ts'
import { remarkCommand } from '../remark.ts'
import { approveCommand } from '../say.ts'
import { standingCommand } from '../standing.ts'
import { AS, DB, type Register, variable, wholeNumber } from './options.ts'

const STANDINGS = [
  ['postpone', 'put a no-go on record: nothing starts in a protected environment until "reopen"'],
  ['cancel', 'put on record that the release does not go out'],
  ['reopen', 'take a postponed or cancelled release up again'],
] as const

export const saying: Register = (program, run, io) => {
  program
    .command('approve <folder>')
    .description("put a role's GO or no-go on the record, bound to what would run now")
    .requiredOption('--role <role>', 'which role speaks')
    .option('--stage <id>', 'which stage')
    .option('--env <name>', 'which environment')
    .option('--step <id>', 'one step that asks for approval; without it the stage as a whole')
    .option(
      '--binds <what>',
      'stage (default), schedule, plan, process-step, document, review (of the runbook) or poll (the one that is open)',
    )
    .option('--subject <id>', 'with --binds process-step or document: which one')
    .option('--no-go', 'refuse instead; needs --words')
    .option('--standby', 'present, not deciding')
    .option('--words <text>', 'your words')
    .option('--spoken <how>', 'the word of somebody who is not here, and how it was given: "by phone, 22:04"')
    .option('--of <name>', 'whose spoken word it is (default: the only person of the role)')
    .option('--revoke', 'take back what the role said; needs --reason')
    .option('--reason <text>', 'why it is taken back, for the record')
    .option('--var <NAME=VALUE>', 'inputs the run will have; may be repeated', variable)
    .option(...AS)
    .option(...DB)
    .action((folder, { go, ...options }) => run(approveCommand(folder, { ...options, noGo: go === false }, io)))
  program
    .command('poll [release-or-folder]')
    .description('the GO/NO-GO poll of the briefing: who has answered; roles answer with approve --binds poll')
    .option('--open', 'ask the room')
    .option('--go', 'close it as a GO; refused until the roles have said so')
    .option('--no-go', 'close it as a NO-GO: nothing starts in a protected environment until a poll is GO')
    .option('--postpone', 'close it as a NO-GO and postpone the release; --until names the new start')
    .option('--cancel', 'close it as a NO-GO and cancel the release')
    .option('--withdraw', 'close it without a result')
    .option('--until <instant>', 'the agreed new start, such as 2026-12-04T22:00:00+01:00')
    .option('--reason <text>', 'why, for the record; needed for anything but a GO')
    .option('--env <name>', 'which environment (default: the only protected one)')
    .option('--role <role>', 'your role, for the record')
    .option(...AS)
    .option(...DB)
    .action((release, { go, ...options }) =>
      run(pollCommand(release, { ...options, go: go === true, noGo: go === false }, io)),
    )
  program
    .command('pin [release-or-folder]')
    .description('set or change the PIN you sign with (typed, never an option); --reset takes away a forgotten one')
    .option('--reset <name>', 'take the PIN of another person away; needs --reason')
    .option('--reason <text>', 'why, for the record')
    .option(...AS)
    .option(...DB)
    .action((release, options) => run(pinCommand(release, options, io)))
  program
    .command('remark <release-or-folder> <text>')
    .description('say something for the post-mortem about an entry of the record: cockpit log lists them')
    .requiredOption('--entry <n>', 'which entry', wholeNumber)
    .option('--role <role>', 'your role, for the record')
    .option(...AS)
    .option(...DB)
    .action((release, text, options) => run(remarkCommand(release, text, options, io)))
  program
    .command('comment <release-or-folder> [text]')
    .description('say something about a step of the runbook, bound to the step as it is now')
    .option('--step <id>', 'which step: cockpit steps lists them')
    .option('--line <n>', 'a line of that step (default: its first)', Number)
    .option('--reply <id>', 'answer a comment')
    .option('--resolve <id>', 'it is settled; the text is optional')
    .option('--reopen <id>', 'it is not settled; the text says why')
    .option('--role <role>', 'your role, for the record')
    .option(...AS)
    .option(...DB)
    .action((release, text, options) => run(commentCommand(release, text, options, io)))
  program
    .command('comments [release-or-folder]')
    .description('the comments on the runbook that are open')
    .option('--all', 'also those that are resolved')
    .option('--json', 'as JSON')
    .option(...DB)
    .action((release, options) => run(commentsCommand(release, options, io)))
  program
    .command('decide [release]')
    .description('list what has to be decided, or answer it: the gravest open decision, or --decision ID')
    .option('--veto', 'stop a countdown; needs --role and --reason')
    .option('--seen', 'somebody looks at it; the clock goes on')
    .option('--roll-back', 'roll back now')
    .option('--hold', 'pause the deploy where it is')
    .option('--fix-forward', 'let the deploy go on and mend it in place')
    .option('--decision <id>', 'which one')
    .option('--service <name>', 'roll back this service only, with what depends on it')
    .option('--reason <text>', 'why, for the record')
    .option('--role <role>', 'your role')
    .option('--json', 'the open decisions as JSON')
    .option(...AS)
    .option(...DB)
    .action((release, options) => run(decideCommand(release, options, io)))
  program
    .command('gate [release]')
    .description('list the gates, judges and fleets that hold a run, or answer one: the one that asks, or --step ID')
    .option('--keep-waiting', 'let it go on holding')
    .option('--go-on', 'go on without it: a deviation on the record; needs --reason')
    .option('--fail', 'it has failed; needs --reason')
    .option('--step <id>', 'which one')
    .option('--reason <text>', 'why, for the record')
    .option('--role <role>', 'your role, for the record')
    .option(...AS)
    .option(...DB)
    .action((release, options) => run(gateCommand(release, options, io)))
  program
    .command('declare <folder>')
    .description('declare an issue you saw: the same effect as a trigger of that severity')
    .requiredOption('--severity <word>', 'critical, high, medium or low')
    .requiredOption('--reason <text>', 'what is wrong, for the record')
    .option('--env <name>', 'which environment')
    .option('--service <name>', 'which service')
    .option('--role <role>', 'your role, for the record')
    .option(...AS)
    .option(...DB)
    .action((folder, options) => run(declareCommand(folder, options, io)))
  for (const [what, description] of STANDINGS) {
    const command = program
      .command(`${what} [release]`)
      .description(description)
      .requiredOption('--reason <text>', 'why, for the record')
      .option(...AS)
      .option('--role <role>', 'your role, for the record')
      .option(...DB)
    if (what === 'postpone')
      command.option('--until <instant>', 'the agreed new start, such as 2026-12-04T22:00:00+01:00')
    command.action((wanted, options) => run(standingCommand(what)(wanted, options, io)))
  }
}
