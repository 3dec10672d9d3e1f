/** The sentence inside whatever was thrown: a WireError, an Error, or something unexpected. */
export function messageOf(problem: unknown): string {
  if (problem instanceof Error) return problem.message
  const message = (problem as { message?: unknown } | undefined)?.message
  return typeof message === 'string' ? message : String(problem)
}
