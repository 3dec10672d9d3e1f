/** Names that look like somebody else's, or hide what they are: nobody signs with one. */
import type { ReleaseDefinition } from '../../runbook/model.ts'
import { normalName, sameName } from '../same-name.ts'

/** Control, format (direction marks, zero-width), private-use and unassigned characters, and line separators. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/u

/** Letters of Cyrillic and Greek that are drawn like Latin ones (from Unicode's confusables, those of names). */
const LOOKALIKES: Record<string, string> = Object.fromEntries(
  `аa вb еe ёe кk мm нh оo рp сc тt уy хx іi їi јj ѕs ԁd ԛq ԝw һh ӏl αa βb εe ηn ιi κk μm νv οo ρp τt υu χx ζz ıi`
    .split(' ')
    .map((pair) => [[...pair][0]!, [...pair][1]!]),
)

/** The name as an eye reads it: without accents, lookalikes as Latin letters. */
const skeleton = (name: string): string =>
  [...normalName(name).normalize('NFD').replace(/\p{M}/gu, '')].map((letter) => LOOKALIKES[letter] ?? letter).join('')

/** Why nobody can sign with this name, as a sentence; undefined for a name as people have them. */
export function refuseName(team: ReleaseDefinition['team'], name: string): string | undefined {
  if (HIDDEN.test(name)) return 'This name holds characters that nobody sees: write it with letters only.'
  const people = Object.values(team).flat()
  if (people.some((each) => sameName(each.name, name))) return undefined
  const double = people.find((each) => skeleton(each.name) === skeleton(name))
  return double && `“${name}” only looks like ${double.name} of the team: it is written with other letters.`
}
