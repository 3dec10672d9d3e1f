/** Links of a runbook to headings it does not have and to files that are not there. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { finding } from '../../../shared/runbook/findings.ts'
import { normaliseText } from '../../../shared/runbook/lines.ts'
import { readFrontMatter } from '../../../shared/runbook/markdown/front-matter.ts'
import { documentAnchors, documentLinks } from '../../../shared/runbook/markdown/links.ts'
import type { Finding } from '../../../shared/runbook/model.ts'
import { suggestion } from '../../../shared/runbook/suggest.ts'

/** `file` is how findings name it, `path` where it lies. */
export function findDeadLinks(file: string, path: string, text: string): Finding[] {
  const { body } = readFrontMatter(file, normaliseText(text))
  const links = documentLinks(body)
  const anchors = links.some(({ target }) => 'anchor' in target) ? documentAnchors(body) : new Set<string>()
  return links.flatMap(({ target, written, line, column }) => {
    const place = { file, line, column }
    if ('anchor' in target) {
      if (target.anchor === 'top' || anchors.has(target.anchor) || anchors.has(target.anchor.toLowerCase())) return []
      const words = `"${written.slice(0, 100)}" leads to no heading of this document.${suggestion(target.anchor, [...anchors])}`
      return [finding('warning', 'dead-link', place, words)]
    }
    if (existsSync(resolve(dirname(path), target.path))) return []
    return [finding('warning', 'dead-link', place, `"${written.slice(0, 100)}" leads to a file that is not there.`)]
  })
}
