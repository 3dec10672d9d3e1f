/** Optimal string alignment distance; both texts are short (keys, names). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '')

/** Among more names a guess costs too much to be made for every mistake of a file. */
const MAX_KNOWN = 1000

/** The known name somebody most probably meant, if one is near enough. */
export function suggest(written: string, known: readonly string[]): string | undefined {
  if (written.length > 60 || known.length > MAX_KNOWN) return undefined
  const same = known.find((each) => plain(each) === plain(written))
  if (same !== undefined) return same
  const allowed = written.length <= 3 ? 1 : written.length <= 7 ? 2 : 3
  const ranked = known
    .filter((each) => Math.abs(each.length - written.length) <= allowed)
    .map((each) => ({ each, cost: distance(written.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, cost }) => cost <= allowed && cost < each.length)
    .toSorted((a, b) => a.cost - b.cost)
  return ranked[0]?.each
}

/** ` Did you mean "x"?`, else what there is to choose from, else nothing. */
export function suggestion(written: string, known: readonly string[], noun = 'It has'): string {
  const near = suggest(written, known)
  if (near !== undefined) return ` Did you mean "${near}"?`
  if (known.length === 0) return ''
  const listed = known.slice(0, 12).join(', ')
  return ` ${noun}: ${listed}${known.length > 12 ? ', …' : ''}.`
}
