import canonicalize from 'canonicalize'

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(wellFormed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toWellFormed(), wellFormed(each)]))
}

function encode(value: unknown): string | undefined {
  try {
    return canonicalize(value)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Lone surrogate')) return canonicalize(wellFormed(value))
    throw error
  }
}

/**
 * RFC 8785 canonical JSON. Half of a surrogate pair (a cut file name, say) becomes U+FFFD rather than keeping a fact off the record;
 * undefined properties are left out. Throws on NaN, Infinity, cycles and `undefined` itself: those are bugs.
 */
export function canonicalText(value: unknown): string {
  const text = encode(value)
  if (text === undefined) throw new TypeError('undefined has no canonical JSON.')
  return text
}
