/** The sentence of a statement: what a person reads before signing. It must say what the statement binds. */
import { formatRole } from '../../documents/words.ts'
import { isOfRun, type Statement } from './statement.ts'

const WORDS = { go: 'GO for', 'no-go': 'NO-GO for', standby: 'Standing by for' } as const

type About = Pick<Statement, 'role' | 'decision' | 'name' | 'version'> & { environment?: string | undefined }

const ends = ({ role, decision, name, version, environment }: About): [string, string] => [
  `${formatRole(role)}: ${WORDS[decision]} `,
  ` of ${name} ${version}${environment === undefined ? '' : ` in ${environment}`}`,
]

/** `what`: the titles of stage and step. */
export function statementWords(about: About, what: string): string {
  const [start, end] = ends(about)
  return `${start}${what}${end}`
}

/** Titles may have been reworded since: role, decision, release and environment may not. */
export function isTrueToItself({ binds, approves, ...about }: Statement): boolean {
  const [start, end] = ends({ ...about, environment: isOfRun(binds) ? binds.environment : undefined })
  return approves.startsWith(start) && approves.endsWith(end)
}
