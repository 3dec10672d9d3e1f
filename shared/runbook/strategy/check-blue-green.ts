/** What `soak` and `keep-old` say against each other and the runbook. Works on unvalidated data, so that all mistakes come at once. */
import { selectLandmark } from '../../domain/strategies/landmarks.ts'
import { formatDuration, parseDuration } from '../duration.ts'
import { finding } from '../findings.ts'
import type { Finding, Runbook, Stage, Step, Strategy } from '../model.ts'
import { asNames, asRecord, asText, type Raw } from '../release/raw.ts'
import type { YamlFile } from '../release/read-yaml.ts'
import { keepOldId, marksOf, soakId } from './expand-blue-green.ts'

type Given = { yaml: YamlFile; strategy: Strategy; runbook: Runbook; soakMs: number; keepOldMs: number }

const msOf = (written: unknown): number => parseDuration(asText(written) ?? '') ?? 0

const keyOf = ({ yaml }: Given, key: string) => yaml.keyAt(['strategy', key])

const heldMs = ({ kind, attributes }: Step): number | undefined =>
  kind === 'wait' ? attributes.waitMs : kind === 'gate' ? attributes.gate?.forMs : undefined

/** The runbook's own soak is what is done; a shorter one deserves a word. */
function ownSoak(given: Given, stage: Stage): Finding[] {
  const { soakMs, strategy, runbook } = given
  const own = marksOf(runbook, strategy, stage).ownSoak
  const held = own.map(heldMs)
  const totalMs = held.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  if (own.length === 0 || held.includes(undefined) || totalMs >= soakMs) return []
  const text = `${stage.title} has a soak of its own, "${own[0]!.id}", of ${formatDuration(totalMs)}: that is used, not the ${formatDuration(soakMs)} of soak. Take its phase=soak away, or let it hold longer.`
  return [finding('hint', 'own-soak', keyOf(given, 'soak'), text)]
}

function nothingToSoak(given: Given): Finding[] {
  if (selectLandmark(given, 'switch').length > 0) return []
  const text = 'Nothing switches, so nothing soaks: name the step with switch: STEP, or mark it with phase=cutover.'
  return [finding('warning', 'soak-without-switch', keyOf(given, 'soak'), text)]
}

function nothingRetires(given: Given): Finding[] {
  if (selectLandmark(given, 'retire').length > 0) return []
  const text = 'No step retires the old side, so nothing is held back: mark the one that does with phase=retire.'
  return [finding('hint', 'keep-old-without-retire', keyOf(given, 'keep-old'), text)]
}

/** The id of a step that is made must be free. */
function takenIds(given: Given, stage: Stage): Finding[] {
  const { soakMs, keepOldMs, runbook, strategy } = given
  const { switched, retireAt, ownSoak: own } = marksOf(runbook, strategy, stage)
  const ids = [
    ...(soakMs > 0 && switched && own.length === 0 ? [{ id: soakId(switched), key: 'soak' }] : []),
    ...(keepOldMs > 0 ? retireAt.map((at) => ({ id: keepOldId(stage.steps[at]!), key: 'keep-old' })) : []),
  ]
  const steps = runbook.stages.flatMap((each) => each.steps)
  return ids.flatMap(({ id, key }) => {
    const other = steps.find((step) => step.id === id)
    if (!other) return []
    const text = `"${key}" becomes the step "${id}", and the runbook has one on line ${other.position.line}: rename that.`
    return [finding('error', 'duplicate-step', keyOf(given, key), text)]
  })
}

/** `runbook` with the attributes of release.yaml laid over it: phases may stand there. */
export function checkBlueGreen(yaml: YamlFile, root: Raw, runbook: Runbook): Finding[] {
  const written = asRecord(root.strategy)
  if (written.kind !== 'blue-green') return []
  const settings = written.switch === undefined ? {} : { switch: asNames(written.switch) }
  const [soakMs, keepOldMs] = [msOf(written.soak), msOf(written['keep-old'])]
  const given: Given = { yaml, strategy: { kind: 'blue-green', settings }, runbook, soakMs, keepOldMs }
  const tooShort = `The old side is kept for ${formatDuration(keepOldMs)}, but the soak takes ${formatDuration(soakMs)}: keep it at least as long.`
  return [
    ...(soakMs > 0 ? [...nothingToSoak(given), ...runbook.stages.flatMap((stage) => ownSoak(given, stage))] : []),
    ...(keepOldMs > 0 ? nothingRetires(given) : []),
    ...(soakMs > 0 && keepOldMs > 0 && keepOldMs < soakMs
      ? [finding('error', 'keep-old-too-short', yaml.valueAt(['strategy', 'keep-old']), tooShort)]
      : []),
    ...runbook.stages.flatMap((stage) => takenIds(given, stage)),
  ]
}
