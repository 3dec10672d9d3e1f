/** The text a source would be with the suggestions taken over: words of its lines, and attributes in the info strings of its fences. */
import type { Finding, LineEdit, Step } from '../model.ts'
import { annotateFence } from './annotate-fence.ts'

export type Applied = {
  text: string
  /** Findings whose suggestion has no place in the text, or not all of it: a step that is no fence, a line that reads otherwise. */
  left: Finding[]
}

const isPartOfWord = (char: string | undefined) => char !== undefined && /[\w./-]/.test(char)

/** Where `find` stands: at `from`, else at its only occurrence as a word. */
function placeOf(line: string, from: number, find: string): number | undefined {
  if (line.startsWith(find, from)) return from
  const places: number[] = []
  for (let at = line.indexOf(find); at !== -1; at = line.indexOf(find, at + 1))
    if (!isPartOfWord(line[at - 1]) && !isPartOfWord(line[at + find.length])) places.push(at)
  return places.length === 1 ? places[0] : undefined
}

function edit(line: string, { column, find, becomes }: LineEdit): string | undefined {
  const at = placeOf(line, column - 1, find)
  return at === undefined ? undefined : `${line.slice(0, at)}${becomes}${line.slice(at + find.length)}`
}

class Text {
  readonly lines: string[]
  private readonly ends: string[]
  constructor(text: string) {
    const parts = text.split(/(\r\n|\n|\r)/)
    this.lines = parts.filter((_, index) => index % 2 === 0)
    this.ends = parts.filter((_, index) => index % 2 === 1)
  }
  /** Changes line `number` (from 1); false when `change` finds no place in it. */
  change(number: number, change: (line: string) => string | undefined): boolean {
    const line = this.lines[number - 1]
    const changed = line === undefined ? undefined : change(line)
    if (changed === undefined) return false
    this.lines[number - 1] = changed
    return true
  }
  toString(): string {
    return this.lines.map((line, index) => line + (this.ends[index] ?? '')).join('')
  }
}

/** The last of a line first, so that the columns of the others stay true. Answers which found no place. */
function applyEdits(into: Text, findings: readonly Finding[]): Set<LineEdit> {
  const edits = findings
    .flatMap(({ fix }) => fix?.edits ?? [])
    .toSorted((a, b) => a.line - b.line || b.column - a.column)
  return new Set(edits.filter((each) => !into.change(each.line, (line) => edit(line, each))))
}

/** Takes over what `findings` suggest for `file`; `steps` tell where the fence of a step stands. Line ends stay as they are. */
export function applyFixes(text: string, findings: readonly Finding[], steps: readonly Step[]): Applied {
  const into = new Text(text)
  const byId = new Map(steps.map((step) => [step.id, step]))
  const done = new Set<string>()
  const lost = applyEdits(into, findings)
  const left = findings.filter(({ fix }) => {
    const attributes = (fix?.attributes ?? []).map(({ step, set }) => {
      const fresh = Object.fromEntries(Object.entries(set).filter(([key]) => !done.has(`${step} ${key}`)))
      if (Object.keys(fresh).length === 0) return true
      const line = byId.get(step)?.position.line
      const isDone = line !== undefined && into.change(line, (each) => annotateFence(each, fresh))
      if (isDone) for (const key of Object.keys(fresh)) done.add(`${step} ${key}`)
      return isDone
    })
    return attributes.includes(false) || (fix?.edits ?? []).some((each) => lost.has(each))
  })
  return { text: into.toString(), left }
}
