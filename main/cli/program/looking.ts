/** Commands that read, export, verify and clean the record. */

import { ENTRY_KINDS } from '../../../shared/documents/log/entry-kinds.ts'
import { EXPORT_FORMATS, FORMAT_FACTS } from '../../../shared/documents/log/formats.ts'
import { BURN_WINDOWS_WORDS } from '../../../shared/runbook/burn-windows.ts'
import { eraseCommand } from '../erase.ts'
import { exportCommand } from '../export.ts'
import { historyCommand } from '../history.ts'
import { inspectCommand } from '../inspect.ts'
import { logCommand } from '../log.ts'
import { outputCommand } from '../output.ts'
import { searchCommand } from '../search.ts'
import { statusCommand } from '../status.ts'
import { verifyCommand } from '../verify.ts'
import { whatIfCommand } from '../what-if.ts'
import {
  AS,
  burnWindows,
  commaList,
  contextLines,
  DB,
  duration,
  JSON_,
  limit,
  lineRange,
  objective,
  type Register,
  several,
  wholeNumber,
} from './options.ts'

const WHAT_IF_HELP = `
Every recorded sample goes through the rule that watches live; gaps, missing and thin samples freeze it as they did then, and it is armed by the
steps that arm the metric's own trigger. Without a limit the release's own triggers are replayed. Nothing is recorded.

  cockpit what-if parcel-tracker-2.4.0 --environment production --metric error-rate --above 0.5 --for 30s
  cockpit what-if parcel-tracker-2.4.0 --metric error-rate --burn-rate 99.9 --windows 14.4x10m/1m,6x1h/5m
  cockpit what-if parcel-tracker-2.4.0 --triggers release.yaml`

const EXPORT_HELP = `
Formats:
${EXPORT_FORMATS.map((format) => `  ${format.padEnd(8)}${FORMAT_FACTS[format].about}`).join('\n')}

Kinds: ${ENTRY_KINDS.map(({ id }) => id).join(', ')},
or event types such as step.finished, or their first word (step). A part of a record is for reading: only the whole of it can be verified.

  cockpit export parcel-tracker-2.4.0 --format bundle -o parcel-tracker-2.4.0.zip
  cockpit export --format csv --from 2026-11-28T22:00 --to 2026-11-29T01:00 -o night.csv
  cockpit export --format md --kinds decisions,notes -o - | less`

const SEARCH_HELP = `
Every line of output and every entry that matches is printed once, in order, as it is found: RELEASE/RUN/STEP#ATTEMPT:LINE:text, context with - instead
of :, and RELEASE:entry SEQ:time. Colours and other escapes do not stand between letters; control characters are written as \\x1b.
Exit codes: 0 something was found, 1 nothing was, 2 the expression or another argument cannot be used, or not all could be searched.

  cockpit search 'connection refused' --release parcel-tracker-2.4.0 --context 2
  cockpit search --regex 'took=[0-9]{4,}ms' --output --match-case
  cockpit search timeout --follow`

