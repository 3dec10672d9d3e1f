/** Whose word an approval is and how sure that is: claimed at the keyboard, by a PIN, spoken, or signed with an SSH key (DESIGN §9). */
import type { Actor, PayloadOf } from '../events/index.ts'

type Given = Pick<PayloadOf<'approval.given'>, 'spoken' | 'signed' | 'recordedBy' | 'deputy'> & { by?: Actor }

const SUBJECTS = {
  schedule: 'the schedule',
  plan: 'the plan',
  document: 'document',
  'process-step': 'step',
  poll: 'poll',
  review: 'the review of the runbook',
}

/** What a word is about: `switch in production`, `the schedule`, `step strategy`. */
export function bindsWords({ kind, environment, stepId, subjectId }: PayloadOf<'approval.given'>['binds']): string {
  if (kind !== 'run' && kind !== 'step') return `${SUBJECTS[kind]}${subjectId ? ` ${subjectId}` : ''}`
  return `${stepId ? `${stepId} in ` : ''}${environment}`
}

/** `spoken: by phone, 22:04`. */
export function shortAssurance({ spoken, signed, by }: Given): string {
  if (spoken) return `spoken: ${spoken.how}`
  if (signed) return 'signed'
  return by?.kind === 'person' && by.assurance === 'pin' ? 'by PIN' : 'claimed'
}

/** `spoken: by phone, 22:04, recorded by Mei Tanaka`. */
export function assuranceWords(given: Given): string {
  const { signed, recordedBy } = given
  const how = signed ? `signed: SSH key ${signed.keyId}` : shortAssurance(given)
  const as = given.deputy ? `${how}, as deputy` : how
  return recordedBy ? `${as}, ${signed ? 'imported' : 'recorded'} by ${recordedBy}` : as
}

const nameOf = ({ by }: { by: Actor }) => (by.kind === 'person' ? by.name : 'Cockpit')

/** `Ada Obi, spoken: by phone, 22:04`. */
export const shortGivenBy = (given: Given & { by: Actor }): string => `${nameOf(given)}, ${shortAssurance(given)}`

/** The same with who recorded it, or which key it was. */
export const givenByWords = (given: Given & { by: Actor }): string => `${nameOf(given)}, ${assuranceWords(given)}`
