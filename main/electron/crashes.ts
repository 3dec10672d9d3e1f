/** When a page that crashed is loaded again by itself, and when a person is asked. Pure. */

/** So many in so long look like a page that crashes whenever it is shown. */
const MOST = 3
const WITHIN_MS = 60_000

export type Crashes = number[]

/** The crash times that still count, with the new one, and whether the page is loaded again without asking. */
export function afterCrash(crashes: Crashes, nowMs: number): { crashes: Crashes; reloads: boolean } {
  const recent = [...crashes.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs]
  return { crashes: recent, reloads: recent.length <= MOST }
}
