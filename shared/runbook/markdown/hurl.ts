/** HTTP checks in Hurl's notation (https://hurl.dev/docs/grammar.html): one request, its expected status, headers and assertions. */
import type { HttpAssertion, HttpCheck } from '../model.ts'
import { inputName } from './placeholders.ts'

export type HurlProblem = { line: number; message: string }
export type ReadHurl = { check?: HttpCheck; inputs: string[]; problems: HurlProblem[] }

const REQUEST = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|QUERY)\s+(\S.*)$/
const RESPONSE = /^HTTP(?:\/[\d.]+)?\s+(\d{3}|\*)\s*$/
const HEADER = /^([!#$%&'*+.^_`|~\w-]+)\s*:(.*)$/
const SECTION = /^\[(\w+)\]$/
const ADDRESS = /^(?:https?:\/\/|\$\{?[A-Za-z_])/
const PREDICATES =
  '==|!=|>=|<=|>|<|equals|notEquals|greaterThanOrEquals|greaterThan|lessThanOrEquals|lessThan|startsWith|endsWith|contains|includes|matches|exists|isEmpty|isInteger|isFloat|isBoolean|isString|isNumber|isCollection'
const ASSERTION = new RegExp(
  `^(\\w+(?:\\s+"(?:[^"\\\\]|\\\\.)*")?(?:\\s+count)?)\\s+((?:not\\s+)?(?:${PREDICATES}))(?:\\s+(.*))?$`,
)
const SUBJECTS = ['status', 'version', 'header', 'body', 'jsonpath', 'bytes', 'duration']

/** `<host>` and `{{host}}` are handed over as variables. */
function withVariables(text: string, inputs: Set<string>): string {
  return text
    .replace(/<([A-Za-z][\w.-]*(?: [\w.-]+){0,5})>/g, (_, name: string) => {
      inputs.add(inputName(name))
      return `\${${inputName(name)}}`
    })
    .replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, '${$1}')
}

type Line = { text: string; line: number }

const isNothing = ({ text }: Line) => text.trim() === '' || text.trim().startsWith('#')

/** Whether a block can be meant as a check at all; raw HTTP traffic in a handbook is not. */
export function isHurl(text: string): boolean {
  const first = text.split('\n').find((line) => !isNothing({ text: line, line: 0 }))
  const target = REQUEST.exec(first?.trimEnd() ?? '')?.[2]
  if (target === undefined) return false
  return !/\sHTTP\/[\d.]+$/.test(target) && ADDRESS.test(withVariables(target, new Set()))
}

function readRequest(lines: Line[], check: HttpCheck, inputs: Set<string>, problems: HurlProblem[]): void {
  let inBody = false
  const body: string[] = []
  for (const { text, line } of lines) {
    const section = SECTION.exec(text.trim())
    const header = HEADER.exec(text)
    if (inBody) body.push(text)
    else if (isNothing({ text, line })) continue
    else if (section)
      problems.push({
        line,
        message: `The section [${section[1]}] of a request is not supported: write it into the address, the headers or the body.`,
      })
    else if (header) check.headers[header[1]!] = withVariables(header[2]!.trim(), inputs)
    else {
      inBody = true
      body.push(text)
    }
  }
  const text = body.join('\n').trim()
  if (text !== '')
    check.body = withVariables(text.replace(/^```\w*\n?|\n?```$/g, '').replace(/^`([^`]*)`$/, '$1'), inputs)
}

function readAssertion({ text, line }: Line, inputs: Set<string>, problems: HurlProblem[]): HttpAssertion[] {
  const match = ASSERTION.exec(text.trim())
  const [, subject = '', predicate = '', value = ''] = match ?? []
  if (!match || !SUBJECTS.includes(subject.split(/\s/)[0]!)) {
    const message = `"${text.trim()}" is not an assertion this version knows: write like jsonpath "$.version" == "2.4.0". Subjects: ${SUBJECTS.join(', ')}.`
    problems.push({ line, message })
    return []
  }
  return [{ subject, predicate: predicate.replace(/\s+/, ' '), value: withVariables(value, inputs), line }]
}

function readResponse(lines: Line[], inputs: Set<string>, problems: HurlProblem[]): HttpAssertion[] {
  const assertions: HttpAssertion[] = []
  let section = ''
  for (const each of lines.filter((one) => !isNothing(one))) {
    const opened = SECTION.exec(each.text.trim())?.[1]
    const header = section === '' ? HEADER.exec(each.text) : null
    if (opened !== undefined) {
      section = opened
      if (section !== 'Asserts')
        problems.push({
          line: each.line,
          message: `The section [${section}] of an answer is not supported: use [Asserts].`,
        })
    } else if (section === 'Asserts') assertions.push(...readAssertion(each, inputs, problems))
    else if (header) {
      const value = JSON.stringify(withVariables(header[2]!.trim(), inputs))
      assertions.push({ subject: `header "${header[1]}"`, predicate: '==', value, line: each.line })
    } else if (section === '') {
      assertions.push(...readAssertion(each, inputs, problems))
    }
  }
  return assertions
}

/** `firstLine` is the line of the block's first line of text in the file. */
export function readHurl(text: string, firstLine: number): ReadHurl {
  const lines = text.split('\n').map((each, index) => ({ text: each, line: firstLine + index }))
  const start = lines.findIndex((line) => !isNothing(line))
  const request = REQUEST.exec(lines[start]?.text.trimEnd() ?? '')
  if (!request)
    return {
      inputs: [],
      problems: [{ line: firstLine, message: 'An HTTP check begins with a request such as GET https://host/path.' }],
    }
  const inputs = new Set<string>()
  const problems: HurlProblem[] = []
  const rest = lines.slice(start + 1)
  const at = rest.findIndex(({ text: each }) => RESPONSE.test(each))
  const next = rest.findIndex(({ text: each }, index) => at !== -1 && index > at && isHurl(each))
  if (next !== -1)
    problems.push({
      line: rest[next]!.line,
      message: 'One block makes one request: put the second one into a block of its own.',
    })
  const check: HttpCheck = { method: request[1]!, url: withVariables(request[2]!, inputs), headers: {}, assertions: [] }
  readRequest(at === -1 ? rest : rest.slice(0, at), check, inputs, problems)
  const status = at === -1 ? undefined : RESPONSE.exec(rest[at]!.text)?.[1]
  if (status !== undefined && status !== '*') check.expectStatus = Number(status)
  if (at !== -1) check.assertions = readResponse(rest.slice(at + 1, next === -1 ? undefined : next), inputs, problems)
  return { check, inputs: [...inputs], problems }
}
