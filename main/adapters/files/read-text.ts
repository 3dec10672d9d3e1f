import { isUtf8 } from 'node:buffer'
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

/** By its byte order mark: without one every second byte of plain words is 0, and it counts as binary. */
const isUtf16 = (bytes: Buffer) => (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

/** The first line (from 1) with bytes that are no UTF-8. */
function notUtf8AtLine(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from)
    const end = newline === -1 ? bytes.length : newline + 1
    if (!isUtf8(bytes.subarray(from, end))) return line
    from = end
  }
  return 1
}

/** The text of a file, or why it cannot be used, as one finding about its first line. Never throws. */
export function readText(path: string, name: string): { text: string } | { finding: Finding } {
  const refuse = (code: string, sentence: string, line = 1) => ({
    finding: finding('error', code, { file: name, line, column: 1 }, sentence),
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
    if (isUtf16(bytes)) return refuse('not-utf-8', 'The file is UTF-16: save it as UTF-8.')
    if (bytes.includes(0)) return refuse('binary', 'This is a binary file, not text.')
    const line = notUtf8AtLine(bytes)
    if (line !== undefined)
      return refuse('not-utf-8', 'From here on the file is not valid UTF-8: save it as UTF-8.', line)
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    if (text.trim() === '') return refuse('empty', 'The file is empty.')
    return { text }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    return refuse('unreadable', `${REASONS[code] ?? `It cannot be read (${code || String(error)})`}.`)
  }
}
