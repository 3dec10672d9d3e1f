/** Commands whose failure nobody would hear of: the step ends well although its work was not done. */
import { stepFinding } from '../findings.ts'
import type { Finding, Fix, ReleaseDefinition, Step } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { type ShellStep, shellSteps } from './shell-steps.ts'

type Hidden = { offset: number; column: number; why: string; isUsual?: boolean; fix?: Fix }

/** Programs whose exit code is a question's answer, or that fail when there is nothing to do. */
const USUAL =
  /^(?:grep|egrep|fgrep|diff|cmp|test|\[|\[\[|pkill|kill|killall|pgrep|rm|which|type|hash|expr|read|wait|umount|userdel|ls|find|true|:)$/
const ENDS_WELL = /^(?:true|:|echo|printf)$/

const shown = ({ path, args }: ShellCommand) => `"${[path, ...args].join(' ').slice(0, 50)}"`

/** `… || true`, `… || echo failed`. */
const orElse = ({ commands }: ShellStep): Hidden[] =>
  commands.flatMap((command, index) => {
    const next = commands[index + 1]
    const isHidden =
      command.follows === '||' &&
      next &&
      (ENDS_WELL.test(next.program) || (next.program === 'exit' && next.args[0] === '0'))
    if (!isHidden || next.follows === '&&' || (/^(?:echo|printf)$/.test(next.program) && goesOn(commands, index + 1)))
      return []
    return [
      {
        offset: command.offset,
        column: command.column,
        why: `If ${shown(command)} fails, "|| ${next.path}" makes it look well.`,
        isUsual: USUAL.test(command.program) || command.before.includes('timeout'),
      },
    ]
  })

/** `echo failed; exit 1` behind the `||`: that one is heard of. */
const goesOn = (commands: readonly ShellCommand[], index: number) =>
  commands.slice(index + 1, index + 3).some(({ program }) => /^(?:exit|return|false)$/.test(program))

const SWITCHES = /^\+(?:\w*e\w*|o)$/

/** `set +e`, `set +o pipefail`, until it is taken back. */
const switchedOff = ({ commands }: ShellStep): Hidden[] =>
  commands.flatMap(({ program, args, offset, column }, index) => {
    const isOff =
      program === 'set' &&
      SWITCHES.test(args[0] ?? '') &&
      (args[0] !== '+o' || /^(?:errexit|pipefail)$/.test(args[1] ?? ''))
    const isBack = commands
      .slice(index + 1, index + 4)
      .some((each) => each.program === 'set' && /^-\w*e/.test(each.args[0] ?? ''))
    if (!isOff) return []
    return [
      {
        offset,
        column,
        why: `"set ${args.join(' ')}": from here on a command that fails does not stop the block.`,
        isUsual: isBack,
      },
    ]
  })

/** `… &` without a `wait`. */
const inBackground = ({ commands }: ShellStep): Hidden[] =>
  commands.some(({ program }) => program === 'wait')
    ? []
    : commands
        .filter(({ follows }) => follows === '&')
        .map((command) => ({
          offset: command.offset,
          column: command.column,
          why: `${shown(command)} goes to the background and its exit code is not looked at: wait for it, or start it as a service.`,
        }))

/** `export X=$(command)` ends well whatever the command did (bash manual, "Simple Command Expansion"). */
const inDeclaration = ({ commands }: ShellStep): Hidden[] =>
  commands
    .filter(
      ({ program, args }) =>
        /^(?:export|local|readonly|declare|typeset)$/.test(program) && args.some((arg) => /^\w+=.*\$\(\)/.test(arg)),
    )
    .map(({ program, offset, column }) => ({
      offset,
      column,
      why: `"${program} NAME=$(…)" ends well even when the command in it fails: assign first, ${program} on the next line.`,
    }))

const isLastOfPipe = (commands: readonly ShellCommand[], index: number) => commands[index]!.follows !== '|'

/** In `sh` a pipeline ends as its last command does; there is no pipefail to ask for (POSIX XCU 2.9.2). */
const inPipe = ({ step, commands }: ShellStep): Hidden[] => {
  const isBash = step.language !== 'sh'
  if (isBash && step.attributes.shell !== 'plain') return []
  const firsts = commands.filter(
    (command, index) => !isLastOfPipe(commands, index) && !/^(?:echo|printf|cat)$/.test(command.program),
  )
  return firsts.slice(0, 1).map((command) => ({
    offset: command.offset,
    column: command.column,
    why: isBash
      ? `With shell=plain the exit code of ${shown(command)} is lost in the pipe.`
      : `In sh the exit code of ${shown(command)} is lost in the pipe: use a bash block, which runs with pipefail.`,
  }))
}

/** Without errexit only the last command counts. */
const inPlain = ({ step, commands }: ShellStep): Hidden[] => {
  const isStrict =
    step.attributes.shell !== 'plain' ||
    commands.some(({ program, args }) => program === 'set' && /^-\w*e/.test(args[0] ?? ''))
  const [first] = commands.filter(
    ({ follows, isNested }, index) => follows === ';' && !isNested && index < commands.length - 1,
  )
  if (isStrict || !first || ENDS_WELL.test(first.program)) return []
  const fix: Fix = {
    title: 'Let the block stop at the first command that fails: take shell=plain away, or say shell=strict.',
    attributes: [{ step: step.id, set: { shell: 'strict' } }],
  }
  return [
    {
      offset: first.offset,
      column: first.column,
      why: `With shell=plain the block goes on when ${shown(first)} fails, and ends as its last command does.`,
      fix,
    },
  ]
}

const RULES = [orElse, switchedOff, inBackground, inDeclaration, inPipe, inPlain]

/** A step that says how its effect is verified is caught by that. */
const severityOf = ({ attributes }: Step, { isUsual }: Hidden) =>
  isUsual || attributes.verify !== undefined ? 'hint' : 'warning'

export const lintHiddenFailures = (definition: ReleaseDefinition): Finding[] =>
  shellSteps(definition)
    .filter(({ step }) => !step.attributes.continueOnError)
    .flatMap((parts) =>
      RULES.flatMap((rule) => rule(parts)).map((hidden) =>
        stepFinding(severityOf(parts.step, hidden), 'hides-failure', parts.step, hidden.why, {
          ...{ offset: hidden.offset, column: hidden.column },
          ...(hidden.fix ? { fix: hidden.fix } : {}),
        }),
      ),
    )
