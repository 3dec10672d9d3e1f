/**
 * What every program on a remote host begins with: POSIX sh, and of other programs only what the smallest system has (cat, dd, mkdir, od, rm, sleep,
 * tr, wc). Names begin with `c_`. The remote attempt directory `$c_d` mirrors the local one: script, spool, exit, claim, identity, cancel, carry.
 */
const lastPart = '\x24{c_line##*) }'
const withoutProc = '\x24{c_path#/proc/}'

/** For text in a program. */
export const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const functions = String.raw`
umask 077
c_say() { printf 'cockpit-%s %s\n' "$c_n" "$*"; }
c_refuse() { c_say "refused $*"; exit 0; }
c_nap() { sleep 0.05 2>/dev/null || sleep 1; }

# The boot, so that a pid is never taken for one of an earlier boot.
c_read_boot() {
  if [ -r /proc/sys/kernel/random/boot_id ]; then read -r c_boot </proc/sys/kernel/random/boot_id
  else c_boot=$(sysctl -n kern.boottime 2>/dev/null | tr -dc 'A-Za-z0-9'); fi
}

# A process: c_state, c_group (the session on Linux, else the group), c_start. False when there is none.
c_look() {
  c_state=; c_group=; c_start=; c_line=
  if [ -r /proc/self/stat ]; then
    while read -r c_part || [ -n "$c_part" ]; do c_line="$c_line $c_part"; done <"/proc/$1/stat"
    [ -n "$c_line" ] || return 1
    set -- ${lastPart}
    c_state=$1; c_group=$4; shift 19; c_start=$1
  else
    c_line=$(LC_ALL=C ps -o stat=,pgid=,lstart= -p "$1")
    [ -n "$c_line" ] || return 1
    set -- $c_line
    c_state=$1; c_group=$2; shift 2; c_start=$*
  fi
  case $c_state in Z*|X*) return 1;; esac
} 2>/dev/null

c_command_of() {
  if [ -r /proc/self/stat ]; then tr '\000\n' '  ' <"/proc/$1/cmdline"
  else ps -ww -o command= -p "$1" | tr '\n' ' '; fi
} 2>/dev/null

# Is this still the shim? Its start time and the nonce in its command line must match, or the pid was recycled.
c_is_shim() {
  c_look "$1" && [ "$c_start" = "$2" ] || return 1
  case $(c_command_of "$1") in *"$c_n"*) return 0;; esac
  return 1
}

# Living processes of the command without the shim: c_pids. None when the shim's pid belongs to somebody else by now.
c_members() {
  c_pids=
  if c_look "$1" && [ -n "$2" ] && [ "$c_start" != "$2" ]; then return 0; fi
  if [ -r /proc/self/stat ]; then
    for c_path in /proc/[0-9]*; do
      c_pid=${withoutProc}
      [ "$c_pid" != "$1" ] && c_look "$c_pid" && [ "$c_group" = "$1" ] || continue
      [ -z "$2" ] || [ "$c_start" -ge "$2" ] && c_pids="$c_pids $c_pid"
    done
  else
    c_pids=$(ps -axo pid=,pgid=,stat= | while read -r c_pid c_group c_state; do
      case $c_state in Z*) continue;; esac
      [ "$c_group" = "$1" ] && [ "$c_pid" != "$1" ] && printf ' %s' "$c_pid"
    done)
  fi
} 2>/dev/null

# The exit record, when it is written, whole and of this attempt: c_code.
c_ended() {
  c_line=
  [ -r "$c_d/exit" ] && read -r c_line <"$c_d/exit"
  case $c_line in "cockpit-exit $c_n "*" end") ;; *) return 1;; esac
  set -- $c_line
  c_code=$3
}

# Seconds since the exit was recorded, by the clock of this host alone.
c_read_age() {
  c_then=$(stat -c %Y "$c_d/exit" 2>/dev/null || stat -f %m "$c_d/exit" 2>/dev/null) && c_age=$(($(date +%s) - c_then)) || c_age=0
}

c_take_claim() { (set -C; echo cockpit >"$c_d/claim") 2>/dev/null; }

# What is known of the attempt: c_seen, and c_shim and c_shim_start where there is a shim.
c_judge() {
  c_seen=none; c_shim=; c_shim_start=; c_claim=; c_made=
  [ -d "$c_d" ] || return 0
  if c_ended; then c_seen="finished $c_code"; return 0; fi
  [ -r "$c_d/claim" ] && read -r c_claim <"$c_d/claim"
  if [ "$c_claim" = cockpit ]; then c_seen=never; return 0; fi
  c_read_boot
  [ -r "$c_d/boot" ] && read -r c_made <"$c_d/boot"
  if [ "$c_made" != "$c_boot" ]; then
    if [ -e "$c_d/claim" ]; then c_seen=reboot; else c_seen=unclaimed; fi
    return 0
  fi
  if [ -s "$c_d/identity" ]; then { read -r c_shim; read -r c_shim_start; } <"$c_d/identity"
  else
    set -- $c_claim
    if [ -n "$3" ] && c_look "$3" && [ "$c_group" = "$3" ]; then c_shim=$3; c_shim_start=$c_start; else c_shim=$3; fi
  fi
  if [ -n "$c_shim_start" ] && c_is_shim "$c_shim" "$c_shim_start"; then c_seen="running $c_shim $c_boot $c_shim_start"; return 0; fi
  if c_ended; then c_seen="finished $c_code"; return 0; fi
  if [ ! -e "$c_d/claim" ]; then c_seen=unclaimed; return 0; fi
  [ -n "$c_shim" ] && c_members "$c_shim" "$c_shim_start" || c_pids=
  if [ -n "$c_pids" ]; then c_seen="unknowable$c_pids"; else c_seen=unknown; fi
}

# The cancel file comes first: a shim that has not executed its command yet will not.
c_signal() {
  case $c_seen in running*|unknowable*) ;; *) return 1;; esac
  echo "$1" >"$c_d/cancel"
  case $c_seen in unknowable*) kill -s "$1" $c_pids 2>/dev/null; return 0;; esac
  if [ "$1" = TERM ]; then
    c_members "$c_shim" "$c_shim_start"
    kill -s TERM -- "-$c_shim" 2>/dev/null || kill -s TERM "-$c_shim" 2>/dev/null
    [ -z "$c_pids" ] || kill -s TERM $c_pids 2>/dev/null
    return 0
  fi
  # KILL spares the shim, or the exit code would be lost; what forks meanwhile is caught by looking again.
  for c_round in 1 2 3 4 5 6 7 8 9 10; do
    c_members "$c_shim" "$c_shim_start"
    [ -n "$c_pids" ] || break
    kill -s KILL $c_pids 2>/dev/null
  done
  return 0
}
`

/** `directory` is absent before the host has said where its state is. */
export function prelude(nonce: string, directory?: string): string {
  const place =
    directory === undefined
      ? `
case $XDG_STATE_HOME in /*) c_root=$XDG_STATE_HOME/release-cockpit;; *) c_root=$HOME/.local/state/release-cockpit;; esac
c_d=$c_root/$c_n`
      : `\nc_d=${quote(directory)}`
  return `c_n=${quote(nonce)}${functions}${place}\n`
}
