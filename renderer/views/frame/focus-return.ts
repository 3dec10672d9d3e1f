export const RETURN_BUTTONS = { continue: 'return-continue', hold: 'return-hold' } as const

/** To a button of the return band; a second key presses it, so that nothing goes on by a slip. False when there is none. */
export function focusReturn(button: keyof typeof RETURN_BUTTONS): boolean {
  const found = document.getElementById(RETURN_BUTTONS[button])
  found?.focus()
  return found !== null
}
