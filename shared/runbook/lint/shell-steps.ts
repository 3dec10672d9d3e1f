/** The command steps of a runbook that a shell runs, with their commands taken apart once. */
import { allSteps } from '../check-links.ts'
import { isShell } from '../markdown/languages.ts'
import type { ReleaseDefinition, Step } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { shellCommands } from '../shell/shell-commands.ts'

export type ShellStep = { step: Step; commands: ShellCommand[] }

export const isShellStep = (step: Step): boolean => step.kind === 'command' && isShell(step.language)

/** Longer scripts are data; looking at each of their words would hold up whoever opened the file. */
const MAX_SCRIPT = 200_000

const known = new WeakMap<Step, ShellStep>()

/** The commands of a shell step, taken apart once. */
export const partsOf = (step: Step): ShellStep => {
  const before = known.get(step)
  if (before) return before
  const parts = { step, commands: shellCommands(step.text.slice(0, MAX_SCRIPT)) }
  known.set(step, parts)
  return parts
}

export const shellSteps = ({ runbook }: ReleaseDefinition): ShellStep[] =>
  allSteps(runbook).filter(isShellStep).map(partsOf)

/** Whether an option stands among the words, also joined with others (`-it` has `-i`) or with its value (`--tail=5` has `--tail`). */
export const hasOption = (args: readonly string[], ...names: string[]): boolean =>
  args.some((arg) =>
    names.some((name) =>
      name.startsWith('--')
        ? arg === name || arg.startsWith(`${name}=`)
        : /^-[A-Za-z0-9]+$/.test(arg) && arg.slice(1).includes(name.slice(1)),
    ),
  )

/** The words that are no options. */
export const operands = (args: readonly string[]): string[] => args.filter((arg) => !arg.startsWith('-'))
