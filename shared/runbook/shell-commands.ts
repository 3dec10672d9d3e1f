/**
 * The simple commands of a shell script, for rules that look at programs and their options. It follows quotes, comments, here-documents and
 * substitutions (POSIX shell and bash, XCU 2.3); it never decides what runs, and expands nothing.
 */
import { CODE, COMMENT, ShellScanner, SINGLE } from './markdown/shell-scanner.ts'

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

type Char = { char: string; context: number; offset: number; column: number }

const MAX_LINE = 4000

/** Characters of the script with comments and here-documents taken out and continued lines joined. */
function characters(text: string): Char[] {
  const scanner = new ShellScanner()
  const all: Char[] = []
  for (const [offset, line] of text.split('\n').entries()) {
    const isData = scanner.inHeredoc
    const contexts = scanner.feed(line)
    if (isData) continue
    for (let at = 0; at < Math.min(line.length, MAX_LINE); at++)
      if (contexts[at] !== COMMENT) all.push({ char: line[at]!, context: contexts[at]!, offset, column: at })
    if (line.endsWith('\\') && all.at(-1)?.char === '\\') all.pop()
    else all.push({ char: '\n', context: CODE, offset, column: line.length })
  }
  return all
}

type Word = WordPlace & { text: string; isQuoted: boolean }

type Open = {
  words: Word[]
  word: Word | undefined
  hasInput: boolean
  isRedirected: boolean
  closer: string
  /** The words of an array: none of them is a program. */
  isArray: boolean
  /** How many `case` are open, and whether the next word is one of their patterns. */
  cases: number
  isPattern: boolean
}

type Kept = Pick<Open, 'isArray' | 'cases' | 'isPattern'>

const COMMANDS: Kept = { isArray: false, cases: 0, isPattern: false }

const fresh = (closer: string, { isArray, cases, isPattern }: Kept = COMMANDS): Open => ({
  ...{ words: [], word: undefined, hasInput: false, isRedirected: false },
  ...{ closer, isArray, cases, isPattern },
})

const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time'])
const CLOSERS = new Set(['fi', 'done', 'esac', '}', 'in'])
const PASSING_ON = new Set([
  'sudo',
  'doas',
  'env',
  'exec',
  'command',
  'nohup',
  'builtin',
  'nice',
  'ionice',
  'stdbuf',
  'xargs',
  'timeout',
  'watch',
])
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/

/** Words after `sudo` and its like that belong to it: options, and the values some of them take. */
const VALUE_OPTIONS = new Set(['-u', '-g', '-n', '-k', '-s', '-i', '-o', '-e', '-P', '-I', '-L', '-d'])

/** Takes the words before the program away; what is left begins with it. */
function withoutBeginning(words: Word[]): { before: string[]; assigned: string[]; rest: Word[] } {
  const before: string[] = []
  const assigned: string[] = []
  let at = 0
  while (at < words.length) {
    const { text, isQuoted } = words[at]!
    if (ASSIGNMENT.test(text)) assigned.push(text)
    else if (!isQuoted && KEYWORDS.has(text)) before.push(text)
    else if (!isQuoted && PASSING_ON.has(text)) {
      before.push(text)
      while (words[at + 1]?.text.startsWith('-')) {
        at++
        const takesValue = VALUE_OPTIONS.has(words[at]!.text) && text !== 'command' && text !== 'exec'
        if (takesValue && !(text === 'sudo' && /^-[niSEHk]$/.test(words[at]!.text))) at++
      }
      if (text === 'timeout' && /^[\d.]+[smhd]?$/.test(words[at + 1]?.text ?? '')) at++
    } else break
    at++
  }
  return { before, assigned, rest: words.slice(at) }
}

const ARRAY = /^[A-Za-z_][\w]*(?:\[[^\]]*\])?\+?=$/

/** `case WORD in`, also behind `then` and its like. */
function beginsCase(words: readonly Word[]): boolean {
  const [start, , end] = words.slice(-3)
  if (words.length < 3 || start?.text !== 'case' || start.isQuoted || end?.text !== 'in') return false
  return words.slice(0, -3).every(({ text }) => KEYWORDS.has(text))
}

class Splitter {
  readonly commands: ShellCommand[] = []
  private readonly stack: Open[] = [fresh('')]
  private isPiped = false

