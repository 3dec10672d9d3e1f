/** The deployment window as an iCalendar file (RFC 5545, ical-generator), in a folder the team named. The same event each time: a later one takes its place. */
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Letter, Sent } from '../../ports/notifier.ts'

const DAY_MS = 24 * 3_600_000

export async function calendarText(letter: Letter): Promise<string> {
  const { default: ical, ICalEventStatus, ICalCalendarMethod } = await import('ical-generator')
  const { facts, release, subject, text, anchor, queuedAtMs, about } = letter
  const calendar = ical({
    prodId: { company: 'release-cockpit', product: 'release-cockpit' },
    method: ICalCalendarMethod.PUBLISH,
  })
  const isOff = about.kind === 'stage' && about.stageId === 'cancelled'
  calendar.createEvent({
    id: `${release.ledgerId}@release-cockpit.invalid`,
    sequence: anchor.size,
    stamp: new Date(queuedAtMs),
    start: new Date(facts.atMs),
    end: new Date(facts.untilMs ?? facts.atMs + DAY_MS),
    summary: subject,
    description: text,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  return calendar.toString()
}

export async function writeCalendar(folder: string, letter: Letter): Promise<Sent> {
  const at = isAbsolute(folder) ? folder : join(letter.release.folder, folder)
  const file = join(at, `${letter.mode === 'test' ? 'test-' : ''}${letter.release.id}.ics`)
  try {
    mkdirSync(at, { recursive: true })
    if (!statSync(at).isDirectory()) return { kind: 'refused', reason: `${at} is not a folder.` }
    writeFileSync(`${file}.new`, await calendarText(letter))
    renameSync(`${file}.new`, file)
    return { kind: 'delivered', response: `Written: ${file}` }
  } catch (error) {
    return {
      kind: 'refused',
      reason: `${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
    }
  }
}
