/** What earlier runs say of the steps, each in the environment it is looked at in. */
import { useMemo } from 'react'
import { hintWords, offeredHints } from '../../../shared/documents/hint-words.ts'
import { offeredYaml } from '../../../shared/documents/timing-words.ts'
import { type EarlierTimes, earlierTimes } from '../../../shared/domain/history/step-hints.ts'
import type { Environment } from '../../../shared/runbook/model.ts'
import { useCockpit } from '../../state/context.tsx'
import type { PlacedStep } from './review-context.ts'

export type Hints = {
  hintOf: (placed: PlacedStep) => string | undefined
  /** How many steps there is news of, and that as `steps:` of release.yaml. */
  count: number
  yaml: string
}

export function useHints(
  placed: readonly PlacedStep[],
  environmentOf: (placed: PlacedStep) => Environment | undefined,
  product: string,
): Hints {
  const earlier = useCockpit((state) => state.earlier)
  return useMemo(() => {
    const byEnvironment = new Map<string, EarlierTimes>()
    const timeOf = (each: PlacedStep) => {
      const name = environmentOf(each)?.name ?? ''
      const times = byEnvironment.get(name) ?? earlierTimes(earlier?.steps ?? [], name)
      byEnvironment.set(name, times)
      return times(each.step)
    }
    const of = new Map(placed.map((each) => [each.step, timeOf(each)]))
    const offered = offeredHints(
      placed.map(({ step }) => step),
      (step) => of.get(step),
    )
    const releases = earlier?.releases ?? 0
    return {
      hintOf: ({ step }) => hintWords(step, of.get(step)),
      count: offered.length,
      yaml: offeredYaml(offered, `${releases} ${releases === 1 ? 'release' : 'releases'} of ${product}`),
    }
  }, [placed, environmentOf, earlier, product])
}
