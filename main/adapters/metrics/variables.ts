const REFERENCE = /\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|\{\{\s*([A-Za-z_]\w*)\s*\}\}/g

export type Resolved = { text: string; missing: string[] }

export type Variables = Readonly<Record<string, string>>

/**
 * Replaces `$NAME` and `${NAME}`, with `braces` also Hurl's `{{name}}`. What is not defined stays as written and is named in `missing`. A `$` that
 * begins no name (the end of a regular expression, say) is left alone.
 */
export const resolveVariables = (text: string, variables: Variables, braces = false): Resolved => {
  const missing = new Set<string>()
  const resolved = text.replace(REFERENCE, (whole, inBraces?: string, bare?: string, hurl?: string) => {
    if (hurl !== undefined && !braces) return whole
    const name = inBraces ?? bare ?? hurl ?? ''
    if (Object.hasOwn(variables, name)) return variables[name]!
    missing.add(name)
    return whole
  })
  return { text: resolved, missing: [...missing] }
}

/** The sentence for names nobody defined; `place` is like `the URL of metric "error-rate"`. */
export const missingSentence = (missing: readonly string[], place: string): string => {
  const names = missing.map((name) => `$${name}`).join(', ')
  const [is, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them']
  return `${names} in ${place} ${is} not defined; define ${them} under vars of the environment in release.yaml.`
}
