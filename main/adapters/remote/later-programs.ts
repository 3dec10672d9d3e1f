import { prelude } from './shell-prelude.ts'

/** Copies the spool from `$c_off` to `$c_size` to standard output: whole blocks, so that nothing is read twice and 1 GB is not read byte by byte. */
const copy = `
c_copy() {
  c_size=$(($(wc -c <"$c_d/spool")))
  while [ "$c_off" -lt "$c_size" ]; do
    if [ $((c_off % 1048576)) -eq 0 ] && [ $((c_size - c_off)) -ge 1048576 ]; then c_bs=1048576; c_to=$c_size
    elif [ $((c_off % 4096)) -eq 0 ] && [ $((c_size - c_off)) -ge 4096 ]; then c_bs=4096; c_to=$(((c_off / 1048576 + 1) * 1048576))
    elif [ $((c_off % 64)) -eq 0 ] && [ $((c_size - c_off)) -ge 64 ]; then c_bs=64; c_to=$(((c_off / 4096 + 1) * 4096))
    else c_bs=1; c_to=$(((c_off / 64 + 1) * 64)); fi
    [ "$c_to" -le "$c_size" ] || c_to=$c_size
    c_count=$(((c_to - c_off) / c_bs))
    dd if="$c_d/spool" bs="$c_bs" skip=$((c_off / c_bs)) count="$c_count" 2>/dev/null || exit 9
    c_off=$((c_off + c_bs * c_count))
  done
}
`

/**
 * Standard output: a line of our own, then the spool from `offset` on and nothing else. Standard error: what is known. It ends when the attempt is
 * over, or when standard input closes, which is how a program notices that its connection is gone.
 */
export const followProgram = (nonce: string, directory: string, offset: number, wanted: 'TERM' | 'KILL' | undefined) =>
  `${prelude(nonce, directory)}${copy}
c_off=${offset}
c_wanted=${wanted ?? ''}
exec 4<&0
c_main=$$
{ read -r c_line <&4; kill -s TERM "$c_main"; } >/dev/null 2>&1 &
c_watch=$!
exec 4<&-
trap 'kill "$c_watch" 2>/dev/null' EXIT
trap 'exit 0' TERM HUP PIPE
c_tell() { c_say "$@" >&2; }
c_hex() { c_tell "$1"; [ -r "$c_d/$1" ] && od -An -v -tx1 "$c_d/$1" >&2; c_tell end; }
c_judge
if [ "$c_seen" = none ]; then mkdir -p "$c_d"; c_seen=unclaimed; fi
if [ "$c_seen" = unclaimed ] && c_take_claim; then c_seen=never; elif [ "$c_seen" = unclaimed ]; then c_judge; fi
c_had=; [ ! -r "$c_d/cancel" ] || read -r c_had <"$c_d/cancel"
if [ -n "$c_wanted" ] && [ "$c_had" != "$c_wanted" ]; then c_signal "$c_wanted"; fi
c_say here
c_tell "seen $c_seen"
c_looks=0
c_pids=
while case $c_seen in running*) :;; *) false;; esac; do
  c_before=$c_off
  c_copy
  if c_ended; then c_seen="finished $c_code"; break; fi
  c_looks=$((c_looks + 1))
  if [ $((c_looks % 10)) -eq 0 ]; then c_judge; c_tell beat; fi
  if [ "$c_seen" = unclaimed ]; then if c_take_claim; then c_seen=never; else c_judge; fi; fi
  if [ "$c_off" -gt "$c_before" ]; then c_nap; else sleep 0.2 2>/dev/null || sleep 1; fi
done
[ ! -r "$c_d/spool" ] || c_copy
c_age=0
case $c_seen in finished*)
  c_read_age
  [ ! -s "$c_d/identity" ] || { read -r c_shim; read -r c_shim_start; } <"$c_d/identity"
  [ -z "$c_shim" ] || c_members "$c_shim" "$c_shim_start"
  for c_pid in $c_pids; do c_tell "left $c_pid $(c_command_of "$c_pid")"; done
  if [ "$c_code" = 0 ] && [ -s "$c_d/carry" ]; then c_hex base; c_hex carry; fi;; esac
c_tell "over $c_off $c_age $c_seen"
`

/** Says `sent`, or what there was instead of something to signal. */
export const signalProgram = (nonce: string, directory: string, signal: 'TERM' | 'KILL') =>
  `${prelude(nonce, directory)}
c_say here
c_judge
if c_signal ${signal}; then c_say sent; else c_say "gone $c_seen"; fi
`

/** Removes the remote directory of an attempt whose end is known, unless a process it left behind still holds the spool. */
export const discardProgram = (nonce: string, directory: string) =>
  `${prelude(nonce, directory)}
c_say here
c_judge
case $c_seen in
  none) c_say removed; exit 0;;
  running*) c_say kept; exit 0;;
  unclaimed|never) rm -f "$c_d/script"* "$c_d/spool" "$c_d/base" "$c_d/carry"; c_say removed; exit 0;;
esac
for c_path in /proc/[0-9]*/fd/*; do
  if [ "$c_path" -ef "$c_d/spool" ]; then c_say kept; exit 0; fi
done 2>/dev/null
rm -rf "$c_d" && c_say removed
`
