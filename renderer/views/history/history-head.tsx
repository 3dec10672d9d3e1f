import { formatCount } from '../../../shared/documents/words.ts'
import { Choice } from '../../components/choice.tsx'
import { Segments } from '../../components/segments.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { HistoryWish } from '../../state/ui-store.ts'
import type { Past } from './use-past.ts'

const RANGES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '12 months'],
  ['all', 'All'],
] as const

const EVERY = ''

export function HistoryHead({ past, wish }: { past: Past; wish: HistoryWish }) {
  const setUi = useSetUi()
  const change = (part: Partial<HistoryWish>) => setUi({ history: { ...wish, ...part } })
  const { rows, ofProduct, products } = past
  return (
    <header className="view-head history-head">
      <h2>History</h2>
      <Segments
        label="Range"
        options={RANGES}
        value={wish.days === undefined ? 'all' : (String(wish.days) as '365')}
        onChange={(each) => change({ days: each === 'all' ? undefined : Number(each) })}
      />
      <Choice
        label="Product"
        value={wish.product !== undefined && products.includes(wish.product) ? wish.product : EVERY}
        options={[
          [EVERY, products.length === 1 ? products[0]! : `all ${products.length} products`],
          ...products.map((each) => [each, each] as const),
        ]}
        onChange={(each) => change({ product: each === EVERY ? undefined : each })}
      />
      <input
        className="field history-find"
        type="search"
        aria-label="Find a release"
        placeholder="name, version, outcome"
        value={wish.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <span className="t2 nowrap history-count" role="status">
        {formatCount(rows.length)} of {formatCount(ofProduct)} {ofProduct === 1 ? 'release' : 'releases'}
      </span>
    </header>
  )
}
