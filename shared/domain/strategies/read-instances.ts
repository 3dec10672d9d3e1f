/** Reads what a fleet says of itself: a JSON array, or a line for each instance. */
import { readJsonPath } from '../../analysis/json-path.ts'
import type { Instance } from './sides.ts'

export type ReadInstances = { instances: Instance[] } | { error: string }

const MAX_INSTANCES = 500
const MAX_TEXT = 200
const FORM = 'NAME VERSION ok|failing[ REASON]'

const cut = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)

function fromLine(line: string, where: string): Instance | string {
  const [name, version, state, ...reason] = line.trim().split(/\s+/)
  if (!name || !version || (state !== 'ok' && state !== 'failing'))
    return `${where} said "${cut(line.trim())}": each line must be ${FORM}.`
  return {
    name: cut(name),
    version: cut(version),
    ok: state === 'ok',
    ...(reason.length > 0 ? { reason: cut(reason.join(' ')) } : {}),
  }
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

function fromObject(value: unknown, index: number, where: string): Instance | string {
  const { name, version, ok, reason } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  const [named, versioned] = [asText(name), asText(version)]
  if (!named || !versioned || typeof ok !== 'boolean')
    return `${where}: entry ${index + 1} must be {"name": …, "version": …, "ok": true or false}, with "reason" if it likes.`
  const why = asText(reason)
  return { name: cut(named), version: cut(versioned), ok, ...(why ? { reason: cut(why) } : {}) }
}

function parse(text: string, where: string): { document: unknown } | { error: string } {
  try {
    return { document: JSON.parse(text) }
  } catch {
    return { error: `${where} answered with something that is not JSON.` }
  }
}

function entriesOf(text: string, path: string | undefined, where: string): unknown[] | string {
  const parsed = parse(text, where)
  if ('error' in parsed) return parsed.error
  const found =
    path === undefined ? { found: true as const, value: parsed.document } : readJsonPath(parsed.document, path)
  if (!found.found) return `The instances cannot be read from ${where}: ${found.reason}.`
  return Array.isArray(found.value) ? found.value : `${where} gave no list of instances${path ? ` at "${path}"` : ''}.`
}

/** `where` names the source in sentences; `path` is where the list is in a JSON document. */
export function readInstances(text: string, where: string, path?: string): ReadInstances {
  const isJson = path !== undefined || /^\s*[[{]/.test(text)
  const entries = isJson ? entriesOf(text, path, where) : text.split('\n').filter((line) => line.trim() !== '')
  if (typeof entries === 'string') return { error: entries }
  if (entries.length === 0) return { error: `${where} named no instance.` }
  if (entries.length > MAX_INSTANCES)
    return { error: `${where} named ${entries.length} instances; at most ${MAX_INSTANCES} are shown: group them.` }
  const read = entries.map((each, index) => (isJson ? fromObject(each, index, where) : fromLine(each as string, where)))
  const wrong = read.find((each) => typeof each === 'string')
  if (wrong !== undefined) return { error: wrong }
  const instances = read.filter((each) => typeof each !== 'string')
  const names = instances.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { error: `${where} named ${twice} twice: each instance needs a name of its own.` }
  return { instances }
}
