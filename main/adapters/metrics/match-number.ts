/** The number a regular expression finds in what a command printed. */
import { runInNewContext } from 'node:vm'
import { SourceError } from './source-error.ts'

/** An expression that backtracks without end must not hold the owner up. */
const LIMIT_MS = 100

type Found = [string | undefined, string | undefined] | null

const FIND = `(() => {
  const found = new RegExp(pattern, 'm').exec(text)
  return found && [found.groups?.value ?? found[1], found.groups?.volume]
})()`

/**
 * The text of the group `value`, else of the first group, and of the group `volume` where there is one. Throws `SourceError` when nothing
 * matches, or when the search takes longer than a tenth of a second.
 */
export const matchNumber = (pattern: string, text: string, where: string): { value: string; volume?: string } => {
  let found: Found
  try {
    found = runInNewContext(FIND, { pattern, text }, { timeout: LIMIT_MS }) as Found
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new SourceError(
      `Looking for /${pattern}/ in ${where} took longer than ${LIMIT_MS} ms; make the expression simpler.`,
    )
  }
  const [value, volume] = found ?? []
  if (value !== undefined) return volume === undefined ? { value } : { value, volume }
  const line = text.trim().split('\n')[0] ?? ''
  const printed = line === '' ? 'it printed nothing' : `it begins with "${line.slice(0, 60)}"`
  throw new SourceError(`Nothing in ${where} matches /${pattern}/ (${printed}); change "match" or what is printed.`)
}
