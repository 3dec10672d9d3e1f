import { followRelease } from '../../shared/contract/follow-release.ts'
import { describeEvent } from '../../shared/documents/describe-event.ts'
import { formatActor } from '../../shared/documents/words.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, withCockpit } from './session.ts'

export type LogOptions = LedgerOptions & { follow?: boolean; search?: string; json?: boolean }

const line = (event: RecordedEvent) =>
  `${String(event.seq).padStart(6)}  ${event.recordedAt}  ${event.type.padEnd(22)} ${formatActor(event.actor)}: ${describeEvent(event)}  ${event.hash.slice(0, 8)}`

const matches = (event: RecordedEvent, search: string | undefined) =>
  search === undefined || JSON.stringify(event).toLowerCase().includes(search.toLowerCase())

/** `cockpit log`: the entries of a release, one line each; `--follow` goes on as they come. */
export async function logCommand(wanted: string | undefined, options: LogOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const session = followRelease(client, release, {
      onState(state, events) {
        for (const event of events)
          if (matches(event, options.search)) io.stdout(`${options.json ? JSON.stringify(event) : line(event)}\n`)
        if (selectUnfinished(state).length === 0 && events.some((event) => event.type === 'run.finished') && caughtUp)
          end()
      },
    })
    let caughtUp = false
    await session.caughtUp()
    caughtUp = true
    const stop = io.onInterrupt(end)
    if (options.follow) await ended
    stop()
    session.close()
    return EXIT.ok
  })
}
