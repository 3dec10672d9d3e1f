/** Whose word an approval is and how sure that is: claimed at the keyboard, spoken, or signed with an SSH key (DESIGN §9). */
import type { Actor, PayloadOf } from '../events/index.ts'

type Given = Pick<PayloadOf<'approval.given'>, 'spoken' | 'signed' | 'recordedBy'>

/** `spoken: by phone, 22:04`. */
export function shortAssurance({ spoken, signed }: Given): string {
  if (spoken) return `spoken: ${spoken.how}`
  return signed ? 'signed' : 'claimed'
}

/** `spoken: by phone, 22:04, recorded by Mei Tanaka`. */
export function assuranceWords(given: Given): string {
  const { signed, recordedBy } = given
  const how = signed ? `signed: SSH key ${signed.keyId}` : shortAssurance(given)
  return recordedBy ? `${how}, ${signed ? 'imported' : 'recorded'} by ${recordedBy}` : how
}

const nameOf = ({ by }: { by: Actor }) => (by.kind === 'person' ? by.name : 'Cockpit')

/** `Ada Obi, spoken: by phone, 22:04`. */
export const shortGivenBy = (given: Given & { by: Actor }): string => `${nameOf(given)}, ${shortAssurance(given)}`

/** The same with who recorded it, or which key it was. */
export const givenByWords = (given: Given & { by: Actor }): string => `${nameOf(given)}, ${assuranceWords(given)}`
