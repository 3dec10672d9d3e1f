/** What a person prefers on this machine: kept in the browser's storage, never on the record. */
export type Theme = 'dark' | 'light'

export type Preferences = {
  theme: Theme
  person: { name: string; role: string }
  metricsPanel: 'charts' | 'scorecard' | 'burn'
  /** The release this window showed last. */
  lastRelease?: string
  /** This screen is shared: contacts, personal paths and private notes are hidden. */
  isShared: boolean
  /** The deck in type for a projector. */
  isBig: boolean
  /** Whether the window calls a person by sound and by a flash of its frame; `volume` from 0 to 1. */
  isSoundOn: boolean
  isFlashOn: boolean
  volume: number
  /** Where releases are on this machine: offered when a folder is asked for. */
  folder: string
}

const KEY = 'release-cockpit'

type Raw = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown, most = 1000): string => (typeof value === 'string' ? value.slice(0, most) : '')
const oneOf = <T extends string>(value: unknown, all: readonly T[]): T => all.find((each) => each === value) ?? all[0]!

const person = (value: unknown): Preferences['person'] =>
  isRecord(value) ? { name: text(value.name, 200), role: text(value.role, 200) } : { name: '', role: '' }

const share = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0.5

/** What of a stored text is what it should be; the rest as if it had never been chosen. */
function fromRaw(raw: Raw): Preferences {
  return {
    theme: oneOf(raw.theme, ['dark', 'light']),
    person: person(raw.person),
    metricsPanel: oneOf(raw.metricsPanel, ['charts', 'scorecard', 'burn']),
    ...(typeof raw.lastRelease === 'string' ? { lastRelease: raw.lastRelease } : {}),
    isShared: raw.isShared === true,
    isBig: raw.isBig === true,
    isSoundOn: raw.isSoundOn !== false,
    isFlashOn: raw.isFlashOn !== false,
    volume: share(raw.volume),
    folder: text(raw.folder),
  }
}

export function readPreferences(storage: Pick<Storage, 'getItem'> | undefined): Preferences {
  try {
    const raw: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}')
    return fromRaw(isRecord(raw) ? raw : {})
  } catch {
    return fromRaw({})
  }
}

export function keepPreferences(storage: Pick<Storage, 'setItem'> | undefined, preferences: Preferences): void {
  try {
    storage?.setItem(KEY, JSON.stringify(pickPreferences(preferences)))
  } catch {
    // A full or forbidden storage only means that preferences are not kept.
  }
}

/** Of a larger state only what is kept. */
export const pickPreferences = (all: Preferences): Preferences => {
  const { theme, person: who, metricsPanel, lastRelease, isShared, isBig } = all
  const { isSoundOn, isFlashOn, volume, folder } = all
  const kept = { theme, person: who, metricsPanel, isShared, isBig, isSoundOn, isFlashOn, volume, folder }
  return { ...kept, ...(lastRelease === undefined ? {} : { lastRelease }) }
}

/** Undefined when the folder can be meant: empty, or a whole path of this machine. */
export function objectToFolder(folder: string): string | undefined {
  if (folder === '' || /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(folder)) return undefined
  return 'Write the whole path, from / or a drive letter on.'
}

/** Undefined when the name can stand on every entry. */
export function objectToName(name: string): string | undefined {
  if (name !== '' && name.trim() === '') return 'Write a name, or nothing: then your login name is used.'
  return /\p{Cc}|[\u202a-\u202e]/u.test(name) ? 'A name has no control characters.' : undefined
}

/** The default folder as the beginning of a path that is typed on. */
export const folderBegin = (folder: string): string => {
  if (folder === '' || /[\\/]$/.test(folder)) return folder
  return `${folder}${/^[A-Za-z]:\\|^\\\\/.test(folder) ? '\\' : '/'}`
}
