/** What stands in for a command in a rehearsal: a script that says what would be run, takes its planned time, and does nothing else. */
import { formatRole } from '../../documents/words.ts'
import type { Environment, Step } from '../../runbook/model.ts'

const INDENT = '    '

/** What a terminal would obey is shown instead of sent. */
const visible = (text: string) =>
  text.replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, (sign) => {
    const code = sign.codePointAt(0)!
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '�'
  })

const oneLine = (text: string) => visible(text).replace(/\s+/g, ' ').trim()

const indented = (text: string) =>
  visible(text)
    .split('\n')
    .map((line) => (line === '' ? '' : `${INDENT}${line}`))
    .join('\n')

/** Text that no shell expands. Every line of it is indented or our own, so that none ends it early. */
const printed = (text: string): string => `cat <<'REHEARSAL_ENDS'\n${text}\nREHEARSAL_ENDS`

const requestText = ({ http }: Step): string => {
  if (!http) return ''
  const headers = Object.entries(http.headers).map(([name, value]) => `${name}: ${value}`)
  const asserts = http.assertions.map(({ subject, predicate, value }) => `${subject} ${predicate} ${value}`)
  const expected = `HTTP ${http.expectStatus ?? '*'}`
  return [`${http.method} ${http.url}`, ...headers, ...(http.body ? ['', http.body] : []), '', expected, ...asserts]
    .join('\n')
    .trim()
}

function circumstances({ language, attributes }: Step): string[] {
  const { cwd, runner, confirm, approve, timeoutMs: _, verify, interactive } = attributes
  return [
    ...(language ? [`with ${language}`] : []),
    ...(runner && runner !== 'local' ? [`on ${runner}`] : []),
    ...(cwd ? [`in ${cwd}`] : []),
    ...(interactive ? ['interactive: a person answers it'] : []),
    ...(confirm ? [`asks before: ${confirm}`] : []),
    ...(approve ? [`needs GO of ${approve.map(formatRole).join(', ')}`] : []),
    ...(verify ? [`then verified by: ${verify}`] : []),
  ].map(oneLine)
}

const isNamed = (text: string, name: string) => new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(text)

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The variables the text names, printed by the shell itself: so it shows what the command would get. */
function variableLines(step: Step, text: string, environment: Environment | undefined, inputs: string[]): string[] {
  const secrets = Object.keys(environment?.secrets ?? {})
  const names = [...new Set([...Object.keys(environment?.vars ?? {}), ...step.inputs, ...inputs])].filter(
    (name) => VARIABLE_NAME.test(name) && !secrets.includes(name) && isNamed(text, name),
  )
  const shown = names.map((name) => `printf '${INDENT}%s=%s\\n' ${name} "\${${name}-(not given)}"`)
  const own = Object.entries(step.attributes.env ?? {}).map(([name, value]) => `${name}=${value}`)
  const hidden = secrets.filter((name) => isNamed(text, name)).map((name) => `${name} (a secret, not read)`)
  const told = [...own, ...hidden].map((line) => `${INDENT}${oneLine(line)}`)
  return [...shown, ...(told.length > 0 ? [printed(told.join('\n'))] : [])]
}

/** `takesMs`: how long it is to take; 0 does not wait. */
export function stubScript(
  step: Step,
  { environment, inputs, takesMs }: { environment: Environment | undefined; inputs: string[]; takesMs: number },
): string {
  const text = step.http ? requestText(step) : step.text
  const more = circumstances(step)
  const head = `REHEARSAL: ${step.http ? 'this check is not made' : 'this command is not run'}. For real${more.length > 0 ? `, ${more.join(', ')}` : ''}:`
  const variables = variableLines(step, text, environment, inputs)
  return [
    '# A stub of a rehearsal: it prints and waits, and does nothing else.',
    printed(`${head}\n\n${indented(text)}\n`),
    ...variables,
    ...(takesMs > 0 ? [`sleep ${takesMs / 1000}`] : []),
    '',
  ].join('\n')
}
