import type { Instance } from '../domain/strategies/sides.ts'

/** How many run which version, largest group first: what a version bar is made of. */
export function countVersions(instances: readonly Instance[]): { version: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { version } of instances) counts.set(version, (counts.get(version) ?? 0) + 1)
  return [...counts].map(([version, count]) => ({ version, count })).toSorted((a, b) => b.count - a.count)
}

/** `4 instances, 3 on 2.4.0, 1 on 2.3.1; failing: web-03 (connection refused)`. */
export function instanceWords({ instances, error }: { instances?: readonly Instance[]; error?: string }): string {
  if (!instances) return `instances not observed (${error ?? 'not asked yet'})`
  const versions = countVersions(instances).map(({ version, count }) => `${count} on ${version}`)
  const failing = instances
    .filter(({ ok }) => !ok)
    .map(({ name, reason }) => (reason === undefined ? name : `${name} (${reason})`))
  const total = instances.length === 1 ? '1 instance' : `${instances.length} instances`
  return `${total}, ${versions.join(', ')}${failing.length > 0 ? `; failing: ${failing.join(', ')}` : ''}`
}
