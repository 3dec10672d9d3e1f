/** Looking into data nobody has validated yet. */
export type Raw = Record<string, unknown>

export const asRecord = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A name or a list of names, as `depends-on` and `approve` take them. */
export const asNames = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(',').map((each) => each.trim())
  return asList(value).filter((each) => typeof each === 'string')
}