  private get top(): Open {
    return this.stack.at(-1)!
  }

  add(char: string, { offset, column }: WordPlace, isQuoted: boolean): void {
    const top = this.top
    if (!top.word) top.word = { text: '', offset, column, isQuoted: false }
    top.word.text += char
    if (isQuoted) top.word.isQuoted = true
  }

  /** A quotation that is empty is a word too. */
  quote(place: WordPlace): void {
    this.add('', place, true)
  }

  endWord(): void {
    const { top } = this
    if (top.word) top.words.push(top.word)
    top.word = undefined
    if (top.isPattern) this.endPattern()
    else if (beginsCase(top.words)) Object.assign(top, { words: [], cases: top.cases + 1, isPattern: true })
  }

  /** `esac` may stand where a pattern would. */
  private endPattern(): void {
    const { top } = this
    if (top.words.some(({ text, isQuoted }) => text === 'esac' && !isQuoted))
      Object.assign(top, { cases: top.cases - 1, isPattern: false })
    top.words = []
  }

  /** Whether a separator stands between `[[` and `]]`, where it is a part of the question. */
  get isQuestion(): boolean {
    const { words } = this.top
    const begins = words.slice(0, 4).some(({ text, isQuoted }) => text === '[[' && !isQuoted)
    return begins && !words.some(({ text }) => text === ']]')
  }

  /** Takes a character that is a part of a `case` pattern; answers whether it was. */
  takePattern(char: string): boolean {
    const { top } = this
    if (!top.isPattern || !'()|'.includes(char)) return false
    this.endWord()
    if (char === ')') top.isPattern = false
    return true
  }

  /** `;;` and its like: patterns again. */
  endBranch(): void {
    this.endCommand(';')
    if (this.top.cases > 0) this.top.isPattern = true
  }

  get isInCase(): boolean {
    return this.top.cases > 0
  }

  redirect(isInput: boolean): void {
    const { word } = this.top
    if (word && /^\d*$/.test(word.text)) this.top.word = undefined
    this.endWord()
    if (isInput) this.top.hasInput = true
    else this.top.isRedirected = true
  }

  endCommand(follows: Separator): void {
    this.endWord()
    const top = this.top
    if (top.isArray) {
      top.words = []
      return
    }
    const { before, assigned, rest } = withoutBeginning(top.words)
    const [first, ...args] = rest
    const isCommand = first !== undefined && !(CLOSERS.has(first.text) && !first.isQuoted)
    if (isCommand || assigned.length > 0)
      this.commands.push({
        program: isCommand ? (first.text.split('/').at(-1) ?? '') : '',
        path: isCommand ? first.text : '',
        args: isCommand ? args.map(({ text }) => text) : [],
        places: isCommand ? rest.map(({ offset, column }) => ({ offset, column })) : [],
        assigned,
        before,
        offset: top.words[0]!.offset,
        column: top.words[0]!.column,
        follows,
        isNested: this.stack.length > 1,
        hasInput: top.hasInput || this.isPiped,
        isRedirected: top.isRedirected,
      })
    else if (first && this.commands.length > 0 && follows !== ';') this.commands.at(-1)!.follows = follows
    if (top.words.length > 0) this.isPiped = follows === '|'
    const isEnd = first?.text === 'esac' && !first.isQuoted && top.cases > 0
    this.stack[this.stack.length - 1] = fresh(top.closer, isEnd ? { ...top, cases: top.cases - 1 } : top)
  }

  /** `name()` begins a function: the name is no program. */
  define(): void {
    this.top.word = undefined
  }

  open(closer: string): void {
    const isArray = closer === ')' && ARRAY.test(this.top.word?.text ?? '')
    this.stack.push(fresh(closer, { ...COMMANDS, isArray }))
    this.isPiped = false
  }

  /** What was left open ends with the script. */
  end(): void {
    while (this.close(this.top.closer));
    this.endCommand(';')
  }

  /** Whether `closer` ended something that was open. */
  close(closer: string): boolean {
    if (this.top.closer !== closer || this.stack.length < 2) return false
    this.endCommand(';')
    this.stack.pop()
    return true
  }
}

