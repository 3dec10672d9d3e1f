/** What stands behind a command. A newline counts as `;`. */
export type Separator = ';' | '&' | '&&' | '||' | '|'

/** Line and column of the script, both from 0. */
export type WordPlace = { offset: number; column: number }

export type ShellCommand = {
  /** The program without its path; empty for assignments alone. */
  program: string
  /** As written, such as `./bin/deploy.sh`. */
  path: string
  /** Without quotes, variables as written. */
  args: string[]
  /** `NAME=value` words before the program. */
  assigned: string[]
  /** Words before it that only pass on: `sudo`, `env`, `time`, `if`, `!`… */
  before: string[]
  /** The line and column of the script (from 0) it begins at. */
  offset: number
  column: number
  /** Where the program and each of `args` begin. */
  places: WordPlace[]
  follows: Separator
  /** It is in `$(…)`, backticks or parentheses. */
  isNested: boolean
  /** Standard input comes from a file, a here-document or a pipe. */
  hasInput: boolean
  /** Standard output goes elsewhere. */
  isRedirected: boolean
}

/** A word of a script, without its quotes. */
export type Word = WordPlace & { text: string; isQuoted: boolean }
