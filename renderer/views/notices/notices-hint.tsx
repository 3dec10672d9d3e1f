/** In the header: what should have been told by now, or needs a person's word. */
import { noticesLine } from '../../../shared/documents/notices/notice-words.ts'
import { projectNotices } from '../../../shared/domain/notices/project-notices.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function NoticesHint({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const view = projectNotices(deck.state, deck.nowMs)
  if (!view?.hasChannels) return null
  const open = view.messages.filter(
    ({ status, mode }) => mode === 'on' && (status === 'unknown' || status === 'given-up'),
  ).length
  const isLate = view.overdue.length > 0
  const count = isLate ? view.overdue.length : open
  if (count === 0) return null
  const words = count === 1 ? '1 notice' : `${count} notices`
  return (
    <button
      type="button"
      className="link small bold notices-hint"
      title={noticesLine(view)}
      onClick={() => setUi({ view: 'plan', planStep: 'strategy' })}
    >
      <Mark name={isLate ? 'timed-out' : 'unknown'} /> {words} {isLate ? 'overdue' : 'to look at'}
    </button>
  )
}
