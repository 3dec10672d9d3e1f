/** One line of `npm run bench`. `reached` is null when the figure was not tested. */
export type BenchRow = { what: string; figure: string; goal: string; reached: boolean | null; detail?: string }
