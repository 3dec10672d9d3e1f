/** Why code is not run because of where it stands: one sentence each, for people. */
import type { HiddenCode } from './hidden-code.ts'
import type { Surrounding } from './surroundings.ts'

const named = (title: string) => (title === '' ? '' : ` "${title}"`)

export const INDENTED = 'It is an indented block: put it between ``` fences to run it.'
export const QUOTED = 'It stands in a quotation: give it a name to run it.'

/** A name says that a block is meant as a step, also in a note or in one of several tabs. */
export function reasonAround(surrounding: Surrounding | undefined, isNamed: boolean): string | undefined {
  if (!surrounding) return undefined
  const { kind, title } = surrounding
  if (kind === 'comment') return 'It stands in a comment.'
  if (kind === 'details') return `It stands under "${title}", which is no part of a run.`
  if (isNamed) return undefined
  if (kind === 'note') return `It stands in a note${named(title)}: give it a name to run it.`
  return `It stands in the tab${named(title)}, one of several that only a person can choose between: give it a name to run it.`
}

export function reasonHidden({ form, line }: HiddenCode, frontEndLine: number, tooDeepAtLine = Infinity): string {
  if (line <= frontEndLine) return 'It stands in the front matter.'
  if (line >= tooDeepAtLine) return 'It is nested too deeply to be read.'
  if (form === 'pre') return 'It is written in HTML: put it between ``` fences to run it.'
  if (form === 'far-indented-fence')
    return 'Its fence is indented so far that it is plain text in Markdown: indent it by less than four to run it.'
  return 'It stands in HTML: leave an empty line before its fence to run it.'
}

export const swallows = (line: number) =>
  `Its closing fence is missing: another block begins inside it on line ${line}, so nobody can tell where it ends.`
