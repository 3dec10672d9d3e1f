/** How far the clock of a server is ahead of this machine's, from the `Date` header of an answer. */
import type { HttpAnswer } from '../http-check/send-request.ts'

/** An exchange longer than this says too little about when the header was written. */
const LONGEST_MS = 1000

const header = ({ headers }: HttpAnswer, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1]

/**
 * Ms, positive when the server is ahead; right to half a second and half the exchange, since the header has whole seconds. Undefined without
 * the header, when the exchange took too long, and for an answer out of a cache (`Age`), whose date is not of now.
 */
export const clockOfAnswer = (answer: HttpAnswer, askedAtMs: number, answeredAtMs: number): number | undefined => {
  const dateMs = Date.parse(header(answer, 'date') ?? '')
  const isCached = Number(header(answer, 'age') ?? 0) > 0
  if (Number.isNaN(dateMs) || isCached || answeredAtMs - askedAtMs > LONGEST_MS) return undefined
  return dateMs + 500 - (askedAtMs + answeredAtMs) / 2
}
