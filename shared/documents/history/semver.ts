/** What a change of version promises (Semantic Versioning 2.0.0), or undefined where it is no such version. */
export type VersionStep = 'major' | 'minor' | 'patch' | 'pre-release' | 'back'

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

export function versionStep(previous: string, version: string): VersionStep | undefined {
  const [a, b] = [VERSION.exec(previous), VERSION.exec(version)]
  if (!a || !b) return undefined
  for (const [at, step] of [
    [1, 'major'],
    [2, 'minor'],
    [3, 'patch'],
  ] as const) {
    const by = Number(b[at]) - Number(a[at])
    if (by !== 0) return by > 0 ? step : 'back'
  }
  return 'pre-release'
}
