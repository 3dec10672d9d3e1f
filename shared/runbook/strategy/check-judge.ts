/** Whether the metrics a canary is judged by can be judged. */
import { DEFAULT_MIN_SAMPLES } from '../../analysis/judge/config.ts'
import { parseDuration } from '../duration.ts'
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import { asNames, asRecord, asText, type Raw } from '../release/raw.ts'
import type { Path, YamlFile } from '../release/read-yaml.ts'
import { suggestion } from '../suggest.ts'

const AT: Path = ['strategy', 'judge', 'metrics']
const DEFAULT_INTERVAL_MS = 15_000

type Judged = { yaml: YamlFile; metrics: Raw; name: string; path: Path; baseline: string | undefined }

const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function judgedOf(yaml: YamlFile, root: Raw): Judged[] {
  const written = asRecord(asRecord(root.strategy).judge).metrics
  const metrics = asRecord(root.metrics)
  if (isMap(written))
    return Object.entries(asRecord(written)).map(([name, options]) => {
      const baseline = asText(asRecord(options).baseline)
      return { yaml, metrics, name, path: [...AT, name], baseline }
    })
  return asNames(written).map((name, index) => {
    const path = Array.isArray(written) ? [...AT, index] : AT
    return { yaml, metrics, name, path, baseline: undefined }
  })
}

const baselinePath = ({ path }: Judged): Path => [...path, 'baseline']

/** Names in a list are looked up with all others; keys and baselines are looked up here. */
function unknownNames(judged: Judged): Finding[] {
  const { yaml, metrics, name, path, baseline } = judged
  const known = Object.keys(metrics)
  const unknown = (each: string, place: ReturnType<YamlFile['keyAt']>) =>
    known.includes(each)
      ? []
      : [
          finding(
            'error',
            'undefined-metric',
            place,
            `There is no metric "${each}".${suggestion(each, known, 'There are')}`,
          ),
        ]
  return [
    ...(typeof path.at(-1) === 'string' && path.length > AT.length ? unknown(name, yaml.keyAt(path)) : []),
    ...(baseline === undefined ? [] : unknown(baseline, yaml.valueAt(baselinePath(judged)))),
  ]
}

const isOfLedger = (metric: Raw) => asRecord(metric.source).ledger !== undefined

function unjudgeable(judged: Judged): Finding[] {
  const { yaml, metrics, name, path, baseline } = judged
  const [own, other] = [asRecord(metrics[name]), asRecord(metrics[baseline ?? ''])]
  const say = (text: string, at: Path = path) => [finding('error', 'bad-judge', yaml.keyAt(at), text)]
  if (baseline === name)
    return say(`${name} is compared with itself: name the metric of the old version.`, baselinePath(judged))
  if (isOfLedger(own) || isOfLedger(other))
    return say(
      `The ledger's own measures are not sampled, so ${name} cannot be judged: name a metric with another source.`,
    )
  if (own['dry-run'] === true || other['dry-run'] === true)
    return say(
      `${own['dry-run'] === true ? name : baseline} is a dry run, which never counts: take it out, or let it count.`,
    )
  const units = [own.unit ?? 'count', other.unit ?? 'count']
  if (baseline === undefined || !(baseline in metrics) || units[0] === units[1]) return []
  return say(
    `${name} is in ${units[0]}, ${baseline} in ${units[1]}: compare what has the same unit.`,
    baselinePath(judged),
  )
}

/** A time of its own before the run differs in more than the version: traffic, time of day, load. */
function ownPast({ yaml, metrics, name, path, baseline }: Judged): Finding[] {
  if (baseline !== undefined || !(name in metrics)) return []
  const remembers = asRecord(asRecord(metrics[name]).source).prometheus !== undefined
  const source = remembers
    ? ''
    : ' Its source remembers nothing, so the cockpit has to watch for that long before the run.'
  const text = `${name} is compared with its own samples from before the run. With baseline: NAME, a metric of the old version, both are seen at the same time.${source}`
  return [finding('hint', 'judge-own-past', yaml.keyAt(path), text)]
}

function tooFew({ yaml, metrics, name, baseline }: Judged, least: number, holdMs: number): Finding[] {
  return [name, ...(baseline === undefined ? [] : [baseline])].flatMap((each) => {
    const metric = asRecord(metrics[each])
    if (!('source' in metric)) return []
    const intervalMs = parseDuration(asText(metric.interval) ?? '') ?? DEFAULT_INTERVAL_MS
    const most = Math.floor(holdMs / intervalMs)
    if (most >= least) return []
    const text = `The longest hold gives ${most} samples of ${each}, and a verdict needs ${least}: it would always ask. Hold longer, measure more often, or lower min-samples.`
    return [finding('warning', 'judge-too-few', yaml.keyAt(['strategy', 'judge']), text)]
  })
}

export function checkJudge(yaml: YamlFile, root: Raw, holdMs: number | undefined): Finding[] {
  const judge = asRecord(asRecord(root.strategy).judge)
  const least = typeof judge['min-samples'] === 'number' ? judge['min-samples'] : DEFAULT_MIN_SAMPLES
  return judgedOf(yaml, root).flatMap((each) => [
    ...unknownNames(each),
    ...unjudgeable(each),
    ...ownPast(each),
    ...(holdMs === undefined ? [] : tooFew(each, least, holdMs)),
  ])
}
