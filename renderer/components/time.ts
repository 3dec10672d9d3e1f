/** Instants as the room reads them: one offset for the whole window, named once. */
const pad = (value: number) => String(value).padStart(2, '0')

const at = (ms: number, offsetMinutes: number) => new Date(ms + offsetMinutes * 60_000)

/** `22:23:51`. */
export const formatTime = (ms: number, offsetMinutes: number): string => {
  const date = at(ms, offsetMinutes)
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
}

/** `22:23`. */
export const formatMinute = (ms: number, offsetMinutes: number): string => formatTime(ms, offsetMinutes).slice(0, 5)

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Fri 27 Nov`. */
export const formatDay = (ms: number, offsetMinutes: number): string => {
  const date = at(ms, offsetMinutes)
  return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

/** `Fri 27 Nov 2026`. */
export const formatDate = (ms: number, offsetMinutes: number): string =>
  `${formatDay(ms, offsetMinutes)} ${at(ms, offsetMinutes).getUTCFullYear()}`

/** `UTC+1`, `UTC−3:30`, `UTC`. */
export const formatZone = (offsetMinutes: number): string => {
  if (offsetMinutes === 0) return 'UTC'
  const minutes = Math.abs(offsetMinutes) % 60
  return `UTC${offsetMinutes < 0 ? '−' : '+'}${Math.floor(Math.abs(offsetMinutes) / 60)}${minutes ? `:${pad(minutes)}` : ''}`
}

/** `+0:38`, `−0:18`: signed, with a true minus. */
export const formatDiff = (ms: number): string => {
  const total = Math.round(Math.abs(ms) / 1000)
  return `${ms < 0 && total > 0 ? '−' : '+'}${Math.floor(total / 60)}:${pad(total % 60)}`
}
