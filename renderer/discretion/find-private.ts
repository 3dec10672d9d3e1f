/** What of a text is nobody's business on a shared screen: contacts, and where somebody's home directory is. Pure. */

/** Replaces what is private; the same text comes back when there is nothing. */
export type Hide = (text: string) => string

export const HIDDEN = '•••••'

/** `git@host:…` is how a repository is written, not how a person is reached. */
const MAIL = /\b(?!git@)[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}\b/giu
/** As it is written abroad; numbers written otherwise are known from the team. */
const PHONE = /(?<![\w.+])\+\d[\d ()/.-]{6,}\d(?!\w)/g
const HOME = /(?:\/home\/|\/Users\/|\b[A-Z]:\\Users\\)[^/\\\s"'`:;,)\]]+|(?<![\w/.-])\/root(?![\w.-])/gi

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A handle of letters alone may be a name, or any word. */
const isTelling = (word: string) => word.length >= 3 && /[^\p{L}\s]/u.test(word)

/** `known`: contacts the release names, such as a pager or a number as it is dialled here. */
export function hiding(known: readonly string[]): Hide {
  const words = [...new Set(known.map((each) => each.trim()).filter(isTelling))]
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
  const exact =
    words.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu') : undefined
  return (text) => {
    const named = exact ? text.replace(exact, HIDDEN) : text
    const home = /home|users|root/i.test(named) ? named.replace(HOME, '~') : named
    const mail = home.includes('@') ? home.replace(MAIL, HIDDEN) : home
    return mail.includes('+') ? mail.replace(PHONE, HIDDEN) : mail
  }
}
