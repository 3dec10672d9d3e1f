/**
 * The part of an emergency script that is the same for every release. Plain POSIX sh and coreutils. Its own variables begin with `__cockpit_`,
 * a name no variable of a release may have.
 *
 * Directory and exports carry on from block to block as in a run: a block that succeeded leaves `export -p` and its directory, and the next one is
 * started by the same shell that wrote them, in an otherwise empty environment. `@{` stands for what a template would read as its own.
 */
export const RUNTIME = String.raw`
say() {
  printf '%s\n' "$*"
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" 2>/dev/null >>"$__cockpit_log" || :
}

# One word, quoted for a shell.
quoted() {
  __cockpit_rest=$1 __cockpit_done=
  while :; do
    case $__cockpit_rest in
    *\'*) __cockpit_done=$__cockpit_done@{__cockpit_rest%%\'*}"'\\''" __cockpit_rest=@{__cockpit_rest#*\'} ;;
    *) break ;;
    esac
  done
  printf "'%s'" "$__cockpit_done$__cockpit_rest"
}

# confirm QUESTION: yes or not. Nobody to ask is no.
confirm() {
  [ "$__cockpit_yes" = yes ] && { say "$1 Yes (--yes)."; return 0; }
  printf '%s Type yes: ' "$1"
  IFS= read -r __cockpit_answer || __cockpit_answer=
  [ "$__cockpit_answer" = yes ]
}

# by_hand TEXT: a person does it and says so.
by_hand() {
  say "By hand: $1"
  [ "$__cockpit_yes" = yes ] && { say "Taken as done (--yes)."; return 0; }
  printf 'Press Enter when it is done (n: it failed): '
  IFS= read -r __cockpit_answer || return 1
  [ "$__cockpit_answer" != n ]
}

# value_of NAME WHY hidden|shown: asks a person at a terminal, else goes without and says so.
value_of() {
  if [ ! -t 0 ]; then
    say "$1 is missing ($2). The rollback goes on without it: set it and start again if a step needs it."
    return 0
  fi
  [ "$3" = shown ] || stty -echo 2>/dev/null || :
  printf '%s is missing (%s). Its value, or Enter for none: ' "$1" "$2"
  IFS= read -r __cockpit_value || __cockpit_value=
  [ "$3" = shown ] || { stty echo 2>/dev/null || :; printf '\n'; }
  [ -z "$__cockpit_value" ] || export "$1=$__cockpit_value"
}

# take NAME: exports what was read, without the mark at its end and one newline.
take() {
  __cockpit_value=@{__cockpit_value%x}
  export "$1=@{__cockpit_value%"$__cockpit_newline"}"
}

secret_env() {
  eval "__cockpit_value=\@{$2-}"
  if [ -n "$__cockpit_value" ]; then export "$1=$__cockpit_value"; else value_of "$1" "the environment variable $2 is not set" hidden; fi
}

secret_file() {
  if __cockpit_value=$(cat -- "$2" 2>/dev/null && printf x); then take "$1"; else value_of "$1" "$2 cannot be read" hidden; fi
}

secret_command() {
  if __cockpit_value=$(
    cd "$__cockpit_folder" && {
      if command -v bash >/dev/null; then bash -eo pipefail -c "$2"; else sh -e -c "$2"; fi
    } </dev/null && printf x
  ); then take "$1"; else value_of "$1" "its command failed: $2" hidden; fi
}

secret_asked() {
  eval "__cockpit_value=\@{$1-}"
  [ -n "$__cockpit_value" ] || value_of "$1" "$2" hidden
}

input_asked() {
  eval "__cockpit_value=\@{$1-}"
  [ -n "$__cockpit_value" ] || value_of "$1" "an input of the runbook" shown
}

# program_for LANGUAGE
program_for() {
  case $1 in
  python) command -v python3 || command -v python ;;
  pwsh) command -v pwsh || command -v powershell ;;
  *) command -v "$1" ;;
  esac
}

# sourcing FILE: shell text that runs the file in place and, when it succeeded, leaves directory and exports.
sourcing() {
  __cockpit_dump="{ command pwd >|$__cockpit_work/left-directory; export -p >|$__cockpit_work/left-exports; } || :"
  printf '%s\n' "trap '{ case \"\$?\@{__cockpit_done-}\" in 0) $__cockpit_dump;; esac; } 2>/dev/null' EXIT" \
    ". $1" '{ __cockpit_status=$?; } 2>/dev/null' \
    "{ case \$__cockpit_status in 0) $__cockpit_dump;; esac; __cockpit_done=1; (exit \"\$__cockpit_status\"); } 2>/dev/null"
}

# keep PROGRAM NAMES: what the block left is where the next one starts; variables of this step alone get their old values back.
keep() {
  [ -s "$__cockpit_work/left-exports" ] || return 0
  cat "$__cockpit_work/left-directory" >"$__cockpit_work/directory"
  cat "$__cockpit_work/left-exports" >"$__cockpit_work/exports"
  for __cockpit_name in $2; do
    if eval "[ \"\@{$__cockpit_name+x}\" = x ]"; then
      eval "__cockpit_value=\$$__cockpit_name"
      printf 'export %s=%s\n' "$__cockpit_name" "$(quoted "$__cockpit_value")"
    else
      printf 'unset %s\n' "$__cockpit_name"
    fi
  done >>"$__cockpit_work/exports"
  printf '%s\n' "$1" >"$__cockpit_work/writer"
}

# run_here LANGUAGE STRICT FILE DIRECTORY NAMES
run_here() {
  __cockpit_language=$1 __cockpit_file=$3 __cockpit_cwd=$4 __cockpit_names=$5
  __cockpit_program=$(program_for "$1") || { say "This step needs $1, which is not on the PATH."; return 127; }
  rm -f "$__cockpit_work/left-exports"
  case $1:$2 in
  bash:yes) set -- -eo pipefail ;;
  zsh:yes) set -- -e -o pipefail ;;
  sh:yes) set -- -e ;;
  pwsh:*) set -- -NoProfile -NonInteractive -File ;;
  *) set -- ;;
  esac
  case $__cockpit_language in
  sh | bash | zsh) set -- "$__cockpit_program" "$@" -c "$(sourcing "$__cockpit_file")" "$__cockpit_file" ;;
  *) set -- "$__cockpit_program" "$@" "$__cockpit_file" ;;
  esac
  if [ -s "$__cockpit_work/writer" ]; then
    env -i "$(cat "$__cockpit_work/writer")" -c '
      . "$1" 2>/dev/null
      cd "$(cat "$2")" || exit 1
      . "$3"
      if [ -n "$4" ]; then cd "$4" || exit 1; fi
      shift 4
      exec "$@"' cockpit "$__cockpit_work/exports" "$__cockpit_work/directory" "$__cockpit_work/over" "$__cockpit_cwd" "$@" </dev/null
  else
    (
      cd "$__cockpit_folder" || exit 1
      . "$__cockpit_work/over"
      if [ -n "$__cockpit_cwd" ]; then cd "$__cockpit_cwd" || exit 1; fi
      exec "$@"
    ) </dev/null
  fi
  __cockpit_status=$?
  if [ "$__cockpit_status" -eq 0 ]; then keep "$__cockpit_program" "$__cockpit_names"; fi
  return "$__cockpit_status"
}

# run_on HOST CONFIG LANGUAGE STRICT FILE DIRECTORY NAMES: values travel on standard input, never as arguments.
run_on() {
  command -v ssh >/dev/null || { say 'This step needs ssh, which is not on the PATH.'; return 127; }
  __cockpit_host=$1 __cockpit_config=$2 __cockpit_language=$3 __cockpit_file=$5 __cockpit_cwd=$6 __cockpit_names=$7
  case $3:$4 in
  bash:yes) __cockpit_program='bash -eo pipefail -c' ;;
  zsh:yes) __cockpit_program='zsh -e -o pipefail -c' ;;
  sh:yes) __cockpit_program='sh -e -c' ;;
  python:*) __cockpit_program='python3 -c' ;;
  node:*) __cockpit_program='node -e' ;;
  pwsh:*) __cockpit_program='pwsh -NoProfile -NonInteractive -Command' ;;
  *) __cockpit_program="$3 -c" ;;
  esac
  set -- -T -o ConnectTimeout=10 -o ServerAliveInterval=5
  [ -z "$__cockpit_config" ] || set -- -F "$__cockpit_config" "$@"
  {
    for __cockpit_name in $__cockpit_names; do
      eval "__cockpit_value=\@{$__cockpit_name-}"
      printf 'export %s=%s\n' "$__cockpit_name" "$(quoted "$__cockpit_value")"
    done
    cat "$__cockpit_work/over"
    [ -z "$__cockpit_cwd" ] || printf 'cd %s || exit 1\n' "$(quoted "$__cockpit_cwd")"
    printf 'exec %s %s </dev/null\n' "$__cockpit_program" "$(quoted "$(cat "$__cockpit_file")")"
  } | ssh "$@" -- "$__cockpit_host" 'exec sh -s'
}

# check_http STATUS CURL-ARGUMENTS
check_http() {
  command -v curl >/dev/null || { by_hand "There is no curl on the PATH. Check that the HTTP check of this step passes."; return; }
  __cockpit_wanted=$1
  shift
  __cockpit_seen=$(curl -sS -o /dev/null -w '%{http_code}' --max-time 30 "$@") || return 1
  say "Answered $__cockpit_seen@{__cockpit_wanted:+, expected $__cockpit_wanted}."
  [ -z "$__cockpit_wanted" ] || [ "$__cockpit_seen" = "$__cockpit_wanted" ]
}

wait_for() {
  say "Waits $1 s."
  sleep "$1"
}
`.replaceAll('@{', '${')
