/**
 * Ids that every object answers to without anybody having put something there (`constructor`, `__proto__`): looked up in what a release knows they would find a function
 * instead of nothing. Steps and stages are looked for by comparing, and a runbook may call one so.
 */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype))

const NAMING = new Set(
  `runId attemptId attempt decisionId pollId subjectId issue item comment replyTo notice noteId environment service metric role overrideRole release job
  upload`.split(/\s+/),
)

/** The path of the first id among parameters that names nothing but what every object inherits. */
export function inheritedName(value: unknown, at = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, each] of Object.entries(value)) {
    const path = at ? `${at}.${name}` : name
    if (typeof each === 'string' && NAMING.has(name) && INHERITED.has(each)) return path
    const inside = inheritedName(each, path)
    if (inside !== undefined) return inside
  }
  return undefined
}
