/** Inline Markdown as plain words, for titles: marks, links and HTML taken away. */
export const plainText = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/(\*\*|__|~~|`+)/g, '')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=$|[\s).,:;!?])/g, '$1$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

const MAX_TITLE = 100

/** One line of at most 100 characters, without a final colon. */
export function titleOf(text: string): string {
  const plain = plainText(text.slice(0, 4 * MAX_TITLE)).replace(/\s*:$/, '')
  return plain.length <= MAX_TITLE ? plain : `${plain.slice(0, MAX_TITLE - 1).trimEnd()}…`
}

/** `[ ] text`, `[x] text`, `☐ text` of a task-list item; undefined for another item. */
export const taskText = (text: string): string | undefined =>
  /^(?:\[[ xX]\]\s|[☐☑☒]\s?)([\s\S]*)$/u.exec(text)?.[1]?.trim()
