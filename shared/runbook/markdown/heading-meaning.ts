import { withoutNumber } from '../slug.ts'
import { withoutTags } from './html-parts.ts'
import { plainText } from './plain-text.ts'

/** What a heading means for running what stands below it. */
export type HeadingMeaning = 'rollback' | 'aside' | 'forward'

/** `If the migration fails`, `When verification fails`, `In case of failure`: for people, at the moment it happens. */
const FAILURE = [
  /^(?:if|when|should|in case)\b.*\b(?:fail(?:s|ed|ure|ures|ing)?|goes wrong|go wrong|breaks?|errors?|problems?|issues?|stuck|does(?:n't| not) work)\b/i,
  /^(?:on|upon|after) (?:a )?failure\b/i,
  /^(?:failure|error) handling\b/i,
  /^what (?:to do )?if\b/i,
]

const ASIDE =
  /\b(?:troubleshoot(?:ing)?|appendi(?:x|ces)|known issues|faq|frequently asked questions|glossary|references?|further reading|see also|change ?log|revision history|contacts?)\b/i

const WAY_BACK = /\b(?:roll(?:ing|ed)?[\s-]?backs?|back(?:ing)?[\s-]?out|revert(?:ing)?|backout|fall[\s-]?back)\b/i
const WAY_BACK_VERB =
  /^(?:\d+[.)]?\s*)?(?:undo|downgrad(?:e|ing)|restor(?:e|ing) (?:the )?(?:previous|old|last|former))\b/i

/** Something is done *about* the rollback on the way forward: tested, prepared, verified. */
const ABOUT_WAY_BACK =
  /^(?:[\d.)]+\s*)?(?:test|verify|check|confirm|rehearse|prepare|practise|practice|review|define|plan|drill)(?:ing)?\b/i

const ORDER = /^(?:step|phase|part|section|stage|chapter)\s+(?:\d+|[a-z])\s*(?:[:.)–—-]\s*)+(?=\S)/i

/** Without marks, links, tags, leading symbols and `Step 5:`, so that `## ⚠️ **If it fails**` means what it says. */
const wordsOf = (text: string): string => {
  const plain = plainText(withoutTags(text)).replace(/[*_`~]/g, '')
  const words = plain.replace(/^(?::[a-z0-9_+-]+:|[^\p{L}\p{N}])+/u, '')
  return withoutNumber(withoutNumber(words).replace(ORDER, ''))
}

export function meaningOfHeading(text: string): HeadingMeaning {
  const plain = wordsOf(text)
  if (FAILURE.some((pattern) => pattern.test(plain))) return 'aside'
  if ((WAY_BACK.test(plain) && !ABOUT_WAY_BACK.test(plain)) || WAY_BACK_VERB.test(plain)) return 'rollback'
  return ASIDE.test(plain) ? 'aside' : 'forward'
}

const ALIASES: string[][] = [
  ['production', 'prod'],
  ['staging', 'stg'],
  ['pre-production', 'preproduction', 'preprod', 'pre-prod'],
  ['test', 'testing'],
  ['development', 'dev'],
  ['qa'],
  ['uat'],
  ['integration', 'int'],
  ['canary'],
]

const COMMON = ['production', 'prod', 'staging', 'stg', 'pre-production', 'preproduction', 'preprod']

/** `Deployment and rollback`: the title of a handbook that holds both. */
const BOTH =
  /\b(?:deploy\w*|releas\w*|roll-?outs?|upgrad\w*|install\w*)\s*(?:and|or|&|\/|,|\+)\s*(?:the\s+)?(?:roll|back|revert)|\b(?:roll-?back|revert)\s*(?:and|or|&|\/|,|\+)\s*(?:deploy|releas|upgrad|install)/i

const words = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')

const isSame = (name: string, word: string) => {
  const lower = name.toLowerCase()
  return lower === word || ALIASES.some((group) => group.includes(lower) && group.includes(word))
}

/** The one environment of the release that a heading names, if exactly one. */
export function environmentOf(text: string, environments: readonly string[]): string | undefined {
  const spoken = words(text)
  const exact = environments.filter((name) => spoken.includes(name.toLowerCase()))
  const found = exact.length > 0 ? exact : environments.filter((name) => spoken.some((word) => isSame(name, word)))
  return found.length === 1 ? found[0] : undefined
}

/** Whether a heading is about an environment or a way back rather than a title. */
export const namesStage = (text: string, environments: readonly string[]): boolean =>
  (meaningOfHeading(text) !== 'forward' && !BOTH.test(text)) ||
  words(text).some((word) => COMMON.includes(word) || environments.some((name) => name.toLowerCase() === word))
