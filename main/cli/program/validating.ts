/** Commands of the weeks after production: watching, issues, feedback, closing. */
import { Option } from 'commander'
import { closeCommand } from '../close.ts'
import { feedbackCommand } from '../feedback.ts'
import { issueCommand } from '../issue.ts'
import { watchCommand } from '../watch.ts'
import { AS, DB, duration, JSON_, type Register } from './options.ts'

const ISSUE_HELP = `
Without an answer the open issues are listed. In a deploy that runs declare an issue in the deck instead: that asks the room at once.

  cockpit issue ./release
  cockpit issue ./release --report "Labels print blank" --severity medium --env production --service api
  cockpit issue ./release I1 --take
  cockpit issue ./release I1 --resolve fixed --reason "2.4.1 sends the right font"
  cockpit issue ./release I1 --close --reason "Printed twenty of them"
  cockpit issue ./release I2 --accept --role product-owner --reason "Reload the page; mended in 2.5"`

const FEEDBACK_HELP = `
Without words what is on record is listed.

  cockpit feedback ./release "Search is much faster" --from "Depot Ghent" --mood good --channel phone`

const CLOSE_HELP = `
Without --reason it says what is missing (exit code 3) or that nothing is. A closed release takes nothing but a rollback, or to be taken up again.

  cockpit close ./release
  cockpit close ./release --reason "Two weeks without an incident; accepted by the depots" --role project-manager
  cockpit close ./release --reason "Superseded by 2.5" --override "The sponsor left; accepted by mail" --role project-manager
  cockpit reopen parcel-tracker-2.4.0 --reason "A late finding"`

const WATCH_HELP = `
On a machine that stays on: measures, records and says what changes, until the validation period is over. What it did not see is asked for afterwards where
the source remembers. Exit code 1 when it ends while something is to be decided.

  cockpit watch ./release
  cockpit watch parcel-tracker-2.4.0 --env production --for 12h`

export const validating: Register = (program, run, io) => {
  program
    .command('watch [release-or-folder]')
    .description('measure what is live for as long as its validation lasts')
    .option('--env <environment>', 'which environment (default: the one that is validated)')
    .option('--for <duration>', 'at most for so long, such as 12h', duration)
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', WATCH_HELP)
    .action((release, options) => run(watchCommand(release, options, io)))
  program
    .command('issue [release-or-folder] [issue]')
    .description('the issue log: report an issue, take, resolve, close or reopen it, or let it go out as a known issue')
    .option('--report <words>', 'a new issue: what is wrong; needs --severity')
    .addOption(new Option('--severity <severity>', 'how grave').choices(['critical', 'high', 'medium', 'low']))
    .option('--env <environment>', 'where it was seen')
    .option('--service <service>', 'in which service')
    .option('--take', 'see to it')
    .option('--person <name>', 'with --take: who sees to it, when it is somebody else')
    .addOption(
      new Option('--resolve <outcome>', 'it should be gone; needs --reason').choices([
        'fixed',
        'worked-around',
        'rolled-back',
        'no-issue',
      ]),
    )
    .option('--accept', 'it goes out as a known issue; needs --role and --reason (what users do about it)')
    .option('--close', 'somebody saw that it is gone; needs --reason')
    .option('--reopen', 'it is there again; needs --reason')
    .option('--reason <text>', 'the words that go on the record')
    .option('--role <role>', 'the role you speak as')
    .option('--all', 'also what is settled')
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .addHelpText('after', ISSUE_HELP)
    .action((release, issue, options) => run(issueCommand(release, issue, options, io)))
  program
    .command('feedback <release-or-folder> [words]')
    .description('what users and stakeholders say of the release')
    .option('--from <name>', 'who said it, or where it comes from')
    .addOption(new Option('--mood <mood>', 'how it sounds').choices(['good', 'mixed', 'bad']))
    .option('--channel <words>', 'how it came: phone, ticket, survey')
    .option('--issue <id>', 'the issue it is about')
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .addHelpText('after', FEEDBACK_HELP)
    .action((release, words, options) => run(feedbackCommand(release, words, options, io)))
  program
    .command('close [release-or-folder]')
    .description('close a release: complete, archived, read only')
    .option('--reason <text>', 'how it went, for the record')
    .option('--override <text>', 'close it although something is missing: why; needs --role')
    .option('--role <role>', 'the role you speak as')
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .addHelpText('after', CLOSE_HELP)
    .action((release, options) => run(closeCommand(release, options, io)))
}
