/** What release.yaml says of communication, after parsing (docs/communication.md). */
import type { SecretRef } from '../model.ts'

export const NOTICE_MODES = ['off', 'test', 'on'] as const
export type NoticeMode = (typeof NOTICE_MODES)[number]

/** Everybody the team names, unless it names this role itself. */
export const EVERYBODY = 'stakeholders'

/** What may stand in braces in a team's own texts. */
export const PLACEHOLDERS = ['name', 'version', 'previous', 'window', 'ticket', 'environment', 'facts'] as const

/** What happens in a release that is told without anybody asking. */
export const NOTICE_EVENTS = [
  'run-started',
  'run-finished',
  'run-failed',
  'rolled-back',
  'critical',
  'decision',
  'resolved',
  'trigger',
  'step',
] as const
export type NoticeEvent = (typeof NOTICE_EVENTS)[number]

/** A value that may be secret: as written, or where it is kept. */
export type Kept = string | SecretRef

type Hook = { url: Kept; headers: Record<string, Kept>; ca?: string }

/** `to`: the roles it is for; everybody when left out. */
export type Channel = { name: string; to?: string[] } & (
  | { kind: 'desktop' }
  | ({ kind: 'slack' } & Hook)
  | ({ kind: 'teams' } & Hook)
  | ({ kind: 'webhook'; format: 'json' | 'cdevents' } & Hook)
  | {
      kind: 'smtp'
      host: string
      port: number
      /** TLS from the first byte; else STARTTLS where the server offers it, and always before a password. */
      secure: boolean
      from: string
      addresses: string[]
      user?: Kept
      password?: Kept
      ca?: string
    }
  | { kind: 'grafana'; url: Kept; token: Kept; dashboard?: string; ca?: string }
  | { kind: 'calendar'; folder: string }
)

/** What a team says of one stage or event. `offsetMs`: from its anchor, negative before it. */
export type NoticeOverride = {
  channels?: string[]
  audience?: string[]
  subject?: string
  text?: string
  offsetMs?: number
  off?: boolean
}

export type NoticePlan = {
  mode: NoticeMode
  /** The channel that gets everything in the mode `test`, and nothing else ever. */
  test?: string
  channels: Channel[]
  stages: Record<string, NoticeOverride>
  events: Partial<Record<NoticeEvent, NoticeOverride>>
}
