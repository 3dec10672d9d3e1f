/** For regions that scroll and hold nothing to tab to: without it the keyboard could not scroll them. */
export const reachable = { tabIndex: 0 } as const