export const looking: Register = (program, run, io) => {
  program
    .command('status [release]')
    .description('how a release stands')
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(statusCommand(wanted, options, io)))
  program
    .command('history')
    .description('past releases, planned and actual, rollback and drill times, and the DORA measures')
    .option('--since <duration>', 'only so long back, for example 90d (default: all)', duration)
    .option('--product <name>', 'only releases of this name; with --steps also a release by its id')
    .option('--explain', 'with what each measure means and how it is measured')
    .option('--steps', 'what the steps of the last ten releases really took, as steps: for release.yaml')
    .option('--env, --environment <name>', 'with --steps: only in this environment')
    .option(...JSON_)
    .option(...DB)
    .action((options) => run(historyCommand(options, io)))
  program
    .command('log [release]')
    .description('the entries of a release')
    .option('--follow', 'go on as entries come, until the run ends')
    .option('--search <text>', 'only entries that contain the text')
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(logCommand(wanted, options, io)))
  program
    .command('search <text>')
    .description('find text in entries and stored output, also while a run writes')
    .option('--release <id>', 'only this release; again for more (default: every one in the ledger)', several)
    .option('--regex', 'the text is a regular expression, as in JavaScript')
    .option('--match-case', 'capitals and small letters differ')
    .option('--entries', 'only entries')
    .option('--output', 'only output')
    .option('--context <lines>', 'lines of output before and after each one found', contextLines, 0)
    .option('--follow', 'go on with what comes, until no run is open')
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', SEARCH_HELP)
    .action((text, options) => run(searchCommand(text, options, io)))
  program
    .command('output <release>')
    .description('what steps printed, byte for byte (secrets masked)')
    .option('--run <id>', 'which run (default: the last)')
    .option('--step <id>', 'only one step')
    .option('--attempt <number>', 'only one attempt', wholeNumber)
    .option(...DB)
    .action((wanted, options) => run(outputCommand(wanted, options, io)))
  program
    .command('inspect [what]')
    .description('what is left of a command whose outcome is unknown: a run, a step or an attempt (default: every one)')
    .option('--verify', "run the step's own verify once more; what it says goes on the record")
    .option(...AS)
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(inspectCommand(wanted, options, io)))
  program
    .command('what-if [release-or-ledger]')
    .description('when other limits would have fired over the samples of a recorded release, beside what fired')
    .option('--env, --environment <name>', 'which environment (default: that of the last run)')
    .option('--metric <name>', 'which metric')
    .option('--above <value>', 'fires when the metric goes above this', limit)
    .option('--below <value>', 'fires when the metric goes below this', limit)
    .option(
      '--burn-rate <objective>',
      'fires when the error budget of this objective, such as 99.9, burns too fast',
      objective,
    )
    .option('--windows <pairs>', `of the burn rate: ${BURN_WINDOWS_WORDS} (default: standard)`, burnWindows)
    .option('--for <duration>', 'after so long of it, for example 30s (default: at once)', duration)
    .option('--clear-for <duration>', 'clear again after so much good data (default: twice --for)', duration)
    .option('--triggers <file>', 'the triggers of this file, such as an edited release.yaml, instead of one limit')
    .option('--always', 'also before and after the steps that arm it')
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', WHAT_IF_HELP)
    .action((wanted, options) => run(whatIfCommand(wanted, options, io)))
  program
    .command('erase <release> [entry]')
    .description('take a leaked secret out of the record; the chain still holds and says who erased what, and why')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--step <id>', 'the stored output of this step instead of an entry')
    .option('--run <id>', 'of which run (default: the last)')
    .option('--attempt <number>', 'of which attempt (default: the last)', wholeNumber)
    .option('--lines <from-to>', 'only these lines of the output', lineRange)
    .option('--text-from <file>', 'take out only this leaked text (- is standard input); alone: wherever it stands')
    .option(...AS)
    .option(...DB)
    .action((wanted, entry, options) =>
      run(eraseCommand(wanted, entry === undefined ? undefined : wholeNumber(entry), options, io)),
    )
  program
    .command('export [release]')
    .description('write the record of a release, or a part of it, to a file')
    .option('--format <format>', EXPORT_FORMATS.join(', '), 'jsonl')
    .option('-o, --output <file>', 'where to; - is standard output')
    .option('--from <entry-or-time>', 'from this entry or time on')
    .option('--to <entry-or-time>', 'up to and including this entry or time')
    .option('--kinds <names>', 'only these kinds of entries, separated by commas', commaList)
    .option('--command-output', 'with what commands printed (html, pdf and md have it unless --kinds are chosen)')
    .option('--no-command-output', 'without it')
    .option('--bom', 'begin a CSV with a byte order mark, for Excel')
    .option('--force', 'replace a file that is there already')
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', EXPORT_HELP)
    .action((wanted, options) => run(exportCommand(wanted, options, io)))
  program
    .command('verify <file>')
    .description('verify a ledger file, an exported log or a bundle')
    .option('--anchor <size:head>', 'a head kept elsewhere')
    .option('--pubkey <file>', 'the public key its checkpoints must be signed with (PEM)')
    .option('--release <id>', 'only this release of a ledger file')
    .option(...JSON_)
    .action((file, options) => run(verifyCommand(file, options, io)))
}
