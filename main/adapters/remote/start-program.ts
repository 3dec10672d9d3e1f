import type { CommandSpec } from '../../ports/process-runner.ts'
import { carryingText } from '../processes/carry.ts'
import { type InterpreterChoice, scriptNameFor } from '../processes/interpreters.ts'
import { exitRecordBytes, shimText } from '../processes/shim.ts'
import { prelude, quote } from './shell-prelude.ts'

/**
 * The start protocol on the remote host. It says where its state is and only then is given the payload, so that before that moment nothing can have
 * started. The payload ends with a mark: half of one starts nothing. Variables arrive on standard input and stay in the shell's memory: they are in
 * no argument list and no file.
 */
export const startProgram = (nonce: string) =>
  `${prelude(nonce)}${String.raw`
case $HOME in /*) ;; *) c_refuse 'the login has no home directory.';; esac
c_why=$(mkdir -p "$c_root" 2>&1) || c_refuse "its state folder $c_root cannot be made ($c_why)."
c_new_session=$(command -v setsid || command -v perl) || c_refuse 'it has neither setsid nor perl, one of which keeps a command running without the connection.'
c_say "ready $c_root"
c_payload=$(cat)
case $c_payload in *"#end $c_n") ;; *) exit 9;; esac
eval "$c_payload"
c_why=$(mkdir "$c_d" 2>&1) || c_refuse "$c_d cannot be made ($c_why)."
c_give_up() { c_take_claim; rm -f "$c_d/script"* "$c_d/spool" "$c_d/base" "$c_d/carry"; c_refuse "$*"; }
c_read_boot
{ echo "$c_boot" >"$c_d/boot" && printf '%${exitRecordBytes - 1}s\n' '' >"$c_d/exit" && : >"$c_d/spool" && c_files; } 2>/dev/null ||
  c_give_up 'its disk is full or cannot be written.'
dd if=/dev/null of="$c_d/exit" conv=notrunc,fsync 2>/dev/null
c_find_program
[ -n "$c_program" ] || c_give_up "$c_wanted"
(c_enter) 2>/dev/null || c_give_up "the working directory $c_cwd does not exist there or cannot be entered."
c_launch </dev/null >>"$c_d/spool" 2>&1 &
c_pid=$!
c_look "$c_pid"
printf '%s\n%s\n' "$c_pid" "$c_start" >"$c_d/identity"
c_tries=0
until [ -s "$c_d/claim" ] || [ -e "$c_d/failed" ] || [ "$c_tries" -ge 100 ]; do c_tries=$((c_tries + 1)); c_nap; done
if [ -e "$c_d/failed" ]; then
  read -r c_why <"$c_d/spool"
  c_give_up "the command could not be executed ($c_why). When the environment is too large, make variables shorter."
fi
c_say "started $c_pid $c_boot $c_start"
`}`

/** `setsid` makes the shim's own session, out of reach of what ends with the connection. */
const newSession = `case $c_new_session in
  *perl) set -- "$c_new_session" -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 126' "$@";;
  *) set -- "$c_new_session" "$@";;
esac`

/** The lines that hand over variables: only builtins and positional parameters may follow them. */
export const exportsOf = ({ env, unset = [] }: Pick<CommandSpec, 'env' | 'unset'>) =>
  [
    ...unset.filter((name) => /^[A-Za-z_]\w*$/.test(name)).map((name) => `unset ${name}`),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`),
  ].join('\n')

/** Script, interpreter, directory and variables of an attempt, as shell functions for the start program. */
export function startPayload(spec: CommandSpec, choice: InterpreterChoice, directory: string): string {
  const script = `${directory}/${scriptNameFor(choice, spec.script)}`
  const carry = spec.carry && choice.shell
  const body = carry ? ['-c', carryingText({ carry: `${directory}/carry` }, script), script] : [script]
  const path = spec.env.PATH === undefined ? '' : `PATH=${quote(spec.env.PATH)}; `
  const end = `end-of-script-${spec.nonce}`
  const wanted = `this block needs ${choice.programs.join(' or ')}, which is not on the PATH there.`
  return [
    'c_files() {',
    `cat >${quote(script)} <<'${end}'`,
    `${spec.script.endsWith('\n') ? spec.script.slice(0, -1) : spec.script}`,
    end,
    carry ? `command -p env -0 >${quote(`${directory}/base`)} 2>/dev/null; : >${quote(`${directory}/carry`)}` : ':',
    '}',
    `c_cwd=${quote(spec.cwd.replace(/^~(?:\/+|$)/, ''))}`,
    'c_enter() { cd && case $c_cwd in "") ;; *) cd -- "$c_cwd";; esac; } >/dev/null',
    `c_wanted=${quote(wanted)}`,
    `c_find_program() { c_program=$(${path}${choice.programs.map((each) => `command -v ${each}`).join(' || ')}); }`,
    'c_launch() {',
    `trap ${quote(`echo >${quote(`${directory}/failed`)}`)} EXIT`,
    'c_enter || exit 126',
    `set -- /bin/sh -c ${quote(shimText)} cockpit-shim ${quote(directory)} ${quote(spec.nonce)} "$c_program" ${[...choice.options, ...body].map(quote).join(' ')}`,
    newSession,
    exportsOf(spec),
    'exec "$@"',
    '}',
    `#end ${spec.nonce}`,
  ].join('\n')
}
