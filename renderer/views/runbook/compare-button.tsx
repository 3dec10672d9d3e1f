import { useSession, useUi } from '../../state/context.tsx'

/** Shows the difference in place of the document, and the document again. */
export function CompareButton() {
  const { ui } = useSession()
  const isComparing = useUi((state) => state.review.pane === 'compare')
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={isComparing}
      onClick={() =>
        ui.setState(({ review }) => ({ review: { ...review, pane: isComparing ? 'document' : 'compare' } }))
      }
    >
      {isComparing ? 'Back to the document' : 'Compare…'}
    </button>
  )
}
