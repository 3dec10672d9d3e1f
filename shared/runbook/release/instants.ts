const FORM = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|([+-])(\d{2}):?(\d{2}))$/

/** An instant written with its offset; undefined when it is none or does not exist (30 February). */
export function parseInstant(text: string): { ms: number; offsetMinutes: number } | undefined {
  const match = FORM.exec(text.trim())
  if (!match) return undefined
  const [, date, time, zone, sign, hours, minutes] = match
  const offset = zone === 'Z' ? 'Z' : `${sign}${hours}:${minutes}`
  const ms = Date.parse(`${date}T${time}${offset}`)
  const local = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms) || Number.isNaN(local) || Number(hours ?? 0) > 14 || Number(minutes ?? 0) > 59) return undefined
  if (dayOf(local) !== Number(date!.slice(8))) return undefined
  const offsetMinutes = zone === 'Z' ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return { ms, offsetMinutes: offsetMinutes === 0 ? 0 : offsetMinutes }
}

/** `Date.parse` lets 30 February pass as 2 March: the day must come back as it was written. */
const dayOf = (ms: number) => new Date(ms).getUTCDate()
