/** Whether the way back is ready before anybody says GO: written down, drilled as it stands, how long it took, and its scripts there. */
import { formatClock } from '../../documents/words.ts'
import type { ReleaseState } from '../state.ts'
import { judgeKnown, type KnownFact } from './known-facts.ts'

export type ReadinessFact = { id: string; title: string; words: string; holds: boolean; isVoid: boolean }

const noItems = (rule: string): never => {
  throw new Error(`${rule} is no rule of its own.`)
}

const factOf = (id: string, title: string, { holds, words, isVoid }: KnownFact): ReadinessFact => ({
  id,
  title,
  words,
  holds,
  isVoid: isVoid ?? false,
})

/** The drill of these steps, else the last rollback that was measured at all. */
function durationFact(state: ReleaseState): ReadinessFact[] {
  const runs = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((run) => run.kind === 'rollback' && run.finished?.outcome === 'succeeded')
  const last = runs.findLast((run) => run.definitionDigest === state.definitionDigest) ?? runs.at(-1)
  if (!last) return []
  const words = `${formatClock(last.finished!.durationMs)} in ${last.environment}${last.drill ? ', a drill' : ''}, run ${last.id}.`
  return [{ id: 'rollback-time', title: 'How long it took last', words, holds: true, isVoid: false }]
}

function scriptsFact(missing: readonly string[] | undefined): ReadinessFact[] {
  if (missing === undefined) return []
  const words =
    missing.length === 0
      ? 'Every script it names is in the release folder.'
      : `Not in the release folder: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}. Bring ${missing.length === 1 ? 'it' : 'them'}, or mend the command.`
  return [{ id: 'rollback-scripts', title: 'Its scripts are there', words, holds: missing.length === 0, isVoid: false }]
}

/** `missingScripts`: what was looked for in the folder and not found; undefined when nobody looked. */
export function selectReadiness(
  state: ReleaseState,
  nowMs: number,
  missingScripts?: readonly string[] | undefined,
): ReadinessFact[] {
  const written = judgeKnown(state, 'rollback-written', nowMs, noItems)
  const tested = judgeKnown(state, 'rollback-tested', nowMs, noItems)
  return [
    factOf('rollback-written', 'A way back is written down', written),
    factOf('rollback-tested', 'It was drilled as it stands', tested),
    ...durationFact(state),
    ...scriptsFact(missingScripts),
  ]
}
