/** What a code block is: a command, an HTTP check, or not a step, and why. */
import { beginsLikeCommand, isCommandLike } from './command-like.ts'
import { isHurl } from './hurl.ts'
import { isShell, meaningOf } from './languages.ts'
import { separatePrompts, type Typed } from './prompts.ts'

export type CodeMeaning =
  | { kind: 'command'; language: string; typed: Typed }
  | { kind: 'http' }
  | { kind: 'none'; reason: string; maybeCommand: boolean }

const none = (reason: string, maybeCommand = false): CodeMeaning => ({ kind: 'none', reason, maybeCommand })

const isOnlyComments = (typed: Typed) =>
  typed.lines.every(({ text }) => text.trim() === '' || text.trim().startsWith('#'))

function command(text: string, language: string, session: boolean): CodeMeaning {
  if (!isShell(language) && language !== 'pwsh') {
    if (/^\s*>>> /.test(text)) return none('It is an interactive Python session, not a script.')
    return { kind: 'command', language, typed: { lines: allLines(text), hadPrompts: false } }
  }
  const dialect = { powershell: language === 'pwsh', rootPrompts: false }
  const typed = separatePrompts(text, dialect)
  if (typed.hadPrompts || !session) return finish(language, typed)
  const asRoot = separatePrompts(text, { ...dialect, rootPrompts: true })
  if (asRoot.hadPrompts && isCommandLike(joined(asRoot))) return finish(language, asRoot)
  if (isCommandLike(text)) return finish(language, typed)
  return none('It is a console listing without prompts that does not read like commands.', beginsLikeCommand(text))
}

const allLines = (text: string) => text.split('\n').map((line, offset) => ({ text: line, offset }))

export const joined = (typed: Typed): string => typed.lines.map(({ text }) => text).join('\n')

const finish = (language: string, typed: Typed): CodeMeaning =>
  isOnlyComments(typed) && isShell(language) ? none('It holds only comments.') : { kind: 'command', language, typed }

function unlabelled(text: string): CodeMeaning {
  const typed = separatePrompts(text, { powershell: false, rootPrompts: false })
  if (typed.hadPrompts || isCommandLike(text)) return finish('bash', typed)
  if (beginsLikeCommand(text))
    return none('It has no language and not every line reads like a command: label it sh to run it.', true)
  return none('It has no language and does not read like commands.')
}

export function classifyCode(language: string, text: string, interpreter?: string): CodeMeaning {
  const meaning = meaningOf(interpreter?.split('/').at(-1)?.toLowerCase() ?? language)
  if (text.trim() === '') return none('It is empty.')
  if ('reason' in meaning) return none(meaning.reason)
  if ('unlabelled' in meaning) return unlabelled(text)
  if ('http' in meaning)
    return isHurl(text) ? { kind: 'http' } : none('It is no HTTP check: it begins with no request to an address.')
  return command(text, meaning.runs, meaning.session)
}
