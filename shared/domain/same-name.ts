/** Names are claimed, so spelling (case, spacing) must not make two people of one. */
export const normalName = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

export const sameName = (a: string, b: string): boolean => normalName(a) === normalName(b)
