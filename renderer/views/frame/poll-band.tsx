/** While the room is being asked, and after a NO-GO: how it stands, in every view. */
import { judgeRoom, selectLastPoll, viewPoll } from '../../../shared/domain/polls/select-polls.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function PollBand({ deck: { state, environment, isOpen } }: { deck: Deck }) {
  const setUi = useSetUi()
  const poll = selectLastPoll(state, environment.name)
  if (!poll || isOpen || state.standing) return null
  const isRefusal = poll.closed?.outcome === 'no-go'
  if (poll.closed && !isRefusal) return null
  const { go } = viewPoll(state, poll)
  const { words } = judgeRoom(state, environment.name)
  return (
    <section className="deviation" aria-label="Poll">
      <b className="deviation-word">
        <Mark name={isRefusal ? 'no-go' : 'clock'} /> {isRefusal ? 'NO-GO' : `${go.length} of ${poll.quorum} GO`}
      </b>
      <span className="clip" title={words}>
        {words}
      </span>
      <button type="button" className="btn btn-plain end" onClick={() => setUi({ dialog: { kind: 'briefing' } })}>
        Briefing…
      </button>
    </section>
  )
}
