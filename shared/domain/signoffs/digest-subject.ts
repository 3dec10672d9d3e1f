import type { Digest, Sha256 } from '../../ids.ts'
import { canonicalText } from '../../ledger/canonical.ts'
import type { Subject } from './subjects.ts'

type Found = Subject | { problem: string }

/** The digest an approval of a subject binds: its own, else that of its parts as RFC 8785 canonical JSON. */
export const digestSubject = (subject: Found, sha256: Sha256): (Subject & { digest: Digest }) | { problem: string } => {
  if ('problem' in subject) return subject
  const { kind, subjectId, parts } = subject
  return {
    ...subject,
    digest: subject.digest ?? sha256(canonicalText({ kind, ...(subjectId ? { subjectId } : {}), parts })),
  }
}
