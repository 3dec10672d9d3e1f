/** Steps made of code blocks. */
import { finding, type Place } from '../findings.ts'
import type { Finding, HttpCheck, NotStep } from '../model.ts'
import { splitInfo } from './attribute-syntax.ts'
import type { Block } from './blocks.ts'
import { type CodeMeaning, classifyCode, joined } from './classify-code.ts'
import type { Dialect } from './dialect.ts'
import { readHurl } from './hurl.ts'
import { isShell } from './languages.ts'
import { findPlaceholders, substitutePlaceholders } from './placeholders.ts'
import { INDENTED, QUOTED, reasonAround, swallows } from './reasons.ts'
import { type Annotations, readAnnotations } from './step-annotations.ts'
import type { Surrounding } from './surroundings.ts'

export type CodeBlock = Extract<Block, { type: 'code' }>

/** A code block looked at once: what it means, its annotations, what is wrong with it. */
export type ReadCode = {
  block: CodeBlock
  language: string
  meaning: CodeMeaning
  annotations: Annotations
  findings: Finding[]
}

/** The line (from 0) on which another block begins inside an open one: a bare fence would have closed it, one with a language cannot. */
function swallowedAt({ fence, text }: CodeBlock): number | undefined {
  if (fence === '' || !text.includes(fence)) return undefined
  const opener = new RegExp(`^ {0,3}\\${fence[0]}{${fence.length},}\\s*[A-Za-z{.][^\`]*$`)
  const index = text.split('\n').findIndex((line) => opener.test(line))
  return index === -1 ? undefined : index
}

/** Blocks that show how Markdown is written hold fences on purpose. */
const SHOWS_MARKDOWN = ['md', 'markdown', 'mdx', 'text', 'txt', 'plain', 'plaintext', 'jsx', 'tsx', 'html']

function endFindings(block: CodeBlock, place: Place, language: string): { swallowed?: string; findings: Finding[] } {
  const at = swallowedAt(block)
  if (at !== undefined) {
    const swallowed = swallows(block.line + 1 + at)
    const severity = SHOWS_MARKDOWN.includes(language) ? 'warning' : 'error'
    return { swallowed, findings: [finding(severity, 'unclosed-block', place, swallowed)] }
  }
  if (block.closed) return { findings: [] }
  const rest =
    block.item || block.quoted ? 'it ends where its list item or quotation does' : 'it takes in the rest of the text'
  const message = `This code block is never closed: ${rest}.`
  return { findings: [finding('warning', 'unclosed-block', place, message)] }
}

type Outside = { file: string; dialect: Dialect; surrounding?: Surrounding | undefined }

function outerReason(
  block: CodeBlock,
  { attributes, excluded }: Annotations,
  { surrounding }: Outside,
): string | undefined {
  if (excluded) return excluded
  const isNamed = attributes.name !== undefined
  const around = reasonAround(surrounding, isNamed)
  if (around !== undefined) return around
  if (!block.fenced) return INDENTED
  return block.quoted && !isNamed ? QUOTED : undefined
}

/** `<%= vars.host %>` of ERB is asked for like a `<placeholder>`; other tags decide what the text is. */
const withoutErb = (text: string) => text.replace(/<%=\s*([A-Za-z][\w.]*)\s*%>/g, '<$1>')

const ERB = 'It holds ERB tags, which only rendering replaces: run the rendered text.'

