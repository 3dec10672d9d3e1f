/** Values that break tools which paste them: a deterministic stream of them, by a seed. */

const PIECES = [
  '\n',
  '\r\n',
  '\t',
  ' ',
  "'",
  '"',
  '`touch PWNED`',
  '$(touch PWNED)',
  '${IFS}touch${IFS}PWNED',
  '; touch PWNED;',
  '&& touch PWNED',
  '| touch PWNED',
  '\\',
  '$',
  '!',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '~',
  '#',
  '-rf',
  '--',
  '-n',
  '%s%n',
  '=',
  'é',
  '–',
  '\u{1f680}',
  '\u202e',
  '\u0007',
  '\u001b[2J',
  '\u0001',
  '() { :;}; touch PWNED',
  'EOF\n',
  "'$(touch PWNED)'",
  '<input>',
  '$PATH',
  '${HOME}',
]

/** xorshift32: the same stream on every machine. */
function* numbers(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    yield state >>> 0
  }
}

const LONG_BYTES = 100_000

const long = (text: string) => Buffer.from(text.padEnd(LONG_BYTES, text)).subarray(0, LONG_BYTES).toString('utf8')

/** So many values; every hundredth has 100 kB. */
export function hostileValues(count: number, seed = 20_261_125): string[] {
  const random = numbers(seed)
  const next = () => random.next().value as number
  return Array.from({ length: count }, (_, index) => {
    const text = Array.from({ length: 1 + (next() % 8) }, () => PIECES[next() % PIECES.length]).join('')
    return index % 100 === 99 ? long(text) : text
  })
}

/** What can never be handed over, and must be refused with a sentence. */
export const REFUSED: [name: string, value: string][] = [
  ['V', 'a\0b'],
  ['V', '\ud800'],
  ['V', 'x'.repeat(131_072)],
  ['V', 'é'.repeat(65_536)],
  ...[
    'IFS',
    'PWD',
    'OLDPWD',
    '_',
    'BASH_ENV',
    'ENV',
    'LD_PRELOAD',
    'OPTIND',
    'SHELLOPTS',
    'BASH_FUNC_ls%%',
    'A B',
    '1A',
    '',
  ].map((name): [string, string] => [name, 'x']),
]