const takesSeparator = (all: Char[], at: number): { follows: Separator; length: number } | undefined => {
  const { char } = all[at]!
  const next = all[at + 1]?.char
  if (char === '\n' || char === ';') return { follows: ';', length: 1 }
  if (char === '|') return { follows: next === '|' ? '||' : '|', length: next === '|' || next === '&' ? 2 : 1 }
  if (char !== '&' || next === '>' || all[at - 1]?.char === '>' || all[at - 1]?.char === '<') return undefined
  return { follows: next === '&' ? '&&' : '&', length: next === '&' ? 2 : 1 }
}

/** Redirections: `<`, `<<`, `<<<`, `>`, `>>`, `>&`, `&>`, `>|`. Answers how many characters it takes, 0 when it is none. */
function redirection(all: Char[], at: number): number {
  let end = at
  if (all[at]!.char === '&' && all[at + 1]?.char === '>') end++
  if (!'<>'.includes(all[end]!.char)) return 0
  while ('<>'.includes(all[end]?.char ?? ' ')) end++
  if ('&|-'.includes(all[end]?.char ?? ' ')) end++
  while (all[end]?.char === ' ') end++
  return end - at
}

const isWordEnd = (char: string) => /[\s;|&()<>]/.test(char)

/** Takes what stands at `at` outside quotes; answers where to go on. */
function inCode(all: Char[], at: number, into: Splitter): number {
  const place = all[at]!
  const { char } = place
  if (into.takePattern(char)) return at + 1
  if (into.isQuestion && /[&|<>();\n]/.test(char)) {
    into.endWord()
    return at + 1
  }
  if (into.isInCase && (isAt(all, at, ';;') || isAt(all, at, ';&'))) {
    into.endBranch()
    return at + (isAt(all, at, ';;&') ? 3 : 2)
  }
  if (isAt(all, at, '((')) {
    into.add('(())', place, false)
    return afterArithmetic(all, at - 1)
  }
  const separator = takesSeparator(all, at)
  if (separator) {
    into.endCommand(separator.follows)
    return at + separator.length
  }
  const length = redirection(all, at)
  if (length > 0) {
    into.redirect(char === '<')
    let end = at + length
    while (end < all.length && !(all[end]!.context === CODE && isWordEnd(all[end]!.char))) end++
    return Math.max(end, at + length)
  }
  if (char === ' ' || char === '\t') into.endWord()
  else if (isAt(all, at, '()')) {
    into.define()
    return at + 2
  } else if (char === '(') into.open(')')
  else if (char === ')') into.close(')')
  else if (char === '"' || char === "'") into.quote(place)
  else if (char === '\\' && all[at + 1]) {
    into.add(all[at + 1]!.char, place, true)
    return at + 2
  } else into.add(char, place, false)
  return at + 1
}

/** `$((…))` is a number, whatever stands in it. Answers where it ends. */
function afterArithmetic(all: Char[], at: number): number {
  let end = at + 3
  while (end < all.length && !(all[end]!.char === ')' && all[end - 1]!.char === ')')) end++
  return end + 1
}

const isAt = (all: Char[], at: number, text: string) => [...text].every((char, index) => all[at + index]?.char === char)

/** Takes a substitution that begins or ends at `at`; answers where to go on, or undefined when there is none. */
function substitution(all: Char[], at: number, into: Splitter): number | undefined {
  const place = all[at]!
  const { char, context } = place
  const isQuoted = context !== CODE
  if (isAt(all, at, '$((')) {
    into.add('$(())', place, isQuoted)
    return afterArithmetic(all, at)
  }
  if (char === '`' && into.close('`')) return at + 1
  if (char !== '`' && !isAt(all, at, '$(')) return undefined
  into.add('$()', place, isQuoted)
  into.open(char === '`' ? '`' : ')')
  return at + (char === '`' ? 1 : 2)
}

/** The commands in the order they stand; those of a substitution come before the command they are a word of. */
export function shellCommands(text: string): ShellCommand[] {
  const all = characters(text)
  const into = new Splitter()
  for (let at = 0; at < all.length; ) {
    const place = all[at]!
    const { char, context } = place
    const next = context === SINGLE ? undefined : substitution(all, at, into)
    if (next !== undefined) at = next
    else if (context === CODE) at = inCode(all, at, into)
    else {
      if (char === (context === SINGLE ? "'" : '"')) into.quote(place)
      else into.add(char, place, true)
      at++
    }
  }
  into.end()
  return into.commands
}
