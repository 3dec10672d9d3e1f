/** Variables that commands use and nobody defines: not the environment, not an input, not an earlier step of the stage. */
import { stepFinding } from '../findings.ts'
import { isShell } from '../markdown/languages.ts'
import type { Environment, Finding, ReleaseDefinition, Stage, Step } from '../model.ts'
import { scriptVariables } from './variables-used.ts'

/** What every process has, and what shells and the cockpit set themselves. */
const GIVEN = new Set(
  `HOME PATH USER LOGNAME SHELL TERM LANG TZ TMPDIR HOSTNAME PWD OLDPWD IFS RANDOM SECONDS LINENO UID EUID PPID SHLVL EDITOR COLUMNS LINES OSTYPE
  HOSTTYPE MACHTYPE BASH BASHPID BASHOPTS BASH_SOURCE BASH_VERSION BASH_REMATCH BASH_LINENO BASH_COMMAND FUNCNAME PIPESTATUS REPLY OPTARG OPTIND OPTERR DIRSTACK
  GROUPS EPOCHSECONDS EPOCHREALTIME SSH_AUTH_SOCK SSH_CONNECTION DISPLAY XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
  RELEASE_NAME RELEASE_VERSION RELEASE_PREVIOUS RELEASE_ENVIRONMENT RELEASE_FOLDER`.split(/\s+/),
)

export const isGivenVariable = (name: string) => GIVEN.has(name) || name.startsWith('LC_') || name.startsWith('BASH_')

export const definesVariable = (environment: Environment, name: string) =>
  Object.hasOwn(environment.vars, name) || Object.hasOwn(environment.secrets, name)

/** Environments the stage may run in that lack the variable. */
function lacking(definition: ReleaseDefinition, stage: Stage, name: string): string[] {
  const own = definition.environments.filter((each) => each.name === stage.environment)
  const where = own.length > 0 ? own : definition.environments
  return where.filter((each) => !definesVariable(each, name)).map((each) => each.name)
}

function sentenceFor(name: string, lackingIn: string[], total: number): string {
  const where = lackingIn.length === 0 || lackingIn.length === total ? '' : ` in ${lackingIn.join(', ')}`
  return `$${name} is used here, but neither release.yaml nor an earlier step sets it${where}: define it under vars or secrets.`
}

function addressVariables(step: Step): Map<string, number> {
  const names = [...step.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1]!)
  return new Map(names.map((name) => [name, 0]))
}

function lintStage(definition: ReleaseDefinition, stage: Stage): Finding[] {
  const known = new Set<string>(stage.steps.flatMap((step) => step.inputs))
  const findings: Finding[] = []
  for (const step of stage.steps) {
    const isScript = step.kind === 'command' && isShell(step.language)
    const { reads, sets } = isScript
      ? scriptVariables(step.text)
      : { reads: addressVariables(step), sets: new Set<string>() }
    if (!isScript && step.kind !== 'http') continue
    for (const [name, offset] of reads) {
      if (known.has(name) || isGivenVariable(name) || Object.hasOwn(step.attributes.env ?? {}, name)) continue
      const lackingIn = lacking(definition, stage, name)
      if (definition.environments.length > 0 && lackingIn.length === 0) continue
      known.add(name)
      const text = sentenceFor(name, lackingIn, definition.environments.length)
      findings.push(stepFinding('warning', 'undefined-variable', step, text, { offset }))
    }
    for (const name of sets) known.add(name)
  }
  return findings
}

export const lintVariables = (definition: ReleaseDefinition): Finding[] =>
  definition.runbook.stages.flatMap((stage) => lintStage(definition, stage))
