import { Mark } from '../../components/mark.tsx'
import { useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { MOST_PRIVATE_CHARACTERS, usePrivateNotes } from '../../state/use-private-notes.ts'

/** Notes to oneself: in this browser only, and on no screen that is shared. */
export function PrivateNotes({ deck }: { deck: Deck }) {
  const isShared = useUi((ui) => ui.isShared)
  const { text, write, isKept } = usePrivateNotes(deck.state.release)
  if (isShared)
    return (
      <p className="feed feed-pad t2">
        <Mark name="screen" /> This screen is shared: your private notes are not shown.
      </p>
    )
  return (
    <div className="private-notes">
      <textarea
        className="field"
        aria-label="Private notes"
        placeholder="Only for you: kept in this browser, on no record, sent to nobody, hidden while the screen is shared."
        maxLength={MOST_PRIVATE_CHARACTERS}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      {!isKept && <p className="small bold">This browser keeps nothing: the text is gone when the window closes.</p>}
    </div>
  )
}
