/** Commands about the process around a release. */
import { documentCommand } from '../document.ts'
import { itemCommand } from '../item.ts'
import { newCommand } from '../new.ts'
import { planCommand } from '../plan.ts'
import { AS, DB, JSON_, type Register, several, wholeNumber } from './options.ts'

const ITEM_HELP = `
Without an answer the item is only shown. Files are named from the release folder; their digest goes on the record.

  cockpit plan ./release
  cockpit item ./release check/backups-verified --file evidence/restore.log --role sre
  cockpit item ./release entry/uat-signed-off --link https://tracker.example/UAT-17 --role product-owner
  cockpit item ./release check/logs-aggregated --waive --role sre --reason "Loki is down until Monday; logs stay on the hosts"`

const DOCUMENT_HELP = `
Without a document they are listed, each with what it waits for. With one it is printed as Markdown, or written where -o says: FILE.md, FILE.html, or
FILE.pdf (printed by the desktop app or an installed Chromium). Nothing is in them that the record does not know.

An edited file becomes a version on record: from then on the newest version is shown, and --diff says what the record says anew. --version 0 is always
what the record alone says. Publishing a version makes the deliverable done, and its digest is what an approval of the document binds.

  cockpit document ./release
  cockpit document ./release deployment-plan
  cockpit document parcel-tracker-2.4.0 post-release-review -o review.pdf
  cockpit document ./release runbook -o draft.md && "$EDITOR" draft.md && cockpit document ./release runbook --edit draft.md
  cockpit document ./release runbook --publish --role tech-lead`

export const planning: Register = (program, run, io) => {
  program
    .command('new <folder>')
    .description('write a release folder: from a strategy, from the last release, or around an existing plan')
    .option('--strategy <name>', 'its skeleton: blue-green, canary, rolling or big-bang')
    .option('--from-release <folder>', 'the next version of this release folder, with what its commands name')
    .option('--from-plan <file>', 'an existing Markdown runbook, copied as it is, with a release.yaml beside it')
    .option('--name <name>', 'what is released')
    .option('--to, --version <version>', 'the version that goes out')
    .option('--from <version>', 'the version that is live now')
    .option('--starts <time>', 'with --from-release: the first window is moved there (default: windows are emptied)')
    .option('--dry-run', 'only say what would be written')
    .action((folder, options) => run(newCommand(folder, options, io)))
  program
    .command('plan [release-or-folder]')
    .description('the process around a release: its steps, what is open, what production still asks for')
    .option('--all', 'also what is done')
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(planCommand(wanted, options, io)))
  program
    .command('item <release-or-folder> <item>')
    .description(
      'say that a task, checklist item or deliverable is done, with what shows it; or take, reopen or set it aside',
    )
    .option('--file <path>', 'a file in the release folder that shows it; may be repeated', several)
    .option('--link <url>', 'a link that shows it; may be repeated', several)
    .option('--run <id>', 'a run that shows it; may be repeated', several)
    .option('--note <text>', 'words that show it; may be repeated', several)
    .option('--take', 'see to it')
    .option('--person <name>', 'with --take: who sees to it, when it is somebody else')
    .option('--reopen', 'it is not done after all; needs --reason')
    .option('--waive', 'go on without it, loudly; needs --role and --reason')
    .option('--reason <text>', 'why, for the record')
    .option('--role <role>', 'the role you speak as')
    .option(...AS)
    .option(...DB)
    .addHelpText('after', ITEM_HELP)
    .action((release, item, options) => run(itemCommand(release, item, options, io)))
  program
    .command('document [release-or-folder] [document]')
    .description(
      'the documents of a release from the record: plans, checklist, runbook, release notes and guides, reports, reviews; edit and publish them',
    )
    .option('-o, --output <file>', 'a file that ends with .md, .html or .pdf')
    .option('--version <n>', 'a version on record; 0 for what the record alone says', wholeNumber)
    .option('--edit <file>', 'put this text on record as the next version')
    .option('--parts', 'what a template of it can name (docs/documents.md)')
    .option('--history', 'its versions: who, when, digest')
    .option('--diff', 'what the record says anew since the version was made')
    .option('--restore <n>', 'bring an earlier version back as the next one', wholeNumber)
    .option('--publish', 'the version that counts: its deliverable is done')
    .option('--role <role>', 'the role you speak as')
    .option(...AS)
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', DOCUMENT_HELP)
    .action((release, document, options) => run(documentCommand(release, document, options, io)))
}
