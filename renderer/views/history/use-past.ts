/** What of the past is shown: the rows of the table, the measures and the trends of the chosen range and product. */
import { useMemo } from 'react'
import { DAY_MS } from '../../../shared/analysis/dora/clusters.ts'
import { type Dora, type DoraRange, measureDora } from '../../../shared/analysis/dora/measure-dora.ts'
import { projectTrends, type Trends } from '../../../shared/analysis/dora/trends.ts'
import type { PastRelease } from '../../../shared/domain/history/past-release.ts'
import { filterPast, sortPast } from '../../../shared/domain/history/select-past.ts'
import type { HistoryWish } from '../../state/ui-store.ts'
import type { PastReading } from '../../state/use-history.ts'

export type Past = {
  rows: PastRelease[]
  /** Of the product, in every range. */
  ofProduct: number
  products: string[]
  range: DoraRange
  dora: Dora
  trends: Trends
}

const NONE: readonly PastRelease[] = []

export function usePast({ releases = NONE, atMs }: PastReading, wish: HistoryWish): Past {
  const { days, product, text, sort, isDescending } = wish
  const products = useMemo(() => [...new Set(releases.map(({ name }) => name))].toSorted(), [releases])
  // The product that was chosen may have gone with the ledger it was in.
  const name = product !== undefined && products.includes(product) ? product : undefined
  const chosen = useMemo(
    () => filterPast(releases, { text: '', fromMs: 0, ...(name === undefined ? {} : { name }) }),
    [releases, name],
  )
  // Before the first release there is nothing to see.
  const range = useMemo((): DoraRange => {
    const first = Math.min(atMs, ...chosen.map(({ history, updatedAtMs }) => history?.createdAtMs ?? updatedAtMs))
    return { fromMs: days === undefined ? first : Math.max(first, atMs - days * DAY_MS), toMs: atMs }
  }, [chosen, days, atMs])
  const measured = useMemo(() => {
    const histories = chosen.flatMap(({ history }) => history ?? [])
    return { dora: measureDora(histories, range), trends: projectTrends(histories, range) }
  }, [chosen, range])
  const rows = useMemo(
    () =>
      sortPast(filterPast(chosen, { text, fromMs: days === undefined ? 0 : atMs - days * DAY_MS }), sort, isDescending),
    [chosen, text, days, atMs, sort, isDescending],
  )
  return { rows, ofProduct: chosen.length, products, range, ...measured }
}
