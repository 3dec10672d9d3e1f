/** Values that break careless quoting, each with a mark that can be looked for. NUL and half surrogates are refused elsewhere. */
const PIECES = [
  "'",
  '"',
  '`',
  '$',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '$(touch /tmp/never)',
  '${HOME}',
  '`id`',
  ';',
  '&',
  '|',
  '<',
  '>',
  '*',
  '?',
  '[a]',
  '~',
  '#',
  '!',
  '!!',
  '=',
  '%s',
  '%n',
  '-rf',
  '--',
  "'\\''",
  '\\n',
  '\\0',
  '\u0001',
  '\u007f',
  '\u0081',
  '\u0082',
  '\u0088',
  '\u00ff',
  'Ä',
  '→',
  '\u2028',
  '😀',
  '\u202e',
  '\ufeff',
  'e\u0301',
  '\x1b[31m',
  "$'x'",
  '\\\n',
  '"$(',
  "';",
  '\n\n',
]

/** The same every time: `count` variables. */
export function hostileValues(count: number): Record<string, string> {
  const values: Record<string, string> = {
    EMPTY: '',
    ONLY_NEWLINES: '\n\n\n',
    LONG: `canary-long${"x'\n".repeat(33_000)}`,
  }
  for (let at = 0; Object.keys(values).length < count; at++) {
    const pieces = [
      PIECES[at % PIECES.length],
      PIECES[(at * 7 + 3) % PIECES.length],
      PIECES[(at * 13 + 5) % PIECES.length],
    ]
    values[`V_${at}`] =
      at % 3 === 0
        ? `${pieces.join('')}canary-${at}`
        : at % 3 === 1
          ? `canary-${at}${pieces.join('')}`
          : pieces.join(`canary-${at}`)
  }
  return values
}
