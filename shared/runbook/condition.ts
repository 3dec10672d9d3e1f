/**
 * The condition of a step (`when`): a comparison over the variables of the environment, the inputs and the facts of the release. It is read, never
 * executed.
 *
 *     REGION == eu and environment != staging
 *     not SKIP_CACHE or version == "2.4.0"
 *
 * A name alone holds when it has a value that is neither empty, 0, false nor no. `and` binds stronger than `or`; `not` negates one term.
 */

export type ConditionTerm = { name: string; negated: boolean; operator?: '==' | '!='; value?: string }

/** Any of the inner lists, each of which holds when all of its terms do. */
export type Condition = ConditionTerm[][]

/** Names that are always known, beside variables and inputs. */
export const CONDITION_FACTS = ['environment', 'version', 'previous', 'strategy'] as const

const TOKEN = /\s*(?:"([^"]*)"|'([^']*)'|(==|!=)|([^\s"'=!]+))/y

type Token = { text: string; isQuoted: boolean }

function tokens(text: string): Token[] | undefined {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (!match) return undefined
    const [, double, single, operator, word] = match
    found.push({ text: double ?? single ?? operator ?? word ?? '', isQuoted: (double ?? single) !== undefined })
  }
  return found
}

const NAME = /^\$?[A-Za-z_][A-Za-z0-9_]*$/
const WORDS = ['and', 'or', 'not', '==', '!=']

const isValue = (token: Token | undefined): token is Token =>
  token !== undefined && (token.isQuoted || !WORDS.includes(token.text))

/** Takes one term off the front. */
function takeTerm(rest: Token[]): ConditionTerm | undefined {
  const negated = rest[0]?.text === 'not' && !rest[0].isQuoted
  if (negated) rest.shift()
  const name = rest.shift()
  if (!isValue(name) || name.isQuoted || !NAME.test(name.text)) return undefined
  const term = { name: name.text.replace('$', ''), negated }
  const operator = rest[0]?.text
  if (rest[0]?.isQuoted || (operator !== '==' && operator !== '!=')) return term
  rest.shift()
  const value = rest.shift()
  return isValue(value) ? { ...term, operator, value: value.text } : undefined
}

/** Undefined for text that is no condition. */
export function parseCondition(text: string): Condition | undefined {
  const rest = tokens(text)
  if (!rest || rest.length === 0) return undefined
  const any: Condition = [[]]
  for (;;) {
    const term = takeTerm(rest)
    if (!term) return undefined
    any.at(-1)!.push(term)
    const joint = rest.shift()
    if (!joint) return any
    if (joint.isQuoted || (joint.text !== 'and' && joint.text !== 'or')) return undefined
    if (joint.text === 'or') any.push([])
  }
}

const isTrue = (value: string | undefined) => value !== undefined && !['', '0', 'false', 'no'].includes(value)

function holds({ name, negated, operator, value }: ConditionTerm, values: Readonly<Record<string, string>>): boolean {
  const found = Object.hasOwn(values, name) ? values[name] : undefined
  const plain = operator === undefined ? isTrue(found) : ((found ?? '') === value) === (operator === '==')
  return plain !== negated
}

export const conditionHolds = (condition: Condition, values: Readonly<Record<string, string>>): boolean =>
  condition.some((all) => all.every((term) => holds(term, values)))

export const namesIn = (condition: Condition): string[] => [...new Set(condition.flat().map((term) => term.name))]
