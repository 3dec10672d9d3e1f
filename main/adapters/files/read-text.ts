import { readFileSync, statSync } from 'node:fs'
import { finding } from '../../../shared/runbook/findings.ts'
import type { Finding } from '../../../shared/runbook/model.ts'

/** A runbook is written by people: what is larger is something else. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

const REASONS: Record<string, string> = {
  ENOENT: 'There is no such file',
  EACCES: 'It may not be read: check its permissions',
  EPERM: 'It may not be read: check its permissions',
  ELOOP: 'It is a link that leads back to itself',
  ENAMETOOLONG: 'Its name is too long',
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** The text of a file, or why it cannot be used, as one finding about its first line. Never throws. */
export function readText(path: string, name: string): { text: string } | { finding: Finding } {
  const refuse = (code: string, sentence: string) => ({
    finding: finding('error', code, { file: name, line: 1, column: 1 }, sentence),
  })
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return refuse('not-a-file', 'This is a folder, not a file.')
    if (!stat.isFile()) return refuse('not-a-file', 'This is not a regular file.')
    if (stat.size > MAX_FILE_BYTES)
      return refuse(
        'too-large',
        `The file has ${megabytes(stat.size)}; at most ${megabytes(MAX_FILE_BYTES)} are read. Move what is not a step elsewhere.`,
      )
    const bytes = readFileSync(path)
    if (bytes.includes(0)) return refuse('binary', 'This is a binary file, not text.')
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (text.trim() === '') return refuse('empty', 'The file is empty.')
    return { text }
  } catch (error) {
    if (error instanceof TypeError) return refuse('not-utf-8', 'The file is not valid UTF-8: save it as UTF-8.')
    const code = (error as NodeJS.ErrnoException).code ?? ''
    return refuse('unreadable', `${REASONS[code] ?? `It cannot be read (${code || String(error)})`}.`)
  }
}
