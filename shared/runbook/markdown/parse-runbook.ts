/** From Markdown to a runbook: stages, steps and what is not a step (DESIGN §5). Pure and linear; never throws. */
import { stageId, stepId } from '../../ids.ts'
import { finding } from '../findings.ts'
import { splitGates } from '../gate-steps.ts'
import type { Finding, NotStep, Position, Runbook, Stage, Step, StepAttributes } from '../model.ts'
import { humanise } from '../slug.ts'
import { actionRows } from './action-table.ts'
import type { Block, Item } from './blocks.ts'
import { type CodeBlock, executableOf, notStepOf, type ReadCode, readCode } from './code-steps.ts'
import { wordsOf } from './dialect.ts'
import { asBlock, type Document, readDocument } from './document.ts'
import type { HiddenCode } from './hidden-code.ts'
import { findHolders, isOwnStep, type ReadItem, readItem } from './items.ts'
import { titleOf } from './plain-text.ts'
import { reasonAround, reasonHidden } from './reasons.ts'
import { isSectionHeading, type Read, readHeading, type Section, SectionWalker } from './sections.ts'
import { proseBetween } from './source-prose.ts'
import { assignIds } from './step-ids.ts'

export type ParsedRunbook = {
  runbook: Runbook
  /** Mistakes that forbid using the runbook, and remarks. */
  findings: Finding[]
  /** Remarks about how it is written that do not forbid using it, errors among them. */
  lint: Finding[]
}

type Draft = Omit<Step, 'id' | 'stage' | 'prose' | 'headingPath'>

/** `push(...many)` would overflow the stack. */
function append<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item)
}

const firstCommand = (text: string): string => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.find((line) => !line.trim().startsWith('#')) ?? lines[0] ?? ''
}

class RunbookParser {
  readonly findings: Finding[] = []
  readonly lint: Finding[] = []
  readonly notSteps: NotStep[] = []
  readonly steps: Step[] = []
  private readonly document: Document
  private readonly file: string
  private readonly lines: string[]
  private readonly blocks: Block[]
  private readonly codes = new Map<Block, ReadCode>()
  private readonly items = new Map<Item, ReadItem>()
  private readonly heads = new Map<Block, Read>()
  private readonly holders: Set<Item>
  private readonly walker: SectionWalker
  private section: Section
  /** The line the prose of the next step begins after. */
  private proseAfter = 0
  private leadIn = ''

  constructor(document: Document, title: string, environments: readonly string[]) {
    const { file, front, blocks, tooDeepAtLine } = document
    this.document = document
    this.file = file
    this.lines = front.body.split('\n')
    if (tooDeepAtLine !== undefined) this.refuseDepth(tooDeepAtLine)
    this.blocks = blocks
    this.readParts()
    this.holders = findHolders(blocks, this.items, this.codes)
    this.walker = new SectionWalker(file, [...this.heads.values()], environments)
    this.section = this.walker.preamble(title, 1)
  }

  private refuseDepth(line: number): void {
    const message =
      'Lists or quotations are nested more than 90 levels deep here: what stands further in cannot be read.'
    this.findings.push(finding('error', 'too-deep', { file: this.file, line, column: 1 }, message))
  }

  private readParts(): void {
    for (const block of this.blocks) {
      if (block.type === 'code') this.codes.set(block, this.keep(this.readCode(block)))
      else if (block.type === 'item') this.items.set(block.of, this.keep(readItem(block.of, this.file)))
      else if (isSectionHeading(block)) {
        const { read, findings } = readHeading(block, this.file)
        append(this.findings, findings)
        this.heads.set(block, read)
      }
    }
  }

  private readCode(block: CodeBlock): ReadCode {
    const { file, dialect, surroundings } = this.document
    return readCode(block, { file, dialect, surrounding: surroundings.at(block.line) })
  }

  private keep<T extends { findings: Finding[] }>(read: T): T {
    append(this.findings, read.findings)
    return read
  }

  parse(): void {
    for (const block of this.blocks) this.take(block)
    for (const hidden of this.document.hidden) this.takeHidden(hidden)
    this.notSteps.sort((a, b) => a.position.line - b.position.line)
    append(this.findings, this.walker.findings)
  }

  private takeHidden(hidden: HiddenCode): void {
    const { front, surroundings, tooDeepAtLine, dialect } = this.document
    const code = readCode({ ...asBlock(hidden), closed: true }, { file: this.file, dialect })
    const surrounding = surroundings.at(hidden.line)
    const reason = reasonAround(surrounding, false) ?? reasonHidden(hidden, front.endLine, tooDeepAtLine)
    this.notSteps.push(notStepOf(code, reason, this.file))
    // What stands in a comment was put there on purpose.
    const isMeant = hidden.line <= front.endLine || surrounding?.kind === 'comment'
    if (code.meaning.kind !== 'none' && !isMeant) this.remark(code, reason)
  }

  private take(block: Block): void {
    if (isSectionHeading(block)) this.enter(this.heads.get(block)!)
    else if (block.type === 'paragraph') this.leadIn = block.item ? '' : (wordsOf(block.text) ?? this.leadIn)
    else if (block.type === 'item') this.takeItem(this.items.get(block.of)!)
    else if (block.type === 'table') this.takeTable(block)
    else if (block.type === 'code') this.takeCode(this.codes.get(block)!)
  }

  private enter(read: Read): void {
    this.section = this.walker.enter(read)
    this.proseAfter = read.heading.endLine
    this.leadIn = ''
  }

  private position({ line, column, endLine }: { line: number; column: number; endLine: number }): Position {
    return { file: this.file, line, column, endLine }
  }

