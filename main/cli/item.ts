/** `cockpit item`: what a person says of a task, a checklist item or a deliverable of the process. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { ITEM_WORDS, itemWords } from '../../shared/documents/process-words.ts'
import { findItemView, projectProcess } from '../../shared/domain/process/project-process.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { runId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type ItemOptions = LedgerOptions & {
  file?: string[]
  link?: string[]
  run?: string[]
  note?: string[]
  take?: boolean
  person?: string
  reopen?: boolean
  waive?: boolean
  reason?: string
  as?: string
  role?: string
}

type Evidence = Extract<CommandInput, { type: 'item.done' }>['evidence']

const evidenceOf = ({ file = [], link = [], run = [], note = [] }: ItemOptions): Evidence => [
  ...file.map((path) => ({ kind: 'file' as const, path })),
  ...link.map((url) => ({ kind: 'link' as const, url })),
  ...run.map((id) => ({ kind: 'run' as const, runId: runId(id) })),
  ...note.map((text) => ({ kind: 'note' as const, text })),
]

function needReason({ reason }: ItemOptions): string {
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  return reason
}

/** Undefined when nothing is said: then the item is only shown. */
function commandOf(item: string, options: ItemOptions): CommandInput | undefined {
  const evidence = evidenceOf(options)
  const said = [options.take, options.reopen, options.waive, evidence.length > 0].filter(Boolean).length
  if (said === 0) return undefined
  if (said > 1)
    throw new CliFailure(
      EXIT.unusable,
      'Say one of --take, --reopen, --waive, or what shows that it is done (--file, --link, --run, --note).',
    )
  if (options.take) return { type: 'item.take', item, ...(options.person ? { person: options.person } : {}) }
  if (options.reopen) return { type: 'item.reopen', item, reason: needReason(options) }
  if (!options.waive) return { type: 'item.done', item, evidence, ...(options.role ? { role: options.role } : {}) }
  if (!options.role) throw new CliFailure(EXIT.unusable, 'To set it aside give --role ROLE: whose word it is.')
  return { type: 'item.waive', item, role: options.role, reason: needReason(options) }
}

function lineOf(state: ReleaseState, id: string): string {
  const view = projectProcess(state, Date.now())
  const found = view && findItemView(view, id)
  if (!view || !found)
    throw new CliFailure(EXIT.unusable, `The process has no item "${id}": cockpit plan lists them, each with its id.`)
  return `${ITEM_WORDS[found.status]}: ${found.item.title} [${id}]. ${itemWords(view.process, found)}`
}

export async function itemCommand(release: string, item: string, options: ItemOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const found = await findOrOpen(client, release, io)
    lineOf(await readState(client, found), item)
    const command = commandOf(item, options)
    if (command) await send(client, found, command, await whoAmI(client, options.as, options.role))
    io.stdout(`${lineOf(await readState(client, found), item)}\n`)
    return EXIT.ok
  })
}
