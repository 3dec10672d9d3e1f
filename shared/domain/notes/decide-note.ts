/** Notes, decisions and action items as a scribe writes them down. */
import type { Command } from '../../contract/commands.ts'
import { formatActor } from '../../documents/words.ts'
import type { Decision } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'

export type NoteCommand = Extract<Command, { type: `note.${string}` }>
type OnMinute = Extract<NoteCommand, { noteId: string }>

/** Numbers are never used twice: nothing is ever taken out of the record. */
const nextId = (state: ReleaseState) => `N${(state.minutes ?? []).length + 1}`

function onMinute(state: ReleaseState, command: OnMinute): Decision {
  const { noteId } = command
  const found = state.minutes?.find((each) => each.noteId === noteId)
  if (!found) return reject('unknown-item', `There is no decision or action "${noteId}": cockpit notes lists them.`)
  if (command.type === 'note.assign') {
    // What is not named stays; an empty owner or date is taken away.
    const { owner = found.owner, due = found.due } = command
    return {
      events: [{ type: 'note.assigned', payload: { noteId, ...(owner ? { owner } : {}), ...(due ? { due } : {}) } }],
    }
  }
  if (command.type === 'note.settle') {
    if (found.done) return reject('wrong-state', `${noteId} is done already, says ${formatActor(found.done.by)}.`)
    const words = command.words ? { words: command.words } : {}
    return { events: [{ type: 'note.settled', payload: { noteId, ...words } }] }
  }
  if (!found.done) return reject('wrong-state', `${noteId} is open as it is.`)
  return { events: [{ type: 'note.reopened', payload: { noteId, words: command.words } }] }
}

export function decideNote(state: ReleaseState, command: NoteCommand): Decision {
  if (command.type === 'note.add')
    return { events: [{ type: 'note.added', payload: { text: command.text, runId: command.runId } }] }
  if (command.type !== 'note.minute') return onMinute(state, command)
  const { type: _, ...said } = command
  return { events: [{ type: 'note.minuted', payload: { noteId: nextId(state), ...said } }] }
}
