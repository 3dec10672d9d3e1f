/** How numbers are written everywhere: the screen, the terminal and the documents. */

const pad = (value: number) => String(value).padStart(2, '0')

/** `m:ss`, `h:mm:ss` or `1 d 5:17:36`; whole seconds, rounded down. Negative values get a true minus. */
export function formatClock(ms: number): string {
  const sign = ms <= -1000 ? '−' : ''
  const total = Math.floor(Math.abs(ms) / 1000)
  const days = Math.floor(total / 86_400)
  const hours = Math.floor((total % 86_400) / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const rest = hours > 0 || days > 0 ? `${hours}:${pad(minutes)}:${pad(total % 60)}` : `${minutes}:${pad(total % 60)}`
  return `${sign}${days > 0 ? `${days} d ` : ''}${rest}`
}

/** `2026-12-04 22:00 +01:00`: an instant as it was agreed, in the zone it was agreed in. */
export const formatAgreed = (iso: string): string =>
  iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/, '$1 $2 $3')

/** `1,402`. */
export const formatCount = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `118 KB`, `9.6 MB`: decimal units. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = ''
  for (const next of units) {
    value /= 1000
    unit = next
    if (value < 999.5) break
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** `c41d 9e07`: enough of a digest to compare by eye. */
/** “1 step”, “1,200 steps”. */
export const formatMany = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : plural}`

export const formatDigest = (digest: string): string => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`

/** The name a person or the cockpit acts under. */
export const formatActor = (actor: { kind: 'cockpit' } | { kind: 'person'; name: string; role?: string }): string =>
  actor.kind === 'cockpit' ? 'Cockpit' : actor.role ? `${actor.name}, ${formatRole(actor.role)}` : actor.name

const UPPER = ['sre', 'qa', 'devops']

/** `devops-lead` → `DevOps Lead`. */
export const formatRole = (role: string): string =>
  role
    .split('-')
    .map((word) =>
      UPPER.includes(word)
        ? word === 'devops'
          ? 'DevOps'
          : word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ')

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
