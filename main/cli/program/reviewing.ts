/** Commands that read a folder or files and touch no ledger. */
import { checkCommand } from '../check.ts'
import { judgeCommand } from '../judge.ts'
import { stepsCommand } from '../steps.ts'
import { JSON_, type Register } from './options.ts'

export const reviewing: Register = (program, run, io) => {
  program
    .command('check <folder>')
    .description('validate and lint a release folder')
    .option(...JSON_)
    .action((folder, options) => run(checkCommand(folder, options, io)))
  program
    .command('steps <path>')
    .description('what a runbook or release folder would execute, in order')
    .option(...JSON_)
    .action((path, options) => run(stepsCommand(path, options, io)))
  program
    .command('judge')
    .description('compare a canary with its baseline (exit 0 pass, 1 fail, 3 marginal or too little data)')
    .requiredOption('--baseline <csv>', 'samples of the old version: columns metric and value, a line per sample')
    .requiredOption('--canary <csv>', 'samples of the new version')
    .option('--config <yaml>', 'directions, critical metrics, weights, thresholds (docs/judge.md)')
    .option(...JSON_)
    .action((options) => run(judgeCommand(options, io)))
}
