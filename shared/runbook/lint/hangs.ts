/** Commands that would wait for a person at a keyboard nobody has, or that never end. */
import { stepFinding } from '../findings.ts'
import type { Finding, Fix, ReleaseDefinition, Step } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { editAfter } from './edit-after.ts'
import { hasOption, operands, shellSteps } from './shell-steps.ts'

/** What a command waits for, and a word that would keep it from waiting. */
type Hang = { waitsFor: string; flag?: Flag }

type Flag = { behind: string; flag: string }

type Rule = (command: ShellCommand) => Hang | undefined

const asks = (question: string): Hang => ({ waitsFor: question })

const withFlag = (behind: string, flag: string): { flag: Flag } => ({ flag: { behind, flag } })

const CHANGES = /^(?:install|remove|purge|upgrade|update|dist-upgrade|full-upgrade|autoremove|erase|reinstall)$/

const packages: Rule = (command) => {
  const isApt = /^apt(?:-get)?$/.test(command.program)
  if (!isApt && !/^(?:yum|dnf|zypper|microdnf)$/.test(command.program)) return undefined
  const word = operands(command.args)[0] ?? ''
  if (!CHANGES.test(word) || (word === 'update' && (isApt || command.program === 'zypper'))) return undefined
  const yes = ['-y', '--yes', '--assume-yes', '--assumeyes', '--non-interactive', ...(isApt ? ['-q'] : [])]
  if (hasOption(command.args, ...yes.filter((each) => each !== '-q')) || command.args.includes('-qq')) return undefined
  return { ...asks('a yes to its changes'), ...withFlag(word, '-y') }
}

const terraform: Rule = (command) => {
  if (!/^(?:terraform|tofu)$/.test(command.program)) return undefined
  const [word = '', plan] = operands(command.args)
  if (!/^(?:apply|destroy)$/.test(word) || (word === 'apply' && plan !== undefined)) return undefined
  if (command.args.some((arg) => /^--?auto-approve/.test(arg))) return undefined
  return { ...asks('a yes to its plan'), ...withFlag(word, '-auto-approve') }
}

const EDITORS = /^(?:vi|vim|nvim|nano|emacs|pico|visudo|sudoedit|crontab|less|more|most|top|htop|man|mc|tmux|screen)$/

const screens: Rule = ({ program, args }) => {
  if (!EDITORS.test(program)) return undefined
  if (program === 'crontab' && !hasOption(args, '-e')) return undefined
  if (program === 'top' && hasOption(args, '-b')) return undefined
  if (/^(?:tmux|screen)$/.test(program) && (hasOption(args, '-d') || args.length > 0)) return undefined
  return asks('a person at its screen')
}

const terminals: Rule = ({ program, args }) => {
  if (!/^(?:docker|podman|kubectl|oc|docker-compose|nerdctl)$/.test(program)) return undefined
  const words = operands(args)
  const isShellInside = words.some((word) => word === 'exec' || word === 'run' || word === 'attach' || word === 'debug')
  if (words.includes('edit') && /^(?:kubectl|oc)$/.test(program)) return asks('a person in an editor')
  if (words[0] === 'login' && !hasOption(args, '-p', '--password', '--password-stdin')) return asks('a password')
  const options = args.slice(0, args.indexOf('--') === -1 ? undefined : args.indexOf('--'))
  return isShellInside && hasOption(options, '-t', '--tty') ? asks('a terminal (-t)') : undefined
}

const follows: Rule = ({ program, args, before }) => {
  if (before.includes('timeout')) return undefined
  const words = operands(args)
  const isFollowing =
    (program === 'tail' && hasOption(args, '-f', '-F', '--follow')) ||
    (program === 'journalctl' && hasOption(args, '-f', '--follow')) ||
    (/^(?:kubectl|oc|docker|podman|stern|docker-compose)$/.test(program) &&
      words.includes('logs') &&
      hasOption(args, '-f', '--follow')) ||
    (/^(?:kubectl|oc)$/.test(program) && words.includes('get') && hasOption(args, '-w', '--watch'))
  return isFollowing ? asks('ever: it follows and does not end') : undefined
}

const passwords: Rule = ({ program, args, hasInput }) => {
  if (/^(?:mysql|mysqldump|mariadb)$/.test(program) && args.some((arg) => arg === '-p' || arg === '--password'))
    return asks('a password')
  if (program === 'psql' && hasOption(args, '-W', '--password')) return asks('a password')
  if (program === 'passwd' && !hasInput) return asks('a password')
  if (/^(?:npm|yarn|pnpm)$/.test(program) && /^(?:login|adduser)$/.test(args[0] ?? '')) return asks('a password')
  if (program === 'az' && args[0] === 'login' && !hasOption(args, '--service-principal', '--identity'))
    return asks('a person in a browser')
  if (program === 'gcloud' && args[0] === 'auth' && args[1] === 'login') return asks('a person in a browser')
  return undefined
}

const questions: Rule = (command) => {
  const { program, args, hasInput, before } = command
  if (program === 'read' && !hasInput && !hasOption(args, '-t') && !before.includes('while')) return asks('a line')
  if (program === 'select') return asks('a choice')
  if (program === 'npm' && args[0] === 'init' && !hasOption(args, '-y', '--yes'))
    return { ...asks('answers'), ...withFlag('init', '-y') }
  if (/^(?:rm|cp|mv)$/.test(program) && hasOption(args, '-i')) return asks('a yes to each file')
  if (
    program === 'git' &&
    args[0] === 'commit' &&
    !hasOption(args, '-m', '-F', '-C', '--message', '--file', '--no-edit')
  )
    return asks('a message in an editor')
  if (program === 'git' && args[0] === 'rebase' && hasOption(args, '-i', '--interactive'))
    return asks('a person in an editor')
  return undefined
}

const RULES: readonly Rule[] = [packages, terraform, screens, terminals, follows, passwords, questions]

function fixOf(step: Step, { path, args, places }: ShellCommand, { flag: added }: Hang): Fix {
  const place = added && places[args.indexOf(added.behind) + 1]
  if (!place)
    return {
      title: 'Say interactive=yes, so that it runs in a terminal that a person types into.',
      attributes: [{ step: step.id, set: { interactive: 'yes' } }],
    }
  const { behind, flag } = added
  return { title: `Write "${path} ${behind} ${flag}".`, edits: [editAfter(step, place, behind, flag)] }
}

/** Output of these goes through a pipe or into a file when they are not on a screen: they then do not wait. */
const isHarmless = ({ program, follows: separator, isRedirected }: ShellCommand) =>
  /^(?:less|more|man)$/.test(program) && (separator === '|' || isRedirected)

export const lintHangs = (definition: ReleaseDefinition): Finding[] =>
  shellSteps(definition)
    .filter(({ step }) => !step.attributes.interactive)
    .flatMap(({ step, commands }) =>
      commands.flatMap((command) => {
        const hang = isHarmless(command) ? undefined : RULES.map((rule) => rule(command)).find(Boolean)
        if (!hang) return []
        const text = `"${[command.path, ...command.args].join(' ').slice(0, 60)}" waits for ${hang.waitsFor}: nobody is there to answer it.`
        return [
          stepFinding('warning', 'hangs', step, text, {
            ...{ offset: command.offset, column: command.column },
            fix: fixOf(step, command, hang),
          }),
        ]
      }),
    )
