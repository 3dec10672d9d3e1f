import { finding, type Place } from '../findings.ts'
import type { Finding } from '../model.ts'
import { asRecord } from '../release/raw.ts'
import { readYaml } from '../release/read-yaml.ts'

export type FrontMatter = { pace?: 'manual' | 'auto'; title?: string; body: string; findings: Finding[] }

const YAML_BLOCK = /^---[ \t]*\n([\s\S]*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/
const TOML_BLOCK = /^\+\+\+[ \t]*\n[\s\S]*?\n\+\+\+[ \t]*(?:\n|$)/

/** Empty lines instead of the block: lines below keep their numbers. */
const blank = (block: string) => block.replace(/[^\n]+/g, '')

/** Front matter at the head of a Markdown file. Keys of other tools are theirs; only `pace` and `title` are read. */
export function readFrontMatter(file: string, text: string): FrontMatter {
  const toml = TOML_BLOCK.exec(text)?.[0]
  if (toml !== undefined) return { body: blank(toml) + text.slice(toml.length), findings: [] }
  const match = YAML_BLOCK.exec(text)
  if (!match || !/^[A-Za-z_"'#]|^\s*$/m.test(match[1]!)) return { body: text, findings: [] }
  const yaml = readYaml(file, `\n${match[1]}`)
  const body = blank(match[0]) + text.slice(match[0].length)
  const data = asRecord(yaml.value)
  const findings = yaml.findings.map((each) => ({ ...each, severity: 'warning' as const }))
  const title = typeof data.title === 'string' ? { title: data.title } : {}
  if (data.pace === undefined) return { ...title, body, findings }
  if (data.pace === 'manual' || data.pace === 'auto') return { ...title, pace: data.pace, body, findings }
  return { ...title, body, findings: [...findings, badPace(yaml.valueAt(['pace']), data.pace)] }
}

export const badPace = (place: Place, value: unknown): Finding =>
  finding('error', 'bad-value', place, `pace is "${String(value)}", but must be manual or auto.`)
