/** Webhooks, chat rooms and Grafana: a JSON document by POST, and what the answer means for the message. */
import { SEND_TIMEOUT_MS, type Sent } from '../../ports/notifier.ts'
import { describeFailure, parseHttpUrl, shownUrl } from '../http-check/describe-failure.ts'
import { post } from './post.ts'

const plain = (text: string) =>
  text
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)

/** A gateway that got no answer, or a broken one, does not know what became of the request. */
const OF_GATEWAYS: readonly number[] = [502, 504]

/** `path`: of the address, which is all that may be said of one that is a secret. */
const shown = (url: URL, isSecret: boolean) => (isSecret ? `${url.protocol}//${url.host}/…` : shownUrl(url))

export async function sendHttp(request: {
  address: string
  isSecret: boolean
  headers: Record<string, string>
  body: unknown
  ca?: string
  timeoutMs?: number
}): Promise<Sent> {
  const parsed = parseHttpUrl(request.address)
  if ('problem' in parsed)
    return { kind: 'refused', isFinal: true, reason: 'The address of the channel is not one of http or https.' }
  const { url } = parsed
  const name = shown(url, request.isSecret)
  const { timeoutMs = SEND_TIMEOUT_MS, ca } = request
  const posted = await post({
    url,
    timeoutMs,
    body: JSON.stringify(request.body),
    headers: { 'user-agent': 'release-cockpit', ...request.headers },
    ...(ca === undefined ? {} : { ca }),
  })
  if (posted.kind === 'failed') {
    const reason = `${name} ${describeFailure(posted.error, 'name its authority with “ca:” of the channel')}.`
    return posted.wasSent ? { kind: 'unknown', reason } : { kind: 'refused', reason }
  }
  const { status, text } = posted
  const words = `${status}${plain(text) ? ` ${plain(text)}` : ''}`
  if (status >= 200 && status < 300) return { kind: 'delivered', response: words }
  if (status >= 300 && status < 400)
    return {
      kind: 'refused',
      isFinal: true,
      reason: `${name} answers ${status}, another address${posted.location && !request.isSecret ? ` (${plain(posted.location)})` : ''}: write that one into the channel, redirects are not followed.`,
    }
  if (OF_GATEWAYS.includes(status)) return { kind: 'unknown', reason: `${name} answers ${words}.` }
  return { kind: 'refused', reason: `${name} answers ${words}.` }
}
