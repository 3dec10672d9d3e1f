/** How decisions and actions that were written down, and who drives, read among notes and decisions. */
import { assignedWords, minutedWords, offerEndedWords, tookWords } from '../documents/room-words.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { Wording } from './project-feed.ts'

export function roomWording(event: RecordedEvent): Wording | undefined {
  switch (event.type) {
    case 'note.added':
      return { kind: 'note', text: event.payload.text }
    case 'note.minuted':
      return { kind: event.payload.kind, text: minutedWords(event.payload) }
    case 'note.assigned':
      return {
        kind: 'action',
        text: `${event.payload.noteId}${assignedWords(event.payload) || ', nobody and no date'}`,
      }
    case 'note.settled':
      return {
        kind: 'done',
        text: `${event.payload.noteId} is done${event.payload.words ? `. ${event.payload.words}` : ''}`,
      }
    case 'note.reopened':
      return { kind: 'action', text: `${event.payload.noteId} is open again. ${event.payload.words}` }
    case 'driver.took':
      return { kind: 'decision', text: tookWords(event.payload) }
    case 'driver.offered':
      return {
        kind: 'decision',
        text: `Asks ${event.payload.to} to drive${event.payload.words ? `. ${event.payload.words}` : ''}`,
      }
    case 'driver.handed-over':
      return { kind: 'decision', text: `Drives, handed over by ${event.payload.from}` }
    case 'driver.offer-ended':
      return { kind: 'decision', text: offerEndedWords(event.payload) }
    case 'driver.left':
      return {
        kind: 'decision',
        text: `Drives no more${event.payload.reason ? `. ${event.payload.reason}` : ''}`,
      }
    default:
      return undefined
  }
}
