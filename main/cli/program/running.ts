/** Commands that run something, or change what runs. */
import { Option } from 'commander'
import { amendCommand } from '../amend.ts'
import { attachCommand } from '../attach.ts'
import { emergencyCommand } from '../emergency.ts'
import { execCommand } from '../exec.ts'
import { rollbackCommand } from '../rollback.ts'
import { runCommand } from '../run.ts'
import { timingsCommand } from '../timings.ts'
import { AS, DB, JSON_, type Register, rehearsalSpeed, variable } from './options.ts'

const EXEC_HELP = `
The words are run exactly as they are: no shell expands them. For a shell: -- sh -c 'psql "$DB_URL" -f fix.sql'
It may run while the run is halted, paused, held or waits for a person, never beside a running command. Without an open
run it opens a small run of the environment. Variables and secrets are those of the run. A failed command halts the run:
retry or skip it with a reason.

  cockpit exec --reason "Cache of a node is stale" --undo warm-cache -- ./flush-cache.sh eu-1`

export const running: Register = (program, run, io) => {
  program
    .command('run <folder>')
    .description('run a stage of the runbook in an environment')
    .option('--stage <id>', 'which stage (needed when there are several)')
    .option('--env <name>', 'which environment')
    .option('--yes', 'confirm manual steps and start commands in your name; never approvals')
    .option(...AS)
    .option('--role <role>', 'your role, for the record')
    .option('--from <step>', 'begin at this step')
    .option('--var <NAME=VALUE>', 'set a variable or input; may be repeated', variable)
    .addOption(
      new Option('--notices <mode>', 'how far the notices of this run go (default: communication.mode)').choices([
        'off',
        'test',
        'on',
      ]),
    )
    .option('--pace <pace>', 'manual: a person starts each command; auto: it runs on by itself')
    .option(
      '--override <reason>',
      'run outside the window, in a freeze or (with --role) without what the process asks for; goes on the record',
    )
    .option('--rollback-on-failure', 'roll back by itself when a step fails (exit 4)')
    .option(
      '--rehearse',
      'rehearse it: stubs stand in for the commands and nothing is deployed; without --stage the whole runbook of the environment, with --stage ROLLBACK the way back',
    )
    .option('--speed <times>', 'of a rehearsal: planned times divided by it, or none (default: 1)', rehearsalSpeed)
    .option('--safe', 'of a rehearsal: commands marked rehearse=run run for real')
    .option('--wait', 'without a terminal: wait for people at another window')
    .option(...DB)
    .action((folder, options) => run(runCommand(folder, options, io)))
  program
    .command('timings [release]')
    .description('how long the steps of a run or rehearsal took beside what is planned, and as steps: for release.yaml')
    .option('--run <id>', 'which run or rehearsal (default: the last one in which something was measured)')
    .addOption(new Option('--from <what>', 'the last one of which kind').choices(['run', 'rehearsal', 'last']))
    .option('--yaml', 'only the steps: for release.yaml')
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(timingsCommand(wanted, options, io)))
  program
    .command('rollback <folder>')
    .description('undo what started in an environment; nothing refuses it')
    .option('--env <name>', 'which environment')
    .option('--service <name>', 'only this service, with what depends on it')
    .option('--plan', 'only print what it would run')
    .option('--drill', 'rehearse it in an unprotected environment')
    .option('--reason <text>', 'why, for the record')
    .option('--wait', 'without a terminal: wait for people at another window')
    .option(...AS)
    .option('--role <role>', 'your role, for the record')
    .option(...DB)
    .action((folder, options) => run(rollbackCommand(folder, options, io)))
  program
    .command('emergency <folder>')
    .description(
      'write the rollback as a script that needs no cockpit, and say where it is (also written at each start)',
    )
    .option('--env <name>', 'which environment')
    .option(...DB)
    .action((folder, options) => run(emergencyCommand(folder, options, io)))
  program
    .command('attach [run]')
    .description('take up an open run, after a crash or beside another window')
    .option('--wait', 'without a terminal: wait for people at another window')
    .option('--continue', 'after nobody watched for a while: go on without asking; goes on the record')
    .option('--rollback-on-failure', 'roll back by itself when a step fails (exit 4)')
    .option('--without-secrets', 'go on although secrets the run began with are missing or changed')
    .option(...AS)
    .option(...DB)
    .action((wanted, options) => run(attachCommand(wanted, options, io)))
  program
    .command('amend [run]')
    .description('let an open run take up what its folder says now, for steps not yet started')
    .option(
      '--reason <text>',
      'amend (in a protected environment: ask to), and why; without it only the difference is shown',
    )
    .option('--approve', 'approve, as another person, what somebody asked for in a protected environment')
    .option('--withdraw', 'take back what was asked for')
    .option('--var <NAME=VALUE>', 'inputs that new steps ask for; may be repeated', variable)
    .option(...AS)
    .option('--role <role>', 'your role, for the record')
    .option(...JSON_)
    .option(...DB)
    .action((wanted, options) => run(amendCommand(wanted, options, io)))
  program
    .command('exec')
    .argument('<command...>', 'the command and its words, after “--”')
    .description('run a command that is not in the runbook; a deviation, on the record')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--undo <step>', 'the step that undoes it in a rollback')
    .option('--run <id>', 'the run it joins (default: the only open one)')
    .option('--release <id>', 'which release, where no run is open (default: the one used last)')
    .option('--env <name>', 'which environment, where no run is open')
    .option('--timeout <duration>', 'stop it after so long, for example 5m')
    .option('--confirm <code>', 'in a protected environment: the code shown for exactly this command')
    .option('--override <reason>', 'outside the window or in a freeze, where no run is open; goes on the record')
    .option(...AS)
    .option('--role <role>', 'your role, for the record')
    .option(...DB)
    .addHelpText('after', EXEC_HELP)
    .action((words, options) => run(execCommand(words, options, io)))
}
