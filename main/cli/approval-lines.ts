/** The standing words of roles, for `cockpit status`: whose word, how sure that is, and the entry it is taken back by. */
import { bindsWords, givenByWords } from '../../shared/documents/approval-words.ts'
import { formatDigest, formatRole } from '../../shared/documents/words.ts'
import { selectStandingWords } from '../../shared/domain/standing-words.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'

export const approvalLines = (state: ReleaseState): string[] =>
  selectStandingWords(state).map((word) => {
    const { role, decision, binds, isVoid, words } = word
    const said = isVoid ? `${decision.toUpperCase()}, void since a change` : decision.toUpperCase()
    return `${formatRole(role)}: ${said} for ${bindsWords(binds)}, ${formatDigest(binds.digest)}, ${givenByWords(word)}${words ? `. ${words}` : ''}`
  })
