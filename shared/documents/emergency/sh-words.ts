/** Text put into a shell script so that no shell ever reads more into it. */

export const quoteSh = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Any text as the inside of a comment or a one-line message. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** Writes a text into a file, byte for byte, and stays readable on paper. A quoted delimiter that is no line of the text expands nothing. */
export function writeFileSh(file: string, text: string): string {
  const lines = new Set(text.split('\n'))
  let end = 'END_OF_STEP'
  while (lines.has(end)) end += '_'
  return `cat >${file} <<'${end}'\n${text.endsWith('\n') ? text : `${text}\n`}${end}`
}

const REFERENCE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g

/** Quoted text in which the variables a release knows by name are still filled in when the script runs. */
export function quoteWithVariables(text: string): string {
  let words = ''
  let from = 0
  for (const match of text.matchAll(REFERENCE)) {
    words += quoteSh(text.slice(from, match.index))
    words += `"\${${match[1] ?? match[2] ?? match[3]}-}"`
    from = match.index + match[0].length
  }
  return words + quoteSh(text.slice(from))
}
