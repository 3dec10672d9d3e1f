import type { Mention, TextPart } from '../../shared/domain/notes/mentions.ts'

type Props = { parts: readonly TextPart[]; isMe: (mention: Mention) => boolean }

/** A text with those it mentions made out; whoever is at this keyboard inverse. */
export function MentionText({ parts, isMe }: Props) {
  return parts.map(({ text, mention }, index) =>
    mention ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text stand where they stand
      <b key={index} className={isMe(mention) ? 'mention is-me' : 'mention'}>
        {text}
      </b>
    ) : (
      text
    ),
  )
}
