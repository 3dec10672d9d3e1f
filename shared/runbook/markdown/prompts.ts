/** Console listings: which lines were typed and which were answered. */
import { beginsLikeCommand } from './command-like.ts'
import { CODE, ShellScanner } from './shell-scanner.ts'

export type Typed = {
  /** Command lines with their prompts taken away, and how many lines below the first line of the block each stood. */
  lines: { text: string; offset: number }[]
  expectedOutput?: string
  hadPrompts: boolean
}

const PROMPT = /^\s{0,3}(?:\([\w. -]+\) )?(?:\[?[\w.-]+@[\w.-]+[^$#%>]{0,80}[$#%]|[\w./~-]*[$%])(?: (.*))?$/
const ROOT_PROMPT = /^\s{0,3}# (.+)$/
const POWERSHELL_PROMPT = /^\s{0,3}PS(?: [A-Za-z]:[^>]*| [/~][^>]*)?> ?(.*)$/

export type Dialect = { powershell: boolean; rootPrompts: boolean }

function typedText(line: string, { powershell, rootPrompts }: Dialect): string | undefined {
  if (powershell) return POWERSHELL_PROMPT.exec(line)?.[1]
  const match = PROMPT.exec(line)
  if (match) return isVariable(line, match) ? undefined : (match[1] ?? '')
  return rootPrompts ? ROOT_PROMPT.exec(line)?.[1] : undefined
}

/** `100%` and `price$` end like a prompt but have nothing after it: they are output. */
const isVariable = (line: string, match: RegExpExecArray) => match[1] === undefined && line.trim().length > 1

const OPENERS = /(?:^|[;|&]|\b(?:then|do|else)\b)\s*(?:if|for|while|until|select|case|\{)(?=\s|$)/g
const CLOSERS = /(?:^|[\s;])(?:fi|done|esac|\})(?=$|[\s;|&)>])/g
const TRAILING_OPERATOR = /(?:\||&&)\s*$/

/** Follows one typed command to its end over several lines. */
class TypedCommand {
  private readonly scanner = new ShellScanner()
  private depth = 0
  private hasTrailingOperator = false

  feed(line: string): void {
    const contexts = this.scanner.feed(line)
    const code = line.replace(/[\s\S]/g, (char, at: number) => (contexts[at] === CODE ? char : '_'))
    this.depth += (code.match(OPENERS)?.length ?? 0) - (code.match(CLOSERS)?.length ?? 0)
    this.hasTrailingOperator = TRAILING_OPERATOR.test(code)
  }

  get isOpen(): boolean {
    return this.scanner.isOpen || this.depth > 0 || this.hasTrailingOperator
  }
}

/** `> ` before a line that continues a command is the shell's second prompt. */
const continuation = (line: string) => /^\s{0,3}> ?(.*)$/.exec(line)?.[1] ?? line

/** A script may print a prompt: what stands in a heredoc or a quotation of a command before it is none. */
function hasPrompts(text: string, all: readonly string[], dialect: Dialect): boolean {
  const scanner = beginsLikeCommand(text) ? new ShellScanner() : undefined
  return all.some((line) => {
    const isInside = scanner?.isOpen ?? false
    if (!isInside && (typedText(line, dialect) ?? '') !== '') return true
    scanner?.feed(line)
    return false
  })
}

/**
 * Separates commands from output. Without any prompt every line is typed. An unfinished command (open quote, heredoc, backslash, loop) takes the
 * lines after it.
 */
export function separatePrompts(text: string, dialect: Dialect): Typed {
  const all = text.split('\n')
  if (!hasPrompts(text, all, dialect))
    return { lines: all.map((line, offset) => ({ text: line, offset })), hadPrompts: false }
  const lines: Typed['lines'] = []
  const output: string[] = []
  let command: TypedCommand | undefined
  for (const [offset, line] of all.entries()) {
    const typed = command?.isOpen ? continuation(line) : typedText(line, dialect)
    if (typed === undefined) {
      output.push(line)
      continue
    }
    if (!command?.isOpen) command = new TypedCommand()
    command.feed(typed)
    lines.push({ text: typed, offset })
  }
  const expectedOutput = output.join('\n').trimEnd().replace(/^\n+/, '')
  return { lines, hadPrompts: true, ...(expectedOutput === '' ? {} : { expectedOutput }) }
}
