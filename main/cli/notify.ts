/** `cockpit notify`: the notice of a stage, drafted from the record, read and edited by a person, sent. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { type Draft, draftStage } from '../../shared/documents/notices/draft.ts'
import { NOTICE_WORDS, noticeOutcome, readersOf } from '../../shared/documents/notices/notice-words.ts'
import {
  recipientsOf,
  selectStageAudience,
  selectStageChannels,
  withoutAddress,
} from '../../shared/domain/notices/channels.ts'
import type { NoticeState } from '../../shared/domain/notices/notice-state.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { offsetOf, viewOf } from './notices.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type NotifyOptions = LedgerOptions & {
  stage: string
  edit?: string
  mode?: 'test' | 'on'
  channel?: string[]
  again?: boolean
  draft?: boolean
  yes?: boolean
  json?: boolean
  as?: string
}

/** `Subject: …` in its first line, an empty one, then the text; without such a line it is all text. */
function readDraft(file: string, io: CliIo, draft: Draft): Draft {
  let written: string
  try {
    written = readFileSync(resolve(io.cwd, file), 'utf8')
  } catch (error) {
    throw new CliFailure(EXIT.unusable, `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}.`)
  }
  const [, subject, text] = /^Subject:[ \t]*(.+)\r?\n(?:\r?\n)?([\s\S]*)$/.exec(written) ?? []
  return subject === undefined ? { ...draft, text: written } : { subject, text: text! }
}

const written = ({ subject, text }: Draft) => `Subject: ${subject}\n\n${text.trimEnd()}\n`

/** Whom it goes to, by channel, and who has no address. */
function readers(state: ReleaseState, { stage, channel: only }: NotifyOptions, mode: 'test' | 'on'): string[] {
  const { definition } = state
  if (!definition) return []
  const audience = selectStageAudience(definition, stage)
  return selectStageChannels(definition, stage, mode)
    .filter(({ name }) => !only || only.includes(name))
    .map((each) => {
      const recipients = recipientsOf(definition, each, mode === 'test' ? [] : audience)
      const without = mode === 'on' ? withoutAddress(definition, each, audience) : []
      return `  ${each.name} (${each.kind})${recipients.length > 0 ? `: ${recipients.join(', ')}` : ''}${without.length > 0 ? `; without an address: ${without.join(', ')}` : ''}`
    })
}

async function confirm(options: NotifyOptions, io: CliIo): Promise<void> {
  if (options.yes) return
  if (!io.ask)
    throw new CliFailure(EXIT.unusable, 'Nobody can read it here: look at it with --draft, then send it with --yes.')
  const answer = await io.ask('Send it? [y/N] ')
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliFailure(EXIT.failed, 'Nothing was sent.')
}

const PENDING: readonly NoticeState['status'][] = ['queued', 'sending']

/** Each was tried once: what was not taken is tried again by the cockpit that is open then. */
async function settled(client: CockpitClient, release: ReleaseId, fromSeq: number): Promise<NoticeState[]> {
  return new Promise((done) => {
    const stop = client.onFeed((message) => void (message.kind === 'events' && message.release === release && look()))
    const look = async () => {
      const sent = viewOf(await readState(client, release)).messages.filter(({ seq }) => seq > fromSeq)
      if (sent.some(({ status, attempts }) => PENDING.includes(status) && (attempts === 0 || status === 'sending')))
        return
      stop()
      done(sent.toReversed())
    }
    void look()
  })
}

export async function notifyCommand(wanted: string | undefined, options: NotifyOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const state = await readState(client, release)
    const view = viewOf(state)
    const draft = draftStage(state, state.definition!, options.stage, Date.now())
    const message = options.edit ? readDraft(options.edit, io, draft) : draft
    if (options.draft) {
      io.stdout(written(message))
      return EXIT.ok
    }
    const mode = options.mode ?? (view.mode === 'test' ? 'test' : 'on')
    const to = readers(state, options, mode)
    if (!options.json)
      io.stdout(`${mode === 'test' ? 'TEST, to yourself' : 'To'}:\n${to.join('\n') || '  nobody'}\n${written(message)}`)
    if (to.length > 0) await confirm(options, io)
    const as = await whoAmI(client, options.as)
    await send(
      client,
      release,
      {
        type: 'notice.send',
        stage: options.stage,
        ...message,
        mode,
        again: options.again ?? false,
        ...(options.channel ? { channels: options.channel } : {}),
      },
      as,
    )
    const sent = await settled(client, release, state.size)
    if (options.json) io.stdout(`${JSON.stringify(sent)}\n`)
    else
      for (const each of sent)
        io.stdout(
          `${each.id}  ${NOTICE_WORDS[each.status]}  ${readersOf(each)}  ${noticeOutcome(each, offsetOf(state))}\n`,
        )
    return sent.every(({ status }) => status === 'delivered') ? EXIT.ok : EXIT.failed
  })
}
