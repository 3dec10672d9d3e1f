/** Commands about what is told outside. */
import { Option } from 'commander'
import { noticesCommand } from '../notices.ts'
import { notifyCommand } from '../notify.ts'
import { AS, DB, JSON_, type Register, several } from './options.ts'

const NOTICES_HELP = `
The six stages of the process with when each is due, and every message with what became of it. A message that may have been received or not is never sent
again by itself: ask there, then say so.

  cockpit notices ./release
  cockpit notices ./release n41-ops --arrived --reason "Mei has it"
  cockpit notices ./release n41-ops --send-again --reason "Nobody has it"
  cockpit notices ./release n41-ops --drop --reason "Said on the phone"`

const NOTIFY_HELP = `
The notice is drafted from the record, shown, and sent when you say so. What is not taken stays queued: it is tried again while a cockpit is open (serve,
watch, the window, a run). Exit code 1 when not all of it was received yet.

  cockpit notify ./release --stage deployment-scheduled --draft > notice.txt
  cockpit notify ./release --stage deployment-scheduled --edit notice.txt --mode test --yes
  cockpit notify ./release --stage deployment-scheduled --edit notice.txt`

export const telling: Register = (program, run, io) => {
  program
    .command('notices [release-or-folder] [message]')
    .description('what is told outside: stages that are due or overdue, messages, and what became of them')
    .option('--arrived', 'of a message that is unknown: it was received; needs --reason')
    .option('--send-again', 'send it once more; needs --reason')
    .option('--drop', 'do not send it; needs --reason')
    .option('--reason <text>', 'why, for the record')
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .addHelpText('after', NOTICES_HELP)
    .action((release, message, options) => run(noticesCommand(release, message, options, io)))
  program
    .command('notify [release-or-folder]')
    .description('tell the stakeholders: draft, read, edit and send the notice of a stage')
    .requiredOption('--stage <stage>', 'a stage of the process, or postponed or cancelled')
    .option('--draft', 'only print what would be sent')
    .option('--edit <file>', 'send this text instead; a first line “Subject: …” is its subject')
    .addOption(new Option('--mode <mode>', 'test: to your own channel only').choices(['test', 'on']))
    .option('--channel <name>', 'only on this channel; may be repeated', several)
    .option('--again', 'it was sent already: send it once more')
    .option('--yes', 'send it without asking')
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .addHelpText('after', NOTIFY_HELP)
    .action((release, options) => run(notifyCommand(release, options, io)))
}
