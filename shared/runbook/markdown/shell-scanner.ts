/**
 * Where quotes, comments and heredocs of a shell script begin and end, line by line (POSIX shell and bash quoting). It never decides what runs:
 * it tells placeholders, variables and unfinished commands apart.
 */
export const CODE = 0
export const SINGLE = 1
export const DOUBLE = 2
export const COMMENT = 3
export const HEREDOC = 4
export const QUOTED_HEREDOC = 5

type Frame = 'single' | 'ansi' | 'double' | 'paren' | 'backtick' | 'param'

type Heredoc = { delimiter: string; quoted: boolean; stripTabs: boolean }

const HEREDOC_START = /<<(-?)[ \t]*(?:'([^']*)'|"([^"]*)"|(\\?)([\w.+!@%-]+))/y

export class ShellScanner {
  private readonly stack: Frame[] = []
  private heredocs: Heredoc[] = []
  private pending: Heredoc[] = []
  private continued = false
  private line = ''
  private contexts = new Uint8Array(0)

  /** Whether the command goes on in the next line. */
  get isOpen(): boolean {
    return this.stack.length > 0 || this.heredocs.length > 0 || this.continued
  }

  /** Whether the next line belongs to a here-document: its text or the delimiter that ends it. */
  get inHeredoc(): boolean {
    return this.heredocs.length > 0
  }

  /** The context of every character of the next line. */
  feed(line: string): Uint8Array {
    this.line = line
    this.contexts = new Uint8Array(line.length)
    if (this.heredocs.length > 0) return this.feedHeredoc(line)
    const wasContinued = this.continued
    this.continued = false
    for (let at = 0; at < line.length; ) at = this.step(at, wasContinued)
    this.heredocs = this.pending
    this.pending = []
    return this.contexts
  }

  private feedHeredoc(line: string): Uint8Array {
    const { delimiter, quoted, stripTabs } = this.heredocs[0]!
    if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) this.heredocs.shift()
    else this.contexts.fill(quoted ? QUOTED_HEREDOC : HEREDOC)
    return this.contexts
  }

  /** Takes what stands at `at`; answers where to go on. */
  private step(at: number, wasContinued: boolean): number {
    const frame = this.stack.at(-1)
    if (frame === 'single' || frame === 'ansi') return this.inSingle(at, frame)
    const char = this.line[at]!
    const inDouble = this.innermostQuote()
    this.contexts[at] = inDouble ? DOUBLE : CODE
    if (char === '\\') return this.escape(at, inDouble)
    if (frame === 'double') return this.inDouble(at, char)
    return this.inCode(at, char, frame, wasContinued)
  }

  private innermostQuote(): boolean {
    const index = this.stack.findLastIndex((frame) => frame === 'double' || frame === 'paren' || frame === 'backtick')
    return index !== -1 && this.stack[index] === 'double'
  }

  private escape(at: number, inDouble: boolean): number {
    if (at + 1 >= this.line.length) this.continued = true
    else this.contexts[at + 1] = inDouble ? DOUBLE : CODE
    return at + 2
  }

  private inSingle(at: number, frame: Frame): number {
    this.contexts[at] = SINGLE
    if (frame === 'ansi' && this.line[at] === '\\') {
      if (at + 1 < this.line.length) this.contexts[at + 1] = SINGLE
      return at + 2
    }
    if (this.line[at] === "'") this.stack.pop()
    return at + 1
  }

  private inDouble(at: number, char: string): number {
    if (char === '"') this.stack.pop()
    else if (char === '`') this.stack.push('backtick')
    else if (char === '$') return this.expansion(at)
    return at + 1
  }

  private expansion(at: number): number {
    const next = this.line[at + 1]
    if (next === '(') this.stack.push('paren')
    else if (next === '{') this.stack.push('param')
    else return at + 1
    this.contexts[at + 1] = this.contexts[at]!
    return at + 2
  }

  private inCode(at: number, char: string, frame: Frame | undefined, wasContinued: boolean): number {
    if (char === "'" && frame === 'param' && this.innermostQuote()) return at + 1
    if (char === "'") this.open('single', at)
    else if (char === '"') this.stack.push('double')
    else if (char === '$' && this.line[at + 1] === "'") return this.openAnsi(at)
    else if (char === '$') return this.expansion(at)
    else if (char === '`') this.toggleBacktick(frame)
    else if (char === '(') this.stack.push('paren')
    else if ((char === ')' && frame === 'paren') || (char === '}' && frame === 'param')) this.stack.pop()
    else if (char === '#' && frame !== 'param' && this.startsWord(at, wasContinued)) return this.comment(at)
    else if (char === '<' && this.line[at + 1] === '<') return this.heredocStart(at)
    return at + 1
  }

  private open(frame: Frame, at: number): void {
    this.stack.push(frame)
    this.contexts[at] = SINGLE
  }

  private openAnsi(at: number): number {
    this.open('ansi', at + 1)
    return at + 2
  }

  private toggleBacktick(frame: Frame | undefined): void {
    if (frame === 'backtick') this.stack.pop()
    else this.stack.push('backtick')
  }

  private startsWord(at: number, wasContinued: boolean): boolean {
    return at === 0 ? !wasContinued : /[\s;|&(]/.test(this.line[at - 1]!)
  }

  private comment(at: number): number {
    this.contexts.fill(COMMENT, at)
    return this.line.length
  }

  private heredocStart(at: number): number {
    if (this.line[at + 2] === '<') return at + 3
    HEREDOC_START.lastIndex = at
    const match = HEREDOC_START.exec(this.line)
    if (!match) return at + 2
    const [whole, dash, single, double, backslash, bare] = match
    const quoted = single !== undefined || double !== undefined || backslash === '\\'
    this.pending.push({ delimiter: single ?? double ?? bare ?? '', quoted, stripTabs: dash === '-' })
    return at + whole.length
  }
}
