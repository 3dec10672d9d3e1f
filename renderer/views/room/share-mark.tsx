import { Mark } from '../../components/mark.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'

/** Unmistakable while it is on, and one click away while it is not. */
export function ShareMark() {
  const isShared = useUi((ui) => ui.isShared)
  const setUi = useSetUi()
  return (
    <button
      type="button"
      className={isShared ? 'tab share-mark is-on' : 'tab share-mark'}
      aria-pressed={isShared}
      aria-label="Screen shared: contacts, personal paths and private notes are hidden"
      title={
        isShared
          ? 'Contacts, personal paths and private notes are hidden. Click, or S, to show them again.'
          : 'Before this screen is shared: hides contacts, personal paths and private notes. S'
      }
      onClick={() => setUi({ isShared: !isShared })}
    >
      <Mark name="screen" />
      {isShared && <span>SHARED</span>}
    </button>
  )
}
