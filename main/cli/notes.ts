/** `cockpit note` and `cockpit notes`: what a scribe writes down, and what became of it. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { CommandInput } from '../../shared/contract/commands.ts'
import { minuteLine } from '../../shared/documents/room-words.ts'
import { formatActor, formatCount } from '../../shared/documents/words.ts'
import { selectMinutes } from '../../shared/domain/notes/select-minutes.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

type By = LedgerOptions & { as?: string; role?: string }
export type NoteOptions = By & { decision?: boolean; action?: boolean; owner?: string; due?: string }
export type NotesOptions = By & {
  all?: boolean
  json?: boolean
  done?: string
  reopen?: string
  assign?: string
  words?: string
  owner?: string
  due?: string
}

const bad = (message: string) => new CliFailure(EXIT.unusable, message)

function commandOf(text: string, { decision, action, owner, due }: NoteOptions): CommandInput {
  if (decision && action) throw bad('A note is a decision or an action, not both: write two.')
  if (!decision && !action) {
    if (owner || due) throw bad('--owner and --due go with --decision or --action.')
    return { type: 'note.add', text }
  }
  const kind = decision ? 'decision' : 'action'
  return { type: 'note.minute', kind, text, ...(owner ? { owner } : {}), ...(due ? { due } : {}) }
}

const offsetOf = ({ definition }: ReleaseState) => definition?.windows[0]?.offsetMinutes ?? 0

const minutesOf = (state: ReleaseState) => selectMinutes(state, Date.now(), offsetOf(state))

export async function noteCommand(wanted: string, text: string, options: NoteOptions, io: CliIo): Promise<number> {
  const command = commandOf(text, options)
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    await send(client, release, command, await whoAmI(client, options.as, options.role))
    if (command.type === 'note.minute') {
      const written = minutesOf(await readState(client, release)).at(-1)
      if (written) io.stdout(`${minuteLine(written)}\n`)
    }
    return EXIT.ok
  })
}

function changeOf({ done, reopen, assign, words, owner, due }: NotesOptions): CommandInput | undefined {
  if ([done, reopen, assign].filter((each) => each !== undefined).length > 1)
    throw bad('Say one of --done, --reopen and --assign.')
  if (done !== undefined) return { type: 'note.settle', noteId: done, ...(words ? { words } : {}) }
  if (reopen !== undefined) {
    if (!words) throw bad('Say why it is open again: --words TEXT.')
    return { type: 'note.reopen', noteId: reopen, words }
  }
  if (assign !== undefined) {
    if (owner === undefined && due === undefined) throw bad('Say --owner NAME, --due DATE or both; "" takes one away.')
    const now = { ...(owner === undefined ? {} : { owner }), ...(due === undefined ? {} : { due }) }
    return { type: 'note.assign', noteId: assign, ...now }
  }
  if (words !== undefined || owner !== undefined || due !== undefined)
    throw bad('--words, --owner and --due go with --done, --reopen or --assign. To write a note: cockpit note.')
  return undefined
}

/** For `cockpit status`: what must not be lost. */
export const openMinutesLines = (state: ReleaseState, nowMs: number): string[] =>
  selectMinutes(state, nowMs, offsetOf(state))
    .filter(({ done }) => !done)
    .map(minuteLine)

/** Without --all the newest. */
const SHOWN_NOTES = 20

const stamp = (ms: number, offsetMinutes: number) =>
  new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')

function listLines(state: ReleaseState, all: boolean): string[] {
  const minutes = minutesOf(state)
  const shown = minutes.filter(({ done }) => all || !done)
  const notes = all ? state.notes : state.notes.slice(-SHOWN_NOTES)
  const left = state.notes.length - notes.length
  const hidden = minutes.length - shown.length
  if (minutes.length === 0 && notes.length === 0)
    return [
      'Nothing is written down yet: cockpit note RELEASE TEXT, with --decision or --action for what must not be lost.',
    ]
  return [
    ...shown.map(minuteLine),
    ...(hidden > 0 ? [`${formatCount(hidden)} done (--all)`] : []),
    ...notes.map(({ atMs, by, text }) => `${stamp(atMs, offsetOf(state))} ${formatActor(by)}: ${text}`),
    ...(left > 0 ? [`${formatCount(left)} older notes (--all)`] : []),
  ]
}

async function change(
  client: CockpitClient,
  release: ReleaseId,
  command: CommandInput,
  options: NotesOptions,
  io: CliIo,
): Promise<void> {
  await send(client, release, command, await whoAmI(client, options.as, options.role))
  const id = 'noteId' in command ? command.noteId : undefined
  const found = minutesOf(await readState(client, release)).find(({ noteId }) => noteId === id)
  if (found) io.stdout(`${minuteLine(found)}\n`)
}

export async function notesCommand(wanted: string | undefined, options: NotesOptions, io: CliIo): Promise<number> {
  const command = changeOf(options)
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    if (command) await change(client, release, command, options, io)
    else {
      const state = await readState(client, release)
      if (options.json) io.stdout(`${JSON.stringify({ minutes: minutesOf(state), notes: state.notes })}\n`)
      else io.stdout(`${listLines(state, options.all ?? false).join('\n')}\n`)
    }
    return EXIT.ok
  })
}
