/** What a plan for the night lacks: time limits, expected durations, owners. One remark a stage, so that an unannotated handbook stays readable. */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Stage, Step } from '../model.ts'

const NAMED = 4
const TITLE = 40

/** At the end of a word. */
const short = (title: string): string =>
  title.length <= TITLE ? title : `${title.slice(0, TITLE).replace(/[\s,;:.]+\S*$/, '')}…`

const listed = (steps: readonly Step[]): string => {
  const names = steps.slice(0, NAMED).map(({ title }) => `"${short(title)}"`)
  const more = steps.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const has = (steps: readonly Step[]) => (steps.length === 1 ? 'has' : 'have')

/** Three times what is expected, at least a minute; ten minutes where nothing is. */
const limitFor = ({ attributes: { expectMs } }: Step) =>
  expectMs === undefined ? '10m' : `${Math.max(1, Math.ceil((3 * expectMs) / 60_000))}m`

function noTimeout({ steps }: Stage): Finding[] {
  const without = steps.filter(
    ({ kind, attributes }) => kind === 'command' && attributes.timeoutMs === undefined && !attributes.interactive,
  )
  const [first] = without
  if (!first) return []
  const text = `${listed(without)} ${has(without)} no timeout: a command that hangs is noticed by nobody but you.`
  const fix = {
    title: 'Give them a timeout: three times the expected duration, ten minutes where none is known.',
    attributes: without.map((step) => ({ step: step.id, set: { timeout: limitFor(step) } })),
  }
  return [stepFinding('hint', 'no-timeout', first, text, { fix })]
}

const isPlanned = ({ kind, attributes }: Step) =>
  kind === 'http' ||
  attributes.expectMs !== undefined ||
  attributes.waitMs !== undefined ||
  kind === 'gate' ||
  kind === 'judge' ||
  kind === 'wait'

function noDuration({ steps }: Stage): Finding[] {
  const without = steps.filter((step) => !isPlanned(step))
  const [first] = without
  if (!first) return []
  const text = `${listed(without)} ${has(without)} no expected duration: the forecast cannot say when the stage ends. Say expect=…; earlier runs tell how long it took.`
  return [stepFinding('hint', 'no-duration', first, text)]
}

function noOwner({ steps }: Stage): Finding[] {
  const without = steps.filter(
    ({ kind, attributes }) => (kind === 'manual' || kind === 'instruction') && attributes.owner === undefined,
  )
  const [first] = without
  if (!first) return []
  return [
    stepFinding(
      'hint',
      'no-owner',
      first,
      `${listed(without)} ${has(without)} no owner: say whose hands are meant (owner=ROLE).`,
    ),
  ]
}

/** Rollback stages too: that is where a command that hangs costs most. */
export const lintPlanning = ({ runbook }: ReleaseDefinition): Finding[] =>
  runbook.stages.flatMap((stage) => [...noTimeout(stage), ...noDuration(stage), ...noOwner(stage)])
