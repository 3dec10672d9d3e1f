/** What release.yaml may say and this version does not act on: kept, and said aloud. */
import { finding } from '../findings.ts'
import type { Finding, StrategyKind } from '../model.ts'
import type { YamlFile } from './read-yaml.ts'
import type { ReleaseFile } from './schema.ts'

const NOT_YET_OF: Record<StrategyKind, readonly string[]> = {
  'blue-green': ['soak', 'keep-old'],
  canary: [],
  rolling: ['max-unavailable', 'judge'],
  'big-bang': [],
}

export function releaseNotes(yaml: YamlFile, parsed: ReleaseFile): Finding[] {
  const say = (path: readonly PropertyKey[], what: string) =>
    finding('hint', 'not-yet-acted-on', yaml.keyAt(path), `${what} is kept, but not yet acted on by this version.`)
  const found: Finding[] = []
  if (typeof parsed.strategy === 'object')
    for (const key of NOT_YET_OF[parsed.strategy.kind])
      if (key in parsed.strategy) found.push(say(['strategy', key], `"${key}" of the ${parsed.strategy.kind} strategy`))
  return found
}
