/** Words that stand before the program of a command: assignments, keywords, and what only passes on. */
import type { Word } from './shell-command.ts'

export const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time'])
export const CLOSERS = new Set(['fi', 'done', 'esac', '}', 'in'])
const PASSING_ON = new Set([
  'sudo',
  'doas',
  'env',
  'exec',
  'command',
  'nohup',
  'builtin',
  'nice',
  'ionice',
  'stdbuf',
  'xargs',
  'timeout',
  'watch',
])
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/

/** Words after `sudo` and its like that belong to it: options, and the values some of them take. */
const VALUE_OPTIONS = new Set(['-u', '-g', '-n', '-k', '-s', '-i', '-o', '-e', '-P', '-I', '-L', '-d'])

/** Takes the words before the program away; what is left begins with it. */
export function withoutBeginning(words: Word[]): { before: string[]; assigned: string[]; rest: Word[] } {
  const before: string[] = []
  const assigned: string[] = []
  let at = 0
  while (at < words.length) {
    const { text, isQuoted } = words[at]!
    if (ASSIGNMENT.test(text)) assigned.push(text)
    else if (!isQuoted && KEYWORDS.has(text)) before.push(text)
    else if (!isQuoted && PASSING_ON.has(text)) {
      before.push(text)
      while (words[at + 1]?.text.startsWith('-')) {
        at++
        const takesValue = VALUE_OPTIONS.has(words[at]!.text) && text !== 'command' && text !== 'exec'
        if (takesValue && !(text === 'sudo' && /^-[niSEHk]$/.test(words[at]!.text))) at++
      }
      if (text === 'timeout' && /^[\d.]+[smhd]?$/.test(words[at + 1]?.text ?? '')) at++
    } else break
    at++
  }
  return { before, assigned, rest: words.slice(at) }
}
