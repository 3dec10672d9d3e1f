/** `<like-this>` in commands becomes the quoted variable `"${LIKE_THIS}"` (DESIGN §7): values are handed over, never pasted into shell source. */
import { refuseVariable } from '../variables.ts'
import { CODE, COMMENT, QUOTED_HEREDOC, ShellScanner, SINGLE } from './shell-scanner.ts'

export type PlaceholderProblem = { line: number; column: number; name: string; where: string; certain: boolean }

export type Substituted = { text: string; inputs: string[]; problems: PlaceholderProblem[] }

const PLACEHOLDER = /<([A-Za-z][\w.-]*(?: [\w.-]+){0,5})>/g

/** Variables every program relies on: an input must not shadow them. */
const TAKEN =
  'PATH HOME USER LOGNAME SHELL TERM LANG TZ TMPDIR HOSTNAME RANDOM SECONDS LINENO GROUPS DIRSTACK OPTARG OPTIND PS1 PS2 EDITOR'.split(
    ' ',
  )

const HTML = new Set(
  'a b i p u s br hr em ul ol li td tr th h1 h2 h3 h4 h5 h6 div img pre html head body code span meta link form input table title style script strong option select details summary'.split(
    ' ',
  ),
)

/** `<my-host>` is asked for as `MY_HOST`; `<path>` as `INPUT_PATH`, because PATH belongs to the shell. */
export function inputName(placeholder: string): string {
  const name = placeholder
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const isTaken = TAKEN.includes(name) || name.startsWith('LC_') || refuseVariable(name, '') !== undefined
  return isTaken ? `INPUT_${name}` : name
}

const looksCertain = (name: string) => /[-_ ]/.test(name) || (name.length > 1 && name === name.toUpperCase())

const WHERE: Record<number, string> = { [SINGLE]: 'single quotes', [QUOTED_HEREDOC]: 'a quoted heredoc' }

type Seen = { name: string; before: string; context: number; closed: ReadonlySet<string> }

/** Heredocs, markup, generics and includes are no placeholders. */
function isOther({ name, before, context, closed }: Seen): boolean {
  if (/[<\\]$/.test(before) || closed.has(name.toLowerCase()) || /#\s*include\s*$/.test(before)) return true
  if (context === CODE) return false
  return HTML.has(name.toLowerCase()) || (context in WHERE && /\w$/.test(before))
}

const closedTags = (text: string): Set<string> =>
  new Set([...text.matchAll(/<\/([A-Za-z][\w.-]*)\s*>/g)].map((match) => match[1]!.toLowerCase()))

/** Replaces the placeholders of a shell script. Lines of problems count from 0. */
export function substitutePlaceholders(text: string): Substituted {
  if (!text.includes('<')) return { text, inputs: [], problems: [] }
  const scanner = new ShellScanner()
  const closed = closedTags(text)
  const inputs = new Set<string>()
  const problems: PlaceholderProblem[] = []
  const replaceIn = (line: string, lineNumber: number): string => {
    const contexts = scanner.feed(line)
    return line.replace(PLACEHOLDER, (whole: string, name: string, at: number) => {
      const context = contexts[at]!
      if (context === COMMENT || isOther({ name, before: line.slice(Math.max(0, at - 20), at), context, closed }))
        return whole
      const where = WHERE[context]
      if (where !== undefined) {
        problems.push({ line: lineNumber, column: at + 1, name, where, certain: looksCertain(name) })
        return whole
      }
      inputs.add(inputName(name))
      return context !== CODE ? `\${${inputName(name)}}` : `"\${${inputName(name)}}"`
    })
  }
  const lines = text.split('\n').map(replaceIn)
  return { text: lines.join('\n'), inputs: [...inputs], problems }
}

/** For text that is not shell (an address, Python): what looks like a placeholder for certain. */
export const findPlaceholders = (text: string): { name: string; line: number; column: number }[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(PLACEHOLDER)]
        .filter(([, name]) => looksCertain(name!))
        .map((match) => ({ name: match[1]!, line: index, column: match.index + 1 })),
    )
