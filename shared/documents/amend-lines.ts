/** The difference an amendment makes, in lines: for the terminal and for `--help`-minded people; the deck draws the same. */
import type { Amendment, StepChange } from '../domain/amendment.ts'

export const CHANGE_WORDS: Record<StepChange['kind'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  moved: 'Moved',
  kept: 'Kept as it was',
}

export const changeDetail = ({ kind, what, after }: StepChange): string => {
  if (kind === 'kept')
    return after === undefined ? 'gone from the folder, but it started or undoes what did' : 'it started already'
  if (kind === 'moved') return 'its place in the order'
  return what.join(', ')
}

const prefixed = (mark: string, text: string | undefined) =>
  text === undefined
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${mark} ${line}`)

function bodyOf({ kind, before, after }: StepChange): string[] {
  if (kind === 'moved' || before === after) return []
  if (kind === 'removed') return prefixed('-', before)
  return [...prefixed('-', before), ...prefixed('+', after)]
}

export function changeLines({ changes, others, voids }: Pick<Amendment, 'changes' | 'others' | 'voids'>): string[] {
  return [
    ...changes.flatMap((each) => [
      `  ${CHANGE_WORDS[each.kind].padEnd(14)} ${each.title} [${each.stage}]${changeDetail(each) && `: ${changeDetail(each)}`}`,
      ...bodyOf(each),
    ]),
    ...others.map((each) => `  ${each}`),
    ...(voids.length > 0 ? [`  Approvals given for these are void: ${voids.join(', ')}.`] : []),
  ]
}
