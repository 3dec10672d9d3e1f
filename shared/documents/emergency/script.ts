/** `emergency-rollback.sh`: the rollback as one file that needs no cockpit, for the night the cockpit itself is gone (DESIGN §7). */
import type { SecretRef } from '../../runbook/model.ts'
import { formatClock } from '../words.ts'
import type { EmergencyPlan } from './emergency-plan.ts'
import { RUNTIME } from './runtime-sh.ts'
import { oneLine, quoteSh } from './sh-words.ts'
import { stepFunction } from './step-sh.ts'

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

function secretLine(name: string, ref: SecretRef): string {
  if ('file' in ref)
    return `secret_file ${name} ${ref.file.startsWith('/') ? quoteSh(ref.file) : `"$__cockpit_folder"/${quoteSh(ref.file)}`}`
  if ('command' in ref) return `secret_command ${name} ${quoteSh(ref.command)}`
  if ('env' in ref && ENV_NAME.test(ref.env)) return `secret_env ${name} ${ref.env}`
  const where =
    'env' in ref ? `the environment variable ${ref.env}` : `kept in the keychain of the desktop app as ${ref.keychain}`
  return `secret_asked ${name} ${quoteSh(oneLine(where))}`
}

const headingOf = ({ name, version, environment, whole, madeAt }: EmergencyPlan) => {
  const to = whole.toVersion === undefined ? '' : ` to ${whole.toVersion}`
  return [
    `Emergency rollback of ${name} ${version}${to} in ${environment}.`,
    `Written ${madeAt}. It undoes what had started by then.`,
  ].map(oneLine)
}

const listLines = ({ steps, whole, leftOut, liveChecks }: EmergencyPlan): string[] => [
  ...whole.keeps.map((each) => `Keeps: ${each}`),
  ...leftOut.map((each) => `Left out: ${each}`),
  ...whole.deviations,
  ...(whole.until ? [whole.until.sentence] : []),
  ...(whole.lastMs
    ? [`Last time it took ${formatClock(whole.lastMs.durationMs)} in ${whole.lastMs.environment}.`]
    : []),
  ...steps
    .filter(({ on }) => on.kind === 'no-host')
    .map(({ number }) => `R${number} runs on a host that is not named: by hand.`),
  ...liveChecks.map((each) => `Afterwards ${whole.toVersion ?? 'the previous version'} must answer as live of ${each}`),
]

const HELP = `Usage: sh emergency-rollback.sh [--list] [--yes] [--service NAME] [--from R2] [--folder DIR]

  --list           print what it would run, run nothing
  --yes            ask nothing: neither before it starts nor at steps done by hand
  --service NAME   take back this service only, with what depends on it
  --from R2        begin at this step of the list (after a step failed: the same one again, or the one behind it)
  --folder DIR     where the release folder is now

It asks before it starts. Ctrl-C stops at the step that runs. What it did is noted in emergency-rollback.log beside it.
Exit codes: 0 done, 1 a step failed, 2 bad usage, 3 not confirmed.`

const PROLOGUE = `set -u
umask 077
unset BASH_ENV ENV CDPATH 2>/dev/null || :
__cockpit_newline='
'
__cockpit_yes=no __cockpit_list=no __cockpit_service= __cockpit_from= __cockpit_value=
case $0 in */*) __cockpit_here=\${0%/*} ;; *) __cockpit_here=. ;; esac
__cockpit_here=$(cd "$__cockpit_here" && pwd) || __cockpit_here=.
__cockpit_log=$__cockpit_here/emergency-rollback.log`

const ARGUMENTS = `while [ $# -gt 0 ]; do
  case $1 in
  --yes) __cockpit_yes=yes ;;
  --list) __cockpit_list=yes ;;
  --help | -h) printf '%s\\n' "$__cockpit_help"; exit 0 ;;
  --service | --from | --folder)
    [ $# -ge 2 ] || { printf '%s needs a value. See --help.\\n' "$1" >&2; exit 2; }
    case $1 in
    --service) __cockpit_service=$2 ;;
    --from) __cockpit_from=\${2#[Rr]} ;;
    *) __cockpit_folder=$(cd "$2" 2>/dev/null && pwd) || { printf 'There is no folder %s.\\n' "$2" >&2; exit 2; } ;;
    esac
    shift ;;
  *) printf 'There is no option %s. See --help.\\n' "$1" >&2; exit 2 ;;
  esac
  shift
done`