  /** Appends a step to the stage of the section; in an aside it is noted as not run. */
  private push(draft: Draft, extraProse = ''): void {
    const { stage, path } = this.section
    const aside = this.section.aside ?? this.asideAround(draft)
    const before = proseBetween(this.lines, this.proseAfter, draft.position.line)
    this.proseAfter = draft.position.endLine
    this.leadIn = ''
    if (aside !== undefined || !stage) {
      this.notSteps.push({ reason: aside ?? 'It belongs to no stage.', text: draft.title, position: draft.position })
      return
    }
    const prose = [before, extraProse].filter((part) => part !== '').join('\n\n')
    this.steps.push({ ...draft, id: stepId(''), stage: stageId(stage.id), prose, headingPath: path })
  }

  /** Manual steps in a comment or under a summary such as "If it fails" are no part of a run either; in notes and tabs they are. */
  private asideAround({ kind, position }: Draft): string | undefined {
    const isCode = kind === 'command' || kind === 'http'
    return isCode ? undefined : reasonAround(this.document.surroundings.at(position.line), true)
  }

  private takeItem(read: ReadItem): void {
    const { item, title, kind, annotations } = read
    if (!kind || !isOwnStep(read, this.holders)) return
    const isHolder = this.holders.has(item)
    const endLine = isHolder ? item.textEndLine : Math.max(item.line, this.lastFilledLine(item))
    const extra = isHolder ? '' : proseBetween(this.lines, item.textEndLine, endLine + 1)
    const position = this.position({ ...item, endLine })
    this.push({ kind, title, text: '', inputs: [], position, attributes: { ...annotations.attributes } }, extra)
  }

  private lastFilledLine({ line, endLine }: Item): number {
    let last = endLine
    while (last > line && (this.lines[last - 1] ?? '').trim() === '') last--
    return last
  }

  private takeTable(table: Extract<Block, { type: 'table' }>): void {
    for (const { title, attributes, line } of actionRows(table)) {
      const position = this.position({ line, column: table.column, endLine: line })
      this.push({ kind: 'instruction', title, text: '', inputs: [], position, attributes })
    }
  }

  private takeCode(code: ReadCode): void {
    const { meaning, block } = code
    const reason = meaning.kind === 'none' ? meaning.reason : this.section.aside
    if (reason !== undefined) {
      this.notSteps.push(notStepOf(code, reason, this.file))
      if (meaning.kind === 'none' && meaning.maybeCommand && !this.section.aside) this.remark(code, reason)
      return
    }
    const executable = executableOf(code, this.file)
    if (!executable) return
    const { findings, ...parts } = executable
    const isBlocking = parts.kind === 'http'
    append(isBlocking ? this.findings : this.lint, findings)
    const attributes = { ...this.inherited(block.item), ...code.annotations.attributes }
    this.push({
      ...parts,
      title: this.titleOf(code, parts.text, attributes),
      position: this.position(block),
      attributes,
    })
  }

  private remark({ block }: ReadCode, reason: string): void {
    this.lint.push(
      finding('hint', 'not-run', this.position(block), `This block looks like commands but is not run. ${reason}`),
    )
  }

  /** Attributes of the list item around a block hold for the block, unless they made the item a step of its own. */
  private inherited(item: Item | undefined): StepAttributes {
    const read = item && this.items.get(item)
    if (!read || (read.kind && isOwnStep(read, this.holders))) return {}
    const { name: _, ...attributes } = read.annotations.attributes
    return attributes
  }

  private titleOf({ block }: ReadCode, text: string, { name }: StepAttributes): string {
    if (name !== undefined) return humanise(name)
    const lead = titleOf(this.leadIn.split(/(?<=[.!?])\s/)[0] ?? '')
    if (lead !== '' && lead.length <= 90) return lead
    const item = block.item && this.items.get(block.item)?.title
    if (item) return item
    const heading = this.section.path.length > 1 ? titleOf(this.section.path.at(-1)!) : ''
    return heading || titleOf(firstCommand(text))
  }

  /** Stages in document order; sections without a step are dropped unless they were named. */
  stages(pace: 'manual' | 'auto'): Stage[] {
    const byStage = Map.groupBy(this.steps, (step) => step.stage)
    return this.walker.stages.flatMap((head) => {
      const steps = byStage.get(stageId(head.id)) ?? []
      const isKept = steps.length > 0 || head.isExplicit || head.environment !== undefined
      if (!isKept) return []
      const { id, title, kind, environment, position } = head
      const stage: Stage = { id: stageId(id), title: titleOf(title), kind, pace: head.pace ?? pace, steps, position }
      return [environment === undefined ? stage : { ...stage, environment }]
    })
  }

  get title(): string | undefined {
    return [...this.heads.values()].find(({ heading }) => heading.level === 1)?.text
  }
}

/** Parses runbook.md, or any Markdown file. `environments` are the names release.yaml defines. */
export function parseRunbook(file: string, text: string, environments: readonly string[] = []): ParsedRunbook {
  const document = readDocument(file, text)
  const { front } = document
  const parser = new RunbookParser(document, front.title ?? 'Runbook', environments)
  parser.parse()
  const idFindings = assignIds(parser.steps)
  const title = front.title ?? parser.title
  const stages = parser.stages(front.pace ?? 'manual')
  const runbook: Runbook = {
    file,
    ...(title === undefined ? {} : { title: titleOf(title) }),
    stages,
    notSteps: parser.notSteps,
  }
  return {
    runbook: splitGates(runbook),
    findings: [...front.findings, ...parser.findings, ...idFindings],
    lint: parser.lint,
  }
}
