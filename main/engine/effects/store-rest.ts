/** Storing what is left of an attempt's output, without letting a full disk hold up what comes next. */
import type { AttemptId } from '../../../shared/ids.ts'
import type { OutputImporter } from '../../ports/output-store.ts'
import type { EnginePorts } from '../ports.ts'

type Stored = Awaited<ReturnType<OutputImporter['finish']>>

const PATIENCE_MS = 1000

export type StoreWatch = {
  /**
   * Asks for the rest to be stored; `isHeld` when processes still write it. `stored` is undefined when that fails for now: the step is over all the same. `later` resolves when it could be
   * stored after all.
   */
  finish(isHeld: boolean): Promise<{ stored: Stored | undefined; later: Promise<Stored> }>
}

export function watchStore(
  { importer, clock }: Pick<EnginePorts, 'importer' | 'clock'>,
  attempt: AttemptId,
): StoreWatch {
  let hasFailed = importer.isFailing(attempt)
  const stop = importer.onError((id) => {
    if (id === attempt) hasFailed = true
  })
  return {
    async finish(isHeld) {
      const later = importer.finish(attempt, { isHeld }).finally(stop)
      const passed = () => new Promise<undefined>((resolve) => void clock.after(PATIENCE_MS, () => resolve(undefined)))
      for (;;) {
        const stored = await Promise.race([later, passed()])
        if (stored || hasFailed) return { stored, later }
      }
    },
  }
}