function choosing({ scopes, numbers }: EmergencyPlan): string {
  const cases = scopes.map(
    ({ service, numbers: some }) => `${quoteSh(service)}) __cockpit_steps=${quoteSh(some.join(' '))} ;;`,
  )
  const known = scopes.map(({ service }) => service).join(', ')
  const sentence =
    known === ''
      ? 'Nothing belongs to one service alone: leave --service out.'
      : `Services with something to take back: ${oneLine(known)}.`
  return `case $__cockpit_service in
'') __cockpit_steps=${quoteSh(numbers.join(' '))} ;;
${[...cases, `*) printf '%s\\n' ${quoteSh(sentence)} >&2; exit 2 ;;`].join('\n')}
esac
if [ -n "$__cockpit_from" ]; then
  __cockpit_all=$__cockpit_steps __cockpit_steps=
  for __cockpit_n in $__cockpit_all; do
    if [ "$__cockpit_n" = "$__cockpit_from" ] || [ -n "$__cockpit_steps" ]; then __cockpit_steps="$__cockpit_steps $__cockpit_n"; fi
  done
  [ -n "$__cockpit_steps" ] || { printf 'R%s is no step of this rollback: %s\\n' "$__cockpit_from" "$__cockpit_all" >&2; exit 2; }
fi`
}

const STARTING = `[ "$__cockpit_list" = no ] || exit 0
if [ ! -d "$__cockpit_folder" ]; then
  printf 'The release folder %s is not there. Say where it is with --folder DIR (any folder, when no step needs it).\\n' "$__cockpit_folder" >&2
  exit 2
fi
printf 'Make sure that no step of the deploy still runs.\\n'
confirm 'Start the rollback?' || { printf 'Not started.\\n'; exit 3; }
__cockpit_work=$(mktemp -d 2>/dev/null) || __cockpit_work=
case $__cockpit_work in
'' | *[!A-Za-z0-9/._-]*)
  [ -z "$__cockpit_work" ] || rmdir "$__cockpit_work"
  __cockpit_work=$(TMPDIR=/dev/shm mktemp -d 2>/dev/null || TMPDIR=/tmp mktemp -d) || exit 1 ;;
esac
trap 'rm -rf "$__cockpit_work"' EXIT
trap : INT
trap 'exit 143' TERM HUP
export RELEASE_FOLDER="$__cockpit_folder"`

const RUNNING = `__cockpit_failed() {
  say "$__cockpit_title failed (exit code $1)."
  while [ "$__cockpit_yes" = no ] && [ "$1" -ne 130 ]; do
    printf 'r: run it again, s: skip it and go on, q: stop here. '
    IFS= read -r __cockpit_answer || break
    case $__cockpit_answer in
    r) return 0 ;;
    s) say "$__cockpit_title was skipped."; return 1 ;;
    q) break ;;
    esac
  done
  say "Stopped. To go on: sh $0 \${__cockpit_service:+--service $__cockpit_service }--from R$__cockpit_n"
  exit 1
}

for __cockpit_n in $__cockpit_steps; do
  __cockpit_title="R$__cockpit_n $(title_of "$__cockpit_n")"
  while :; do
    say "$__cockpit_title starts."
    "step_$__cockpit_n"
    __cockpit_status=$?
    [ "$__cockpit_status" -ne 0 ] || { say "$__cockpit_title done."; break; }
    case " $__cockpit_may_fail " in *" $__cockpit_n "*) say "$__cockpit_title failed (exit code $__cockpit_status); the runbook goes on all the same."; break ;; esac
    __cockpit_failed "$__cockpit_status" || break
  done
done
say 'All steps are done.'`

export function emergencyScript(plan: EmergencyPlan): string {
  const { steps, variables, secrets, inputs, folder } = plan
  const titles = steps.map(({ number, step }) => `${number}) printf '%s' ${quoteSh(oneLine(step.title))} ;;`)
  const mayFail = steps.filter(({ step }) => step.attributes.continueOnError).map(({ number }) => number)
  return [
    '#!/bin/sh',
    ...headingOf(plan).map((each) => `# ${each}`),
    '# It needs sh, coreutils and what the runbook itself needs; no cockpit. Secrets are read where release.yaml says, when it runs.',
    PROLOGUE,
    `__cockpit_folder=${quoteSh(folder)}`,
    `__cockpit_may_fail=${quoteSh(mayFail.join(' '))}`,
    `__cockpit_help=${quoteSh(HELP)}`,
    RUNTIME,
    `title_of() {\ncase $1 in\n${titles.join('\n')}\nesac\n}\n`,
    ...steps.map((each) => `${stepFunction(each, plan)}\n`),
    ARGUMENTS,
    choosing(plan),
    ...headingOf(plan).map((each) => `printf '%s\\n' ${quoteSh(each)}`),
    `for __cockpit_n in $__cockpit_steps; do printf '  R%s %s\\n' "$__cockpit_n" "$(title_of "$__cockpit_n")"; done`,
    ...listLines(plan).map((each) => `printf '  %s\\n' ${quoteSh(oneLine(each))}`),
    STARTING,
    ...Object.entries(variables)
      .filter(([name]) => name !== 'RELEASE_FOLDER')
      .map(([name, value]) => `export ${name}=${quoteSh(value)}`),
    ...inputs.map((name) => `input_asked ${name}`),
    ...Object.entries(secrets)
      .filter(([name]) => ENV_NAME.test(name))
      .map(([name, ref]) => secretLine(name, ref)),
    RUNNING,
    '',
  ].join('\n')
}
