import { formatClock } from './words.ts'

/** What a source's clock has to do with the times on the screen. */
export const clockWords = ({ source, aheadMs }: { source: string; aheadMs: number }): string =>
  aheadMs === 0
    ? `The clock of ${source} agrees with this machine's again`
    : `The clock of ${source} is ${formatClock(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's; times here are this machine's`
