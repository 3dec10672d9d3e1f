/** Whose word an approval is and how sure that is: claimed at the keyboard, spoken, or signed with an SSH key (DESIGN §9). */
import type { Actor, PayloadOf } from '../events/index.ts'

type Given = Pick<PayloadOf<'approval.given'>, 'spoken' | 'signed' | 'recordedBy'>

/** `spoken: by phone, 22:04, recorded by Mei Tanaka`. */
export function assuranceWords({ spoken, signed, recordedBy }: Given): string {
  if (spoken) return `spoken: ${spoken.how}${recordedBy ? `, recorded by ${recordedBy}` : ''}`
  if (signed) return `signed: SSH key ${signed.keyId}${recordedBy ? `, imported by ${recordedBy}` : ''}`
  return 'claimed'
}

/** `Ada Obi, spoken: by phone, 22:04`. */
export const givenByWords = (given: Given & { by: Actor }): string =>
  `${given.by.kind === 'person' ? given.by.name : 'Cockpit'}, ${assuranceWords(given)}`
