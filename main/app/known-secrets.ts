import { createTextMasker } from '../event-store/output/mask-text.ts'
import type { KnownSecrets } from '../ports/outside.ts'

/** Every secret value this process has read, in memory only: whatever is said from then on is held against them. */
export function createKnownSecrets(): KnownSecrets {
  const values = new Set<string>()
  let mask: ((text: string) => string) | undefined
  const hide = (text: string): string => {
    mask ??= createTextMasker([...values])
    return mask(text)
  }
  return {
    learn(value) {
      if (values.has(value)) return
      values.add(value)
      mask = undefined
    },
    hide,
    isIn: (text) => hide(text) !== text,
  }
}
