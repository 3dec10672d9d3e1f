/** Commands of the room: what a scribe writes down, and who drives. */
import { driveCommand } from '../drive.ts'
import { noteCommand, notesCommand } from '../notes.ts'
import { AS, DB, JSON_, type Register } from './options.ts'

const ROLE = ['--role <role>', 'your role, for the record'] as const
const DUE = '--due <date>'

export const rooming: Register = (program, run, io) => {
  program
    .command('note <release-or-folder> <text>')
    .description('write a note to the record; @ROLE or @NAME mentions somebody of the team')
    .option('--decision', 'something was decided: it goes into the review and the lessons learned')
    .option('--action', 'somebody sees to something: likewise, until it is done')
    .option('--owner <name>', 'with --action or --decision: who sees to it, a person or a @ROLE')
    .option(DUE, 'by when: 2026-12-04, or 2026-12-04T17:00:00+01:00')
    .option(...ROLE)
    .option(...AS)
    .option(...DB)
    .action((release, text, options) => run(noteCommand(release, text, options, io)))
  program
    .command('notes [release-or-folder]')
    .description('decisions and actions that are open, and the newest notes; or change one')
    .option('--all', 'also what is done, and every note')
    .option('--done <id>', 'it is done; --words says what came of it')
    .option('--reopen <id>', 'it is open again; --words says why')
    .option('--assign <id>', 'with --owner, --due or both; "" takes one away')
    .option('--words <text>', 'for the record')
    .option('--owner <name>', 'with --assign: who sees to it')
    .option(DUE, 'with --assign: by when')
    .option(...ROLE)
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .action((release, options) => run(notesCommand(release, options, io)))
  program
    .command('drive [release-or-folder]')
    .description('who drives: that person starts and continues, everybody else looks, speaks, stops and rolls back')
    .option('--take', 'drive; where somebody else does it needs --reason')
    .option('--offer <name>', 'hand over to somebody, once they accept; --reason is passed on')
    .option('--accept', 'drive from here on, as was offered to you')
    .option('--decline', 'do not')
    .option('--withdraw', 'take your offer back')
    .option('--leave', 'drive no more; nobody does then')
    .option('--reason <text>', 'why, for the record')
    .option(...ROLE)
    .option(...JSON_)
    .option(...AS)
    .option(...DB)
    .action((release, options) => run(driveCommand(release, options, io)))
}
