import { CheckBox } from '../../components/check-box.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'

/** How the window looks, and to whom. */
export function ScreenSettings() {
  const { theme, isShared, isBig } = useUi((ui) => ui)
  const setUi = useSetUi()
  return (
    <fieldset className="page-themes">
      <legend className="label">Screen</legend>
      {(['dark', 'light'] as const).map((each) => (
        <label key={each} className="check">
          <input type="radio" name="theme" checked={theme === each} onChange={() => setUi({ theme: each })} />
          <span>
            {each === 'dark' ? 'Dark' : 'Light, for a bright room or a projector'} <kbd>T</kbd>
          </span>
        </label>
      ))}
      <CheckBox isOn={isShared} onChange={(on) => setUi({ isShared: on })}>
        Shared: contacts, personal paths and private notes are hidden <kbd>S</kbd>
      </CheckBox>
      <CheckBox isOn={isBig} onChange={(on) => setUi({ isBig: on })}>
        Big: the deck in type for a projector <kbd>B</kbd>
      </CheckBox>
    </fieldset>
  )
}
