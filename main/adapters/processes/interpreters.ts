import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'

type Interpreter = {
  /** Programs that can run it, best first. */
  programs: string[]
  /** Name of the script file: some interpreters insist on an extension. */
  scriptName: string
  strict: string[]
  plain: string[]
  shell: boolean
}

const interpreters: Record<string, Interpreter> = {
  sh: { programs: ['sh'], scriptName: 'script', strict: ['-e'], plain: [], shell: true },
  bash: { programs: ['bash'], scriptName: 'script', strict: ['-eo', 'pipefail'], plain: [], shell: true },
  zsh: { programs: ['zsh'], scriptName: 'script', strict: ['-e', '-o', 'pipefail'], plain: [], shell: true },
  python: { programs: ['python3', 'python'], scriptName: 'script', strict: [], plain: [], shell: false },
  node: { programs: ['node'], scriptName: 'script.cjs', strict: [], plain: [], shell: false },
  pwsh: {
    programs: ['pwsh', 'powershell'],
    scriptName: 'script.ps1',
    strict: ['-NoProfile', '-NonInteractive', '-File'],
    plain: ['-NoProfile', '-NonInteractive', '-File'],
    shell: false,
  },
}

const defaultPath = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin'

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function onPath(program: string, path: string): string | undefined {
  const directories = path.split(':').filter((directory) => isAbsolute(directory))
  return directories.map((directory) => join(directory, program)).find(isProgram)
}

/** Where a program is on a PATH, or on the usual one. */
export const findProgram = (program: string, path = defaultPath): string | undefined => onPath(program, path)

/** Node would ask the nearest package.json, which is the surroundings' and not the block's. */
const looksLikeModule = (script: string) => /^(import\s*[\w{*'"]|export\s|(const .*= )?await\s)/m.test(script)

/** The file name a block is written to. */
export const scriptNameFor = (interpreter: Pick<ResolvedInterpreter, 'scriptName'>, script: string) =>
  interpreter.scriptName === 'script.cjs' && looksLikeModule(script) ? 'script.mjs' : interpreter.scriptName

export type ResolvedInterpreter = { program: string; options: string[]; scriptName: string; shell: boolean }

/** What can run a block, before any machine was asked what it has. */
export type InterpreterChoice = { programs: string[]; options: string[]; scriptName: string; shell: boolean }

/** Throws a sentence for a language nothing runs. */
export function chooseInterpreter(language: string, strict: boolean): InterpreterChoice {
  const interpreter = Object.hasOwn(interpreters, language) ? interpreters[language] : undefined
  if (!interpreter) {
    throw new Error(`A block in “${language}” cannot be executed. Use one of: ${Object.keys(interpreters).join(', ')}.`)
  }
  const { programs, scriptName, shell } = interpreter
  return { programs, options: strict ? interpreter.strict : interpreter.plain, scriptName, shell }
}

/** Finds what runs a block on the PATH the command will have. Throws a sentence when nothing does. */
export function resolveInterpreter(language: string, strict: boolean, path = defaultPath): ResolvedInterpreter {
  const { programs, ...choice } = chooseInterpreter(language, strict)
  for (const name of programs) {
    const program = onPath(name, path)
    if (program) return { program, ...choice }
  }
  const wanted = programs.join(' or ')
  throw new Error(
    `This block needs ${wanted}, which is not on the command's PATH (${path}). Install it or extend PATH.`,
  )
}
