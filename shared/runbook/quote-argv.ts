/** A command typed as words, written so that a shell runs exactly these words: nothing in them is expanded. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/

const quote = (word: string) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

const RESERVED = 'if then else elif fi do done case esac while until for in select function time coproc'.split(' ')

/** The first word is a command, whatever it looks like: never an assignment or a word of the shell's own grammar. */
export const quoteArgv = ([program = '', ...words]: readonly string[]): string =>
  [RESERVED.includes(program) ? `'${program}'` : quote(program), ...words.map(quote)].join(' ')

/** Why these words cannot be run as a command, as a sentence; undefined when they can. */
export function refuseArgv(argv: readonly string[]): string | undefined {
  const [program = ''] = argv
  if (program.trim() === '') return 'Write the command after “--”, for example: cockpit exec --reason "…" -- ./fix.sh'
  if (argv.length > MAX_WORDS) return `A command of more than ${MAX_WORDS} words belongs into a file.`
  if (argv.some((word) => word.includes('\0'))) return 'A command cannot contain a NUL character.'
  if (argv.some((word) => !word.isWellFormed())) return 'A command must be valid text: it contains half a character.'
  if (argv.length === 1 && /\s/.test(program))
    return 'This is one word with spaces in it, not a command: write it as words, or as -- sh -c "…" when a shell is to read it.'
  if (quoteArgv(argv).length > MAX_LENGTH) return 'The command is longer than 100,000 characters: put it into a file.'
  return undefined
}

const MAX_LENGTH = 100_000
const MAX_WORDS = 1000
