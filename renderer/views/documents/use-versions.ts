/** What a person does with the versions of a document. Each answers with a sentence when it is refused. */
import type { DocumentSaid } from '../../../shared/contract/results.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { MAX_DOCUMENT_BYTES } from '../../../shared/domain/documents/decide-document.ts'
import type { Digest } from '../../../shared/ids.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** What is longer would not arrive: a message of a window is short. */
const isTooLong = (text: string) => bytesOf(text) > MAX_DOCUMENT_BYTES || bytesOf(JSON.stringify(text)) > 240_000

const TOO_LONG = `The text is longer than the ${MAX_DOCUMENT_BYTES / 1000} kB a version may have. Bring it as a file, as evidence of the deliverable.`

const refusalOf = async (said: Promise<DocumentSaid>): Promise<string | undefined> => {
  try {
    const answer = await said
    return answer.ok ? undefined : answer.rejection.message
  } catch (problem) {
    return messageOf(problem)
  }
}

export function useVersions({ state: { release } }: Deck, document: ReportKind) {
  const { cockpit } = useSession()
  const person = usePerson()
  const { client } = cockpit
  return {
    save: async (text: string, baseVersion: number) =>
      isTooLong(text)
        ? TOO_LONG
        : refusalOf(client.call('document.save', { release, document, text, baseVersion, as: person() })),
    restore: (restores: number, baseVersion: number) =>
      refusalOf(client.call('document.save', { release, document, restores, baseVersion, as: person() })),
    publish: (version: number, digest: Digest) =>
      refusalOf(client.call('document.publish', { release, document, version, digest, as: person() })),
    compare: (from: number, to: number) => client.call('document.compare', { release, document, from, to }),
  }
}
