/** Sends notices on every kind of channel. Secrets of a channel are read when it is used, and known from then on, so that no answer brings them onto the record. */
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import {
  cdeventsBody,
  grafanaBody,
  messageKey,
  slackBody,
  teamsBody,
  webhookBody,
} from '../../../shared/documents/notices/payloads.ts'
import type { Channel, Kept } from '../../../shared/runbook/notices/model.ts'
import type { Keychain } from '../../ports/keychain.ts'
import type { Letter, Notifier, Sent } from '../../ports/notifier.ts'
import { readSecret } from '../secrets/read-secret.ts'
import { runSecretCommand } from '../secrets/secret-command.ts'
import { sendHttp } from './send-http.ts'
import { sendSmtp } from './send-smtp.ts'
import { writeCalendar } from './write-calendar.ts'

export type NotifierOptions = {
  env: Record<string, string | undefined>
  keychain: Keychain
  onSecret(value: string): void
  /** Shows it on the desktop of who presents the app; absent where there is none. */
  desktop?: ((title: string, body: string) => boolean) | undefined
  timeoutMs?: number
}

/** A value of a channel that is not there: a person mends it, so it is tried again. */
class Missing extends Error {}

const DESKTOP_BODY = 300

export function createNotifier({ env, keychain, onSecret, desktop, timeoutMs }: NotifierOptions): Notifier {
  const read = async (name: string, kept: Kept, folder: string): Promise<string> => {
    if (typeof kept === 'string') return kept
    const printed = 'command' in kept ? await runSecretCommand({ command: kept.command, folder, env }) : undefined
    const found = readSecret(name, kept, { folder, env, keychain, run: () => printed! })
    if ('problem' in found) throw new Missing(found.problem)
    onSecret(found.value)
    return found.value
  }
  const authority = async (ca: string | undefined, folder: string) => {
    if (ca === undefined) return {}
    try {
      return { ca: await readFile(isAbsolute(ca) ? ca : join(folder, ca), 'utf8') }
    } catch {
      throw new Missing(`The authority ${ca} cannot be read.`)
    }
  }
  const within = timeoutMs === undefined ? {} : { timeoutMs }

  type Hook = Extract<Channel, { kind: 'slack' | 'teams' | 'webhook' }>
  const bodyOf = (channel: Hook, letter: Letter): unknown => {
    if (channel.kind === 'slack') return slackBody(letter)
    if (channel.kind === 'teams') return teamsBody(letter)
    return channel.format === 'cdevents' ? cdeventsBody(letter) : webhookBody(letter)
  }
  const hook = async (channel: Hook, letter: Letter): Promise<Sent> => {
    const { folder } = letter.release
    const body = bodyOf(channel, letter)
    if (body === undefined) return { kind: 'refused', isFinal: true, reason: 'CDEvents has no event for it.' }
    const type = channel.kind === 'webhook' ? 'application/cloudevents+json' : 'application/json'
    const headers: Record<string, string> = {
      'content-type': `${type}; charset=utf-8`,
      'idempotency-key': messageKey(letter),
    }
    for (const [name, value] of Object.entries(channel.headers))
      headers[name.toLowerCase()] = await read(name, value, folder)
    const address = await read('url', channel.url, folder)
    return sendHttp({
      address,
      isSecret: isSecretAddress(channel),
      headers,
      body,
      ...(await authority(channel.ca, folder)),
      ...within,
    })
  }

  const send = async (letter: Letter): Promise<Sent> => {
    const { channel } = letter
    const { folder } = letter.release
    switch (channel.kind) {
      case 'desktop':
        return desktop?.(letter.subject, letter.text.slice(0, DESKTOP_BODY))
          ? { kind: 'delivered', response: 'Shown on the desktop.' }
          : { kind: 'delivered', response: 'Shown in the deck: only the desktop app has notifications.' }
      case 'smtp':
        return sendSmtp(channel, letter, {
          ...(channel.user === undefined ? {} : { user: await read('user', channel.user, folder) }),
          ...(channel.password === undefined ? {} : { password: await read('password', channel.password, folder) }),
          ...(await authority(channel.ca, folder)),
          ...within,
        })
      case 'grafana':
        return sendHttp({
          address: annotationsOf(await read('url', channel.url, folder)),
          isSecret: false,
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await read('token', channel.token, folder)}`,
          },
          body: grafanaBody(letter, channel.dashboard),
          ...(await authority(channel.ca, folder)),
          ...within,
        })
      case 'calendar':
        return writeCalendar(channel.folder, letter)
      default:
        return hook(channel, letter)
    }
  }

  return async (letter) => {
    try {
      return await send(letter)
    } catch (error) {
      if (error instanceof Missing) return { kind: 'refused', reason: error.message }
      // Nothing was sent: what throws here throws before the first byte.
      return { kind: 'refused', isFinal: true, reason: `The message cannot be sent: ${(error as Error).message}` }
    }
  }
}

/** Who has the address of a chat room's webhook can write into it. */
const isSecretAddress = ({ kind, url }: Extract<Channel, { url: Kept }>): boolean =>
  kind !== 'webhook' || typeof url !== 'string'

const annotationsOf = (url: string) => `${url.replace(/\/+$/, '').replace(/\/api\/annotations$/, '')}/api/annotations`
