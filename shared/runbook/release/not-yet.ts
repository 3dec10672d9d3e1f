/** What release.yaml may say and this version does not act on: kept, and said aloud. */
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import type { YamlFile } from './read-yaml.ts'
import type { ReleaseFile } from './schema.ts'

export function releaseNotes(yaml: YamlFile, parsed: ReleaseFile): Finding[] {
  const say = (path: readonly PropertyKey[], what: string) =>
    finding('hint', 'not-yet-acted-on', yaml.keyAt(path), `${what} is kept, but not yet acted on by this version.`)
  const found: Finding[] = []
  if (typeof parsed.strategy === 'object' && Object.keys(parsed.strategy).length > 1)
    found.push(say(['strategy'], `What the ${parsed.strategy.kind} strategy sets`))
  parsed.triggers.forEach((trigger, index) => {
    for (const key of ['notify'] as const)
      if (trigger[key] !== undefined)
        found.push(say(['triggers', index, key], `"${key}" of the ${trigger.metric} trigger`))
  })
  for (const key of ['communication', 'process'] as const)
    if (parsed[key] !== undefined) found.push(say([key], `"${key}"`))
  return found
}
