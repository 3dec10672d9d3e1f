/** Words put behind a word of a command. */
import { placeIn } from '../findings.ts'
import type { LineEdit, Step } from '../model.ts'
import type { WordPlace } from '../shell/shell-command.ts'

/** `word` as it stands at `place` of the step's text, without quotes. */
export function editAfter(step: Step, place: WordPlace, word: string, added: string): LineEdit {
  const { line, column } = placeIn(step, place)
  return { line, column, find: word, becomes: `${word} ${added}` }
}
