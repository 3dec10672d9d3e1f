/** Commands the prose means for trouble only, and that would run all the same because they stand under no heading that says so. */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Step } from '../model.ts'

const TROUBLE =
  "fails?|failed|failing|failures?|errors?|goes wrong|went wrong|problems?|breaks?|broken|stuck|hangs?|unhealthy|does ?n[o’']t|is not|are not"
/** `If the deploy fails, run:` right before a block. Not a whole paragraph that merely mentions trouble. */
const LEAD_IN = new RegExp(
  `^(?:[*_>\\-\\d.]+\\s*)?(?:if|in case|should|when|only if)\\b[^.!?\\n]*\\b(?:${TROUBLE})\\b[^.!?\\n]*:\\s*$`,
  'i',
)

const lastLine = (prose: string) => prose.trim().split('\n').at(-1)?.trim() ?? ''

const isMeantOnlyIf = ({ kind, prose, attributes: { when, confirm } }: Step): boolean =>
  (kind === 'command' || kind === 'http') &&
  when === undefined &&
  confirm === undefined &&
  LEAD_IN.test(lastLine(prose))

export const lintMeantOnlyIf = ({ runbook }: ReleaseDefinition): Finding[] =>
  runbook.stages
    .filter(({ kind }) => kind === 'forward')
    .flatMap(({ steps }) => steps.filter(isMeantOnlyIf))
    .map((step) => {
      const text = `"${lastLine(step.prose)}" stands before it, but it runs every time: give it when="…" or confirm="…", or put it under a heading such as "If it fails".`
      const fix = {
        title: 'Ask before it runs.',
        attributes: [{ step: step.id, set: { confirm: 'Is it really the case that this is needed?' } }],
      }
      return stepFinding('warning', 'meant-only-if', step, text, { fix })
    })
