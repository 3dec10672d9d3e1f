/** Programs and scripts that steps name and this machine does not have. Steps for another host are that host's business. */
import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { stepFinding } from '../../../shared/runbook/findings.ts'
import { shellSteps } from '../../../shared/runbook/lint/shell-steps.ts'
import type { Finding, ReleaseDefinition, Stage, Step } from '../../../shared/runbook/model.ts'
import type { ShellCommand } from '../../../shared/runbook/shell/shell-command.ts'
import { findProgram } from '../processes/interpreters.ts'

/** Builtins and reserved words of bash, dash and zsh. */
const BUILTIN = new Set(
  `. : [ [[ alias bg bind break builtin caller case cd command compgen complete continue coproc declare dirs disown do done echo enable esac eval exec
  exit export false fc fg fi for function getopts hash help history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly
  return select set shift shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while setopt unsetopt
  autoload zmodload print`.split(/\s+/),
)

const FUNCTION = /(?:^|[\s;&|])(?:function\s+([\w.-]+)|([\w.-]+)\s*\(\s*\))/gm

const functionsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(FUNCTION)].map((match) => (match[1] ?? match[2])!))

/** Nothing for a shell to fill in. */
const isPlain = (word: string) => word !== '' && !/[$`*?{}()[\]<>=]/.test(word)

const isLocal = ({ attributes }: Step) => attributes.runner === undefined || attributes.runner === 'local'

/** Steps whose directory is not known beforehand: an earlier one of the stage went elsewhere. */
function wandered({ steps }: Stage): Set<Step> {
  const after = steps.findIndex(({ text }) => /(?:^|[\s;&(])(?:cd|pushd)\s/m.test(text))
  return new Set(after === -1 ? [] : steps.slice(after))
}

type Looked = { folder: string; path: string | undefined; isLost: boolean; isOnPath: Finder }

/** Whether a program is on a PATH. */
type Finder = (program: string, path: string | undefined) => boolean

/** Asks the disk once for each program: a handbook names the same few a thousand times. */
function rememberingFinder(): Finder {
  const known = new Map<string, boolean>()
  return (program, path) => {
    const key = `${program}\0${path}`
    const isThere = known.get(key) ?? findProgram(program, path) !== undefined
    known.set(key, isThere)
    return isThere
  }
}

function missing(step: Step, command: ShellCommand, { folder, path, isLost, isOnPath }: Looked): string | undefined {
  const { path: written, program } = command
  if (!isPlain(written) || BUILTIN.has(program)) return undefined
  if (!written.includes('/')) {
    const has = isOnPath(written, step.attributes.env?.PATH ?? path)
    return has ? undefined : `${written} is not on this machine's PATH: install it before the night, or the step fails.`
  }
  if (isAbsolute(written)) return existsSync(written) ? undefined : `${written} is not on this machine.`
  const places = [folder, ...(step.attributes.cwd ? [resolve(folder, step.attributes.cwd)] : [])]
  if (isLost || places.some((place) => existsSync(resolve(place, written)))) return undefined
  return `${written} is not in the release folder${step.attributes.cwd ? ` nor in ${step.attributes.cwd}` : ''}.`
}

/** One finding a program and one a script, at the first step that names it. */
export function findMissingPrograms(definition: ReleaseDefinition, folder: string, path = process.env.PATH): Finding[] {
  const lost = new Set(definition.runbook.stages.flatMap((stage) => [...wandered(stage)]))
  const said = new Set<string>()
  const isOnPath = rememberingFinder()
  return shellSteps(definition)
    .filter(({ step }) => isLocal(step))
    .flatMap(({ step, commands }) => {
      const functions = functionsIn(step.text)
      return commands.flatMap((command) => {
        if (functions.has(command.program) || said.has(command.path)) return []
        const text = missing(step, command, { folder, path, isLost: lost.has(step), isOnPath })
        if (text === undefined) return []
        said.add(command.path)
        const isScript = command.path.includes('/')
        return [
          stepFinding(isScript ? 'warning' : 'hint', isScript ? 'missing-script' : 'missing-program', step, text, {
            offset: command.offset,
            column: command.column,
          }),
        ]
      })
    })
}
