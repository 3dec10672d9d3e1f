/** Whom one can mention in this release, and whether that is who sits here. */
import { useMemo } from 'react'
import { type Mention, mentionable } from '../../../shared/domain/notes/mentions.ts'
import { sameName } from '../../../shared/domain/same-name.ts'
import { useCockpit, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function useMentions({ definition }: Deck): { whom: Mention[]; isMe: (mention: Mention) => boolean } {
  const person = useUi((ui) => ui.person)
  const user = useCockpit((state) => state.hello?.user)
  const whom = useMemo(() => mentionable(definition), [definition])
  const own = person.name || user || ''
  return {
    whom,
    isMe: ({ kind, name }) => (kind === 'role' ? name === person.role : sameName(name, own)),
  }
}
