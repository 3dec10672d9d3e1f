/** What was decided in the room, and who sees to what by when. */
import { selectMinutes } from '../../domain/notes/select-minutes.ts'
import { minuteState, ownerWords } from '../room-words.ts'
import { capital, formatActor, formatAgreed } from '../words.ts'
import { type Ground, instant } from './ground.ts'
import { heading, table } from './markdown-blocks.ts'

export function minutesPart(ground: Ground): string[] {
  const minutes = selectMinutes(ground.state, ground.nowMs, ground.offsetMinutes)
  const rowsOf = (kind: 'decision' | 'action') =>
    minutes
      .filter((each) => each.kind === kind)
      .map((each) => [
        each.noteId,
        each.text,
        each.owner ? ownerWords(each.owner) : '',
        each.due ? formatAgreed(each.due) : '',
        capital(minuteState(each)),
        `${formatActor(each.by)}, ${instant(ground, each.atMs)}`,
      ])
  const tableOf = (kind: 'decision' | 'action', what: string) =>
    table(
      ['', what, 'Owner', 'Due', 'State', 'Written down by'],
      rowsOf(kind),
      `No ${kind} was written down: cockpit note --${kind} does.`,
    )
  return [
    heading(2, 'What was decided, and what is to be done'),
    heading(3, 'Decisions'),
    tableOf('decision', 'Decided'),
    heading(3, 'Actions'),
    tableOf('action', 'To be done'),
  ]
}
