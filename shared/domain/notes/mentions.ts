/** `@devops-lead` or `@Ada Obi` in what people write: names of the release's team and roles, nothing else. */
import type { ReleaseDefinition } from '../../runbook/model.ts'
import { normalName } from '../same-name.ts'

export type Mention = { kind: 'role' | 'person'; name: string }
export type TextPart = { text: string; mention?: Mention }

type Named = Pick<ReleaseDefinition, 'team' | 'process'>

/** Whom one can mention: roles first, then people, each once. */
export function mentionable({ team, process }: Named): Mention[] {
  const roles = [...new Set([...Object.keys(team), ...Object.keys(process?.roles ?? {})])]
  const people = new Map(
    Object.values(team)
      .flat()
      .map(({ name }) => [normalName(name), name]),
  )
  return [
    ...roles.map((name) => ({ kind: 'role' as const, name })),
    ...[...people.values()].map((name) => ({ kind: 'person' as const, name })),
  ]
}

const IS_WORD = /[\p{L}\p{N}_]/u

/** The longest name that stands at `from`, and ends there as a word does. */
function nameAt(text: string, from: number, names: readonly Mention[]): Mention | undefined {
  return names.find(({ name }) => {
    const end = from + name.length
    return text.slice(from, end).toLowerCase() === name.toLowerCase() && !IS_WORD.test(text.charAt(end))
  })
}

/** The text in parts that make it up again; an address such as ada@example.com mentions nobody. */
export function splitMentions(text: string, whom: readonly Mention[]): TextPart[] {
  const names = whom.toSorted((a, b) => b.name.length - a.name.length)
  const parts: TextPart[] = []
  let plainFrom = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const mention = at > 0 && IS_WORD.test(text.charAt(at - 1)) ? undefined : nameAt(text, at + 1, names)
    if (!mention) continue
    const end = at + 1 + mention.name.length
    if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at) })
    parts.push({ text: text.slice(at, end), mention })
    plainFrom = end
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom) })
  return parts
}

/** What is being typed behind the last `@` before the caret, and where it begins; undefined when no name is. */
export function typedMention(text: string, caret: number): { from: number; typed: string } | undefined {
  const at = text.lastIndexOf('@', caret - 1)
  if (at < 0 || (at > 0 && IS_WORD.test(text.charAt(at - 1)))) return undefined
  const typed = text.slice(at + 1, caret)
  return typed.length <= 40 && !/[\n@]/.test(typed) ? { from: at + 1, typed } : undefined
}

/** Names that begin with what was typed, or have a word that does. */
export const completeMention = (typed: string, whom: readonly Mention[]): Mention[] => {
  const wanted = typed.toLowerCase()
  const begins = (name: string) =>
    name.startsWith(wanted) || name.split(/[\s-]/).some((word) => word.startsWith(wanted))
  return whom.filter(({ name }) => begins(name.toLowerCase()))
}