export function readCode(written: CodeBlock, outside: Outside): ReadCode {
  const isErb = outside.dialect === 'erb'
  const block = isErb ? { ...written, text: withoutErb(written.text) } : written
  const info = splitInfo(block.info)
  const fencePlace: Place = { file: outside.file, line: block.line, column: block.column }
  const place: Place = { ...fencePlace, column: block.column + 3 + info.offset }
  const meaning = classifyCode(info.language, block.text, undefined)
  const isPlainCode = meaning.kind === 'none' && info.language !== ''
  const { annotations, findings } = readAnnotations(info.braced, place)
  const chosen = annotations.interpreter ? classifyCode(info.language, block.text, annotations.interpreter) : meaning
  if (info.unclosed && !isPlainCode)
    findings.push(finding('error', 'bad-attributes', place, 'The attributes are not closed: a } is missing.'))
  const end = endFindings(block, fencePlace, info.language)
  const erb = isErb && block.text.includes('<%') && chosen.kind !== 'none' ? ERB : undefined
  const reason = end.swallowed ?? outerReason(block, annotations, outside) ?? erb
  const maybeCommand = chosen.kind !== 'none' || chosen.maybeCommand
  return {
    block,
    language: info.language,
    meaning:
      reason === undefined ? chosen : { kind: 'none', reason, maybeCommand: maybeCommand && !annotations.excluded },
    annotations,
    // Braces after a language that is not run belong to another tool.
    findings: [...end.findings, ...(isPlainCode && !annotations.interpreter ? [] : findings)],
  }
}

export const notStepOf = ({ block, language }: ReadCode, reason: string, file: string): NotStep => ({
  reason,
  ...(language === '' ? {} : { language }),
  text: block.text,
  position: { file, line: block.line, column: block.column, endLine: block.endLine },
})

export type Executable = {
  kind: 'command' | 'http'
  language?: string
  text: string
  lineOffsets?: number[]
  expectedOutput?: string
  inputs: string[]
  http?: HttpCheck
  findings: Finding[]
}

function placeholderFindings(
  code: ReadCode,
  offsets: number[],
  text: string,
  file: string,
): { text: string; inputs: string[]; findings: Finding[] } {
  const { block } = code
  const place = (line: number, column: number): Place => ({
    file,
    line: block.line + 1 + (offsets[line] ?? line),
    column: column + block.column - 1,
  })
  const { text: substituted, inputs, problems } = substitutePlaceholders(text)
  const findings = problems.map(({ line, column, name, where, certain }) =>
    finding(
      certain ? 'error' : 'warning',
      'placeholder-quoting',
      place(line, column),
      `<${name}> stands in ${where}, where no variable can take its place: use double quotes or an unquoted heredoc.`,
    ),
  )
  return { text: substituted, inputs, findings }
}

function commandOf(code: ReadCode, meaning: Extract<CodeMeaning, { kind: 'command' }>, file: string): Executable {
  const { language, typed } = meaning
  const text = joined(typed)
  const offsets = typed.lines.map(({ offset }) => offset)
  const base = {
    kind: 'command' as const,
    language,
    ...(offsets.every((offset, line) => offset === line) ? {} : { lineOffsets: offsets }),
    ...(typed.expectedOutput ? { expectedOutput: typed.expectedOutput } : {}),
  }
  if (isShell(language)) return { ...base, ...placeholderFindings(code, offsets, text, file) }
  const findings = findPlaceholders(text).map(({ name, line, column }) => {
    const place = { file, line: code.block.line + 1 + (offsets[line] ?? line), column: column + code.block.column - 1 }
    const message = `<${name}> is not replaced in ${language}: read it from the environment instead.`
    return finding('warning', 'placeholder-not-replaced', place, message)
  })
  return { ...base, text, inputs: [], findings }
}

/** The executable part of a block that is a step; undefined when it is none. */
export function executableOf(code: ReadCode, file: string): Executable | undefined {
  const { meaning, block } = code
  if (meaning.kind === 'command') return commandOf(code, meaning, file)
  if (meaning.kind === 'none') return undefined
  const { check, inputs, problems } = readHurl(block.text, block.line + 1)
  const findings = problems.map(({ line, message }) =>
    finding('error', 'bad-http-check', { file, line, column: block.column }, message),
  )
  if (check && check.expectStatus === undefined && check.assertions.length === 0 && !/^HTTP.*\*/m.test(block.text))
    findings.push(
      finding(
        'warning',
        'http-expects-nothing',
        { file, line: block.line, column: block.column },
        'This check expects nothing: add a line such as "HTTP 200", or any answer passes.',
      ),
    )
  return { kind: 'http', text: block.text, inputs, findings, ...(check ? { http: check } : {}) }
}
