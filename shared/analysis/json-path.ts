/**
 * Simple JSON paths as people write them: `version`, `data.items[0].name`, `$.status`, `$['odd key'].x`. No filters, no wildcards.
 */
export type JsonPathResult = { found: true; value: unknown } | { found: false; reason: string }

const PART = /\.?([^.[\]'"\s]+)|\[\s*(\d+)\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]/y

/** The keys and indices of a path, or undefined when it is not of the simple kind. */
export const parseJsonPath = (path: string): (string | number)[] | undefined => {
  const text = path.trim().replace(/^\$/, '')
  const parts: (string | number)[] = []
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text)
    if (match === null) return undefined
    const [, dotted, index, single, double] = match
    parts.push(index === undefined ? (dotted ?? single ?? double ?? '') : Number(index))
  }
  return parts
}

const step = (value: unknown, part: string | number): { value: unknown } | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const key = Array.isArray(value) && typeof part === 'number' ? part : String(part)
  return Object.hasOwn(value, key) ? { value: (value as Record<string | number, unknown>)[key] } : undefined
}

/** Follows a path into a parsed JSON value. */
export const readJsonPath = (document: unknown, path: string): JsonPathResult => {
  const parts = parseJsonPath(path)
  if (parts === undefined) {
    return { found: false, reason: `"${path}" is not a path this cockpit reads; write it like "data.items[0].name"` }
  }
  let value = document
  for (const [index, part] of parts.entries()) {
    const next = step(value, part)
    if (next === undefined) {
      const at = index === 0 ? 'at the top of the answer' : `below "${parts.slice(0, index).join('.')}"`
      return { found: false, reason: `there is no "${part}" ${at}` }
    }
    value = next.value
  }
  return { found: true, value }
}
