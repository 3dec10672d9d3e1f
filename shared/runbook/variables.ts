/** What commands of a run get as environment variables. Values are never pasted into shell source. */
import type { Environment, ReleaseDefinition } from './model.ts'

/** What the kernel takes as one string of an environment on Linux: name, `=`, value and a NUL. */
export const MAX_VARIABLE_BYTES = 128 * 1024

/** Names a shell rewrites, trips over or loads code from: handing them over would not do what it says, or do more. Tried with bash 5.2 and dash. */
const REFUSED = new Set(
  `IFS PWD OLDPWD _ BASH_ENV ENV SHELLOPTS BASHOPTS PS1 PS2 PS4 PROMPT_COMMAND SHLVL UID EUID PPID RANDOM SRANDOM SECONDS LINENO
  EPOCHSECONDS EPOCHREALTIME HISTCMD OPTIND OPTERR FUNCNAME GROUPS DIRSTACK PIPESTATUS POSIXLY_CORRECT CDPATH GLOBIGNORE EXECIGNORE
  FUNCNEST TMOUT BASH BASHPID`.split(/\s+/),
)
const REFUSED_BEGINNINGS = ['LD_', 'DYLD_', 'BASH_', 'COMP_', '__cockpit_']

const bytesOf = (text: string) => encodeURIComponent(text).replace(/%../g, 'x').length

/** Why a variable cannot be handed to a command, as a sentence; undefined when it can. */
export function refuseVariable(name: string, value: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return `"${name}" is not a variable name: use letters, digits and underscores.`
  if (REFUSED.has(name) || REFUSED_BEGINNINGS.some((beginning) => name.startsWith(beginning)))
    return `${name} is a variable shells change or load code from: choose another name.`
  if (value.includes('\0')) return `${name} contains a NUL byte, which no environment variable can hold.`
  if (!value.isWellFormed()) return `${name} contains half a surrogate pair: it is not valid text.`
  if (name.length + bytesOf(value) + 2 > MAX_VARIABLE_BYTES)
    return `${name} is longer than 128 KiB: hand over a file instead.`
  return undefined
}

/** Variables every command gets from the release itself. */
export const builtinVariables = (
  definition: ReleaseDefinition,
  environment: string,
  folder: string,
): Record<string, string> => ({
  RELEASE_NAME: definition.name,
  RELEASE_VERSION: definition.version,
  ...(definition.previous === undefined ? {} : { RELEASE_PREVIOUS: definition.previous }),
  RELEASE_ENVIRONMENT: environment,
  RELEASE_FOLDER: folder,
})

const REFERENCE = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g

/** Replaces `$NAME` and `${NAME}` by other variables of the release; what is not one of them stays as written. */
function expand(value: string, all: Record<string, string>, seen: readonly string[]): string {
  return value.replace(REFERENCE, (whole: string, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? ''
    const next = Object.hasOwn(all, name) ? all[name] : undefined
    return next === undefined || seen.includes(name) ? whole : expand(next, all, [...seen, name])
  })
}

/** The plain variables of a run: builtins, the environment's `vars`, then inputs over them, references among them resolved. */
export function resolveVariables(
  definition: ReleaseDefinition,
  environment: Environment,
  folder: string,
  inputs: Record<string, string>,
): { variables: Record<string, string>; problems: string[] } {
  const written = { ...builtinVariables(definition, environment.name, folder), ...environment.vars }
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(written))
    if (!Object.hasOwn(inputs, name)) variables[name] = expand(value, { ...written, ...inputs }, [name])
  Object.assign(variables, inputs)
  const problems = Object.entries(variables).flatMap(([name, value]) => refuseVariable(name, value) ?? [])
  return { variables, problems }
}
