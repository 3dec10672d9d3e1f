/** Commands that read a folder or files and touch no ledger. */
import { Option } from 'commander'
import { checkCommand } from '../check.ts'
import { diffCommand } from '../diff.ts'
import { judgeCommand } from '../judge.ts'
import { judgeReleaseCommand } from '../judge-release.ts'
import { stepsCommand } from '../steps.ts'
import { DB, JSON_, type Register } from './options.ts'

const collect = (value: string, before: string[] = []): string[] => [...before, value]

export const reviewing: Register = (program, run, io) => {
  program
    .command('check <path>')
    .description('validate and lint a release folder, or a Markdown runbook by itself (docs/review.md)')
    .addOption(
      new Option('--fixes <kind>', 'print what is suggested: a git patch, or steps: for release.yaml').choices([
        'patch',
        'steps',
      ]),
    )
    .option('-o, --output <file>', 'with --fixes: into a new file')
    .option(...JSON_)
    .action((folder, options) => run(checkCommand(folder, options, io)))
  program
    .command('steps <path>')
    .description('what a runbook or release folder would execute, in order')
    .option(...JSON_)
    .action((path, options) => run(stepsCommand(path, options, io)))
  program
    .command('diff <folder>')
    .description('what differs, by step, from the version last executed or a git revision')
    .option('--against <revision>', 'a commit, tag or branch, such as HEAD~1; needs no ledger')
    .option('--environment <name>', 'the version last executed there; without either, the one last executed anywhere')
    .option(...JSON_)
    .option(...DB)
    .addHelpText('after', '\nExit codes: 0 nothing differs, 1 something does, 2 there is nothing to compare with.')
    .action((folder, options) => run(diffCommand(folder, options, io)))
  program
    .command('judge')
    .description('compare a canary with its baseline (exit 0 pass, 1 fail, 3 marginal or too little data)')
    .option('--baseline <csv>', 'samples of the old version: columns metric and value, a line per sample')
    .option('--canary <csv>', 'samples of the new version')
    .option('--config <yaml>', 'directions, critical metrics, weights, thresholds (docs/judge.md)')
    .option('--release <release>', 'instead of files: the samples on record of a release, at each hold that was judged')
    .option('--env <name>', 'with --release: its last deploy there')
    .option('--run <id>', 'with --release: which deploy')
    .option('--pair <CANARY:BASELINE>', 'with --release: two metrics at the same time; may be repeated', collect)
    .option('--from <instant>', 'with --release: another time than the holds, such as 2026-11-28T22:05:00+01:00')
    .option('--to <instant>', 'and its end')
    .option(...JSON_)
    .option(...DB)
    .action((options) => run(options.release ? judgeReleaseCommand(options, io) : judgeCommand(options, io)))
}
