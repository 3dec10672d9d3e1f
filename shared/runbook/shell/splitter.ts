/** Words into commands: what is open (substitutions, subshells, arrays, `case`) and which command a word belongs to. */
import { CLOSERS, KEYWORDS, withoutBeginning } from './before-program.ts'
import type { Separator, ShellCommand, Word, WordPlace } from './shell-command.ts'

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

const ARRAY = /^[A-Za-z_][\w]*(?:\[[^\]]*\])?\+?=$/

/** `case WORD in`, also behind `then` and its like. */
function beginsCase(words: readonly Word[]): boolean {
  const [start, , end] = words.slice(-3)
  if (words.length < 3 || start?.text !== 'case' || start.isQuoted || end?.text !== 'in') return false
  return words.slice(0, -3).every(({ text }) => KEYWORDS.has(text))
}

export class Splitter {
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
