export const NOTE_FIELD = 'note-field'

/** To the note field: at once when the deck is shown, else as soon as it is. */
export function focusNote(): void {
  const field = document.getElementById(NOTE_FIELD)
  if (field) field.focus()
  else requestAnimationFrame(() => document.getElementById(NOTE_FIELD)?.focus())
}
