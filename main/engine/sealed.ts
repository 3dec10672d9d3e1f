import type { Envelope, Recorded } from '../../shared/events/envelope.ts'
import { digest, type ReleaseId } from '../../shared/ids.ts'
import type { SealedEntry } from '../ports/event-store.ts'

export const envelopeOf = ({ envelope }: SealedEntry): Envelope => JSON.parse(envelope) as Envelope

/** A sealed entry as it will be read back from the ledger. */
export const recordedOf = (release: ReleaseId, sealed: SealedEntry): Recorded => ({
  ...envelopeOf(sealed),
  payload: JSON.parse(sealed.payload),
  hash: digest(sealed.hash),
  release,
})
