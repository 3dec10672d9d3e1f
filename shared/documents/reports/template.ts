/**
 * A team's own form of a document: Markdown with placeholders. `{{part}}` on a line of its own is a part of our document, `{{value}}` anywhere a word of the
 * release. Nothing in it is executed; nothing else is replaced.
 */
import { finding } from '../../runbook/findings.ts'
import type { Finding } from '../../runbook/model.ts'
import { suggestion } from '../../runbook/suggest.ts'
import type { Parts } from './document-parts.ts'
import type { Ground } from './ground.ts'
import { joinBlocks, plainText } from './markdown-blocks.ts'

export type TemplateText = { file: string; text: string }

/** Words every template can use. */
const VALUES: Record<string, (ground: Ground) => string> = {
  'release-name': ({ definition }) => definition.name,
  'release-version': ({ definition }) => definition.version,
  'previous-version': ({ definition }) => definition.previous ?? 'no previous version',
  ticket: ({ definition }) => definition.ticket ?? 'no ticket',
  environment: ({ environment }) => environment,
}

export const TEMPLATE_VALUES: readonly string[] = Object.keys(VALUES)

const PLACEHOLDER = /\{\{([^{}\n]*)\}\}/g
const ALONE = /^\s*\{\{\s*([\w-]+)\s*\}\}\s*$/

/** Every mistake with its place. */
export function checkTemplate(parts: readonly string[], { file, text }: TemplateText): Finding[] {
  const known = [...parts, ...TEMPLATE_VALUES]
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(PLACEHOLDER)].flatMap((match) => {
      const name = match[1]!.trim()
      const at = { file, line: index + 1, column: match.index + 1 }
      if (!known.includes(name)) {
        const words = `This document has no part and no value "${name}".${suggestion(name, known, 'It has')}`
        return [finding('error', 'unknown-placeholder', at, words)]
      }
      const isPart = !TEMPLATE_VALUES.includes(name)
      return isPart && !ALONE.test(line)
        ? [finding('error', 'placeholder-not-alone', at, `{{${name}}} is a whole part: give it a line of its own.`)]
        : []
    }),
  )
}

/** Of a template that `checkTemplate` has nothing to say about. */
export function fillTemplate(parts: Parts, { text }: TemplateText, ground: Ground): string {
  const byName = new Map(parts)
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const filled = lines.map((line) => {
    const write = byName.get(ALONE.exec(line)?.[1] ?? '')
    if (write) return joinBlocks(['', ...write(ground)])
    return line.replace(PLACEHOLDER, (all, name: string) => {
      const value = VALUES[name.trim()]
      return value ? plainText(value(ground)) : all
    })
  })
  return `${filled
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
