/** Which strings of a payload are words, and which are what the record is built of. */

/** Keys whose strings are names, ids, digests and choices: changing one would change what happened. */
const STRUCTURE = new Set(
  `digest kind type state cause signal signals decision role service metric environment pace when outcome nonce bootId startTime
  release publicKey signature head time from to assurance severity commit mode choice supersedes side mood issue document due`.split(
    /\s+/,
  ),
)

const isStructure = (key: string) => STRUCTURE.has(key) || /(?:Id|Ids|Digest|Digests)$/.test(key)

/** The same payload with `change` applied to every string that is free text, keys of `except` left alone with all below them. */
export function mapFreeText(
  value: unknown,
  change: (text: string) => string,
  except: readonly string[] = [],
  key = '',
): unknown {
  if (typeof value === 'string') return isStructure(key) ? value : change(value)
  if (Array.isArray(value)) return value.map((each) => mapFreeText(each, change, except, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      except.includes(name) ? each : mapFreeText(each, change, except, name),
    ]),
  )
}
