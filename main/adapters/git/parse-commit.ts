/** One record of `git log` as facts: Conventional Commits 1.0.0 where it is one, else its first line as it is. */
import { CommitParser } from 'conventional-commits-parser'
import type { CommitFact } from '../../../shared/events/history-events.ts'

/** Hash, parents, time of the commit (seconds), author, message. */
export const LOG_FORMAT = '%H%x1f%P%x1f%ct%x1f%an%x1f%B'

const MAX_HEADER = 300
const MAX_TEXT = 1200
const MAX_PARSED = 8000

const parser = new CommitParser({
  headerPattern: /^([A-Za-z][\w-]{0,30})(?:\(([^()]{0,80})\))?(!)?: {0,4}(\S.*)$/,
  headerCorrespondence: ['type', 'scope', 'bang', 'subject'],
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  issuePrefixes: ['#'],
  fieldPattern: /^-([A-Za-z]{1,30})-$/,
  mergePattern: undefined,
  revertPattern: /This reverts commit (\w{7,40})/i,
  revertCorrespondence: ['hash'],
})

const VULNERABILITY = /\b(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[0-9a-z]{4}){3})\b/i
const CO_AUTHOR = /^Co-authored-by:\s*([^<\n]{1,200}?)\s*(?:<[^>\n]*>)?\s*$/gim
const TRAILER = /^[A-Za-z][A-Za-z-]*(?:-by|-to|-id):\s.*$/gim

/** Control characters and overrides of the direction of writing have no place in a line of text. */
const line = (text: string, most: number): string =>
  text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()

const words = (text: string | null | undefined, most = MAX_TEXT): string =>
  (text ?? '')
    .replace(TRAILER, '')
    .split('\n')
    .map((each) => line(each, most))
    .join('\n')
    .trim()
    .slice(0, most)
    .toWellFormed()

export type ReadCommit = { fact: CommitFact; people: string[] }

/** Undefined for what is no record of ours. */
export function parseCommit(record: string): ReadCommit | undefined {
  const [commit, parents, seconds, author, ...rest] = record.replace(/^\n/, '').split('\x1f')
  if (commit === undefined || parents === undefined || author === undefined || !/^[0-9a-f]{40,64}$/.test(commit))
    return undefined
  const committedAtMs = Number(seconds) * 1000
  const message = rest.join(' ').slice(0, MAX_PARSED).trim()
  const header = line(message.split('\n', 1)[0] ?? '', MAX_HEADER) || '(no message)'
  const parsed = message === '' ? undefined : parser.parse(message)
  const isMerge = parents.includes(' ')
  const isConventional = !!parsed?.type && !!parsed.subject
  const notes = (parsed?.notes ?? []).map(({ text }) => words(text)).filter(Boolean)
  const isBreaking = parsed?.bang === '!' || (parsed?.notes.length ?? 0) > 0
  const reverts = parsed?.revert?.hash
  const body = isConventional && /^feat/i.test(parsed.type!) ? words(parsed.body) : ''
  const fact: CommitFact = {
    commit,
    header,
    author: line(author, 200) || 'unknown',
    ...(isConventional ? { type: parsed.type!.toLowerCase(), subject: line(parsed.subject!, MAX_HEADER) } : {}),
    ...(isConventional && parsed.scope ? { scope: line(parsed.scope, 80) } : {}),
    ...(isBreaking ? { breaking: notes.join('\n').slice(0, MAX_TEXT) } : {}),
    ...(body ? { body } : {}),
    ...(isMerge ? { isMerge } : {}),
    ...(reverts ? { reverts } : {}),
    ...(VULNERABILITY.test(message) ? { isSecurity: true } : {}),
    ...(Number.isSafeInteger(committedAtMs) && committedAtMs > 0 ? { committedAtMs } : {}),
  }
  const coAuthors = [...message.matchAll(CO_AUTHOR)].map(([, name]) => line(name!, 200))
  return { fact, people: [fact.author, ...coAuthors].filter(Boolean) }
}
