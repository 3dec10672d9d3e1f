import { finding, type Place } from '../findings.ts'
import type { Finding } from '../model.ts'
import { asRecord } from '../release/raw.ts'
import { readYaml } from '../release/read-yaml.ts'

export type FrontMatter = {
  pace?: 'manual' | 'auto'
  title?: string
  /** The text with the block's lines left empty. */
  body: string
  /** The last line of the block; 0 without one. */
  endLine: number
  findings: Finding[]
}

const YAML_BLOCK = /^---[ \t]*\n([\s\S]*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/
const TOML_BLOCK = /^\+\+\+[ \t]*\n([\s\S]*?)(?:^|\n)\+\+\+[ \t]*(?:\n|$)/

/** Empty lines instead of the block: lines below keep their numbers. */
const blank = (block: string) => block.replace(/[^\n]+/g, '')

/** A rule, text and another rule is no front matter: it begins with a key, and no code stands in it. */
const isSettings = (inside: string, key: RegExp): boolean =>
  inside.trim() === '' || (key.test(inside) && !/^ {0,3}(?:`{3,}|~{3,})/m.test(inside))

const YAML_KEY = /^\s*(?:#[^\n]*\n\s*)*(?:[\w."'-][^\n:]*:(?:\s|$)|\{)/
const TOML_KEY = /^\s*(?:#[^\n]*\n\s*)*(?:[\w."'-]+\s*=|\[)/

/** Front matter at the head of a Markdown file. Keys of other tools are theirs; only `pace` and `title` are read. */
export function readFrontMatter(file: string, text: string): FrontMatter {
  const [toml, insideToml = ''] = TOML_BLOCK.exec(text) ?? []
  if (toml !== undefined && isSettings(insideToml, TOML_KEY)) return { ...without(toml, text), findings: [] }
  const [whole, inside = ''] = YAML_BLOCK.exec(text) ?? []
  if (whole === undefined || !isSettings(inside, YAML_KEY)) return { body: text, endLine: 0, findings: [] }
  return { ...without(whole, text), ...readSettings(file, inside) }
}

const without = (block: string, text: string) => ({
  body: blank(block) + text.slice(block.length),
  endLine: block.trimEnd().split('\n').length,
})

function readSettings(file: string, inside: string): Omit<FrontMatter, 'body' | 'endLine'> {
  const yaml = readYaml(file, `\n${inside}`)
  const data = asRecord(yaml.value)
  const findings = yaml.findings.map((each) => ({ ...each, severity: 'warning' as const }))
  const title = typeof data.title === 'string' ? { title: data.title } : {}
  if (data.pace === undefined) return { ...title, findings }
  if (data.pace === 'manual' || data.pace === 'auto') return { ...title, pace: data.pace, findings }
  return { ...title, findings: [...findings, badPace(yaml.valueAt(['pace']), data.pace)] }
}

export const badPace = (place: Place, value: unknown): Finding =>
  finding('error', 'bad-value', place, `pace is "${String(value)}", but must be manual or auto.`)
