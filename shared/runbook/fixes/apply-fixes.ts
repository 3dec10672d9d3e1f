/** The text a source would be with the suggestions taken over: words of its lines, and attributes in the info strings of its fences. */
import type { Finding, LineEdit, Step } from '../model.ts'

export type Applied = {
  text: string
  /** Findings whose suggestion has no place in the text: a step that is no fence, a line that reads otherwise. */
  left: Finding[]
}

const FENCE = /^((?:\s|>|[-*+]|\d+[.)])*(?:`{3,}|~{3,})\s*)(.*?)(\s*)$/
const BRACES = /\{[^{}]*\}$/

const quoted = (value: string) => (/^[\w.:/@%+-]+$/.test(value) ? value : JSON.stringify(value))

/** JSON where the attributes are JSON already, else the brace form Runme reads. */
function withAttributes(info: string, set: Record<string, string>): string {
  const braces = BRACES.exec(info)?.[0]
  const language = (braces ? info.slice(0, -braces.length) : info).trim()
  const inside = braces?.slice(1, -1).trim() ?? ''
  const isJson = /^"[^"]*"\s*:/.test(inside)
  const added = Object.entries(set).map(([key, value]) =>
    isJson ? `${JSON.stringify(key)}:${JSON.stringify(value)}` : `${key}=${quoted(value)}`,
  )
  const all = [...(inside === '' ? [] : [inside]), ...added].join(isJson ? ',' : ' ')
  return `${language === '' ? '' : `${language} `}{${isJson ? '' : ' '}${all}${isJson ? '' : ' '}}`
}

function annotate(line: string, set: Record<string, string>): string | undefined {
  const match = FENCE.exec(line)
  if (!match) return undefined
  const [, fence = '', info = '', rest = ''] = match
  if (info.trim() === '') return undefined // Without a language the braces would be taken for one.
  return `${fence}${withAttributes(info, set)}${rest}`
}

function edit(line: string, { find, becomes }: LineEdit): string | undefined {
  const at = line.indexOf(find)
  return at === -1 ? undefined : `${line.slice(0, at)}${becomes}${line.slice(at + find.length)}`
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

/** Takes over what `findings` suggest for `file`; `steps` tell where the fence of a step stands. Line ends stay as they are. */
export function applyFixes(text: string, findings: readonly Finding[], steps: readonly Step[]): Applied {
  const into = new Text(text)
  const byId = new Map(steps.map((step) => [step.id, step]))
  const done = new Set<string>()
  const left = findings.filter(({ fix }) => {
    const edits = (fix?.edits ?? []).map((each) => into.change(each.line, (line) => edit(line, each)))
    const attributes = (fix?.attributes ?? []).map(({ step, set }) => {
      const fresh = Object.fromEntries(Object.entries(set).filter(([key]) => !done.has(`${step} ${key}`)))
      if (Object.keys(fresh).length === 0) return true
      const line = byId.get(step)?.position.line
      const isDone = line !== undefined && into.change(line, (each) => annotate(each, fresh))
      if (isDone) for (const key of Object.keys(fresh)) done.add(`${step} ${key}`)
      return isDone
    })
    return fix !== undefined && [...edits, ...attributes].includes(false)
  })
  return { text: into.toString(), left }
}
