/** One thing the palette can do or go to. */

export type PaletteItem = {
  group: 'Actions' | 'Views' | 'Steps' | 'Documents' | 'Releases' | 'Settings'
  label: string
  /** More words it is found by. */
  hint: string
  /** Its shortcut, where it has one. */
  keys?: string
  perform: () => void
}

/** So many are shown; more are found by typing on. */
export const SHOWN = 80

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)

/** 0 is the best: the label begins so. */
function rankOf({ label }: PaletteItem, text: string, words: readonly string[]): number {
  const name = label.toLowerCase()
  if (name.startsWith(text.trim().toLowerCase())) return 0
  const own = wordsOf(name)
  if (words.every((word) => own.some((each) => each.startsWith(word)))) return 1
  return words.every((word) => name.includes(word)) ? 2 : 3
}

/** What holds every typed word, the closest first; all of it, in its order, when nothing is typed. */
export function findItems(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const words = wordsOf(text)
  if (words.length === 0) return [...items]
  return items
    .filter(({ group, label, hint }) => {
      const said = `${label} ${hint} ${group}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
    .map((item) => ({ item, rank: rankOf(item, text, words) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
