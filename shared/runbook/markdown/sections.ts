/** Which stage every heading opens (DESIGN §5): top-level sections are stages, ways back and asides never join a forward run. */
import { finding, type Place } from '../findings.ts'
import type { Finding, Position } from '../model.ts'
import { slug, withoutNumber } from '../slug.ts'
import { splitTrailing } from './attribute-syntax.ts'
import type { Block } from './blocks.ts'
import { badPace } from './front-matter.ts'
import { environmentOf, meaningOfHeading, namesStage } from './heading-meaning.ts'
import { type Annotations, readAnnotations } from './step-annotations.ts'

export type StageHead = {
  id: string
  title: string
  kind: 'forward' | 'rollback'
  environment?: string
  pace?: 'manual' | 'auto'
  /** Named with `{stage=…}`, or by an environment: kept even without steps. */
  isExplicit: boolean
  position: Position
}

/** Where a block stands. `aside` says why nothing in it is run. */
export type Section = { stage?: StageHead; aside?: string; path: string[] }

type Heading = Extract<Block, { type: 'heading' }>

export type Read = { heading: Heading; text: string; annotations: Annotations }

/** A heading that can open a section: not inside a list or a quotation. */
export const isSectionHeading = (block: Block): block is Heading =>
  block.type === 'heading' && block.item === undefined && !block.quoted

export function readHeading(heading: Heading, file: string): { read: Read; findings: Finding[] } {
  const { text, braced, offset } = splitTrailing(heading.text)
  const place: Place = { file, line: heading.line, column: heading.column + heading.level + 1 + offset }
  const { annotations, findings } = readAnnotations(braced, place)
  return { read: { heading, text, annotations }, findings }
}

/** The single H1 that is a title, and the level whose headings are stages. */
export function outlineOf(heads: Read[], environments: readonly string[]): { title?: Read; stageLevel: number } {
  const firsts = heads.filter(({ heading }) => heading.level === 1)
  const only = firsts.length === 1 ? firsts[0]! : undefined
  const isTitle = only && !only.annotations.stage && !namesStage(only.text, environments)
  const rest = isTitle ? heads.filter((each) => each !== only) : heads
  const stageLevel = rest.reduce((least, { heading }) => Math.min(least, heading.level), 7)
  return isTitle && rest.length > 0 ? { title: only, stageLevel } : { stageLevel }
}

type Open = { level: number; text: string; stage?: StageHead; aside?: string }

/** Walks through the headings in order and tells the section that each one opens. */
export class SectionWalker {
  readonly stages: StageHead[] = []
  readonly findings: Finding[] = []
  private readonly open: Open[] = []
  private readonly byId = new Map<string, StageHead>()
  private readonly waysBack = new Map<string | undefined, StageHead>()
  private readonly lastNumber = new Map<string, number>()
  private readonly file: string
  private readonly environments: readonly string[]
  private readonly stageLevel: number
  private readonly title: Read | undefined

  constructor(file: string, heads: Read[], environments: readonly string[]) {
    const { title, stageLevel } = outlineOf(heads, environments)
    this.file = file
    this.environments = environments
    this.stageLevel = stageLevel
    this.title = title
  }

  /** The section before the first heading, or below the title: a stage of its own once it has a step. */
  preamble(title: string, line: number): Section {
    const head = this.newStage({
      id: slug(withoutNumber(title)) || 'runbook',
      title,
      kind: 'forward',
      line,
      isExplicit: false,
    })
    return { stage: head, path: [] }
  }

  enter(read: Read): Section {
    const { heading, text, annotations } = read
    if (read === this.title) return this.preamble(text, heading.line)
    while (this.open.length > 0 && this.open.at(-1)!.level >= heading.level) this.open.pop()
    const parent = this.open.at(-1)
    const opened = this.openSection(read, parent)
    this.open.push(opened)
    this.takePace(opened.stage, annotations, heading.line === opened.stage?.position.line)
    const start = this.open.findIndex((each) => each.stage === opened.stage)
    const path = this.open.slice(start).map((each) => each.text)
    return { path, ...(opened.stage ? { stage: opened.stage } : {}), ...(opened.aside ? { aside: opened.aside } : {}) }
  }

  private openSection({ heading, text, annotations }: Read, parent: Open | undefined): Open {
    const base = { level: heading.level, text }
    const meaning = meaningOfHeading(text)
    if (annotations.stage)
      return { ...base, stage: this.namedStage(annotations.stage.value, text, heading.line, meaning) }
    if (meaning === 'aside')
      return { ...base, ...keep(parent), aside: `It stands under "${text}", which is no part of a run.` }
    if (meaning === 'rollback') return { ...base, stage: this.rollbackStage(text, heading, parent) }
    if (parent?.stage || parent?.aside) return { ...base, ...keep(parent) }
    return { ...base, stage: this.plainStage(text, heading.line) }
  }

  private plainStage(text: string, line: number): StageHead {
    return this.newStage({
      id: slug(withoutNumber(text)) || 'stage',
      title: text,
      kind: 'forward',
      line,
      isExplicit: false,
    })
  }

  /** Sections that carry the same `{stage=…}` are one stage. */
  private namedStage(id: string, title: string, line: number, meaning: string): StageHead {
    const same = this.byId.get(id)
    if (same) return same
    const kind = meaning === 'rollback' || meaningOfHeading(id) === 'rollback' ? 'rollback' : 'forward'
    const environment = environmentOf(id, this.environments) ?? environmentOf(title, this.environments)
    return this.newStage({ id, title, kind, line, isExplicit: true, environment })
  }

  /** A way back inside a stage leads back from that stage alone. */
  private rollbackStage(text: string, { level, line }: Heading, parent: Open | undefined): StageHead {
    if (parent?.stage?.kind === 'rollback') return parent.stage
    const outer = level > this.stageLevel ? parent?.stage : undefined
    const environment = environmentOf(text, this.environments) ?? outer?.environment
    const same = this.waysBack.get(environment)
    if (same && outer) return same
    const id = outer ? `${outer.id}-rollback` : slug(withoutNumber(text)) || 'rollback'
    return this.newStage({ id, title: text, kind: 'rollback', line, isExplicit: true, environment })
  }

  private newStage(head: Omit<StageHead, 'position'> & { line: number }): StageHead {
    const { line, environment: given, ...rest } = head
    const environment = given ?? environmentOf(head.title, this.environments)
    const stage: StageHead = {
      ...rest,
      id: this.freeId(head.id),
      ...(environment === undefined ? {} : { environment }),
      position: { file: this.file, line, column: 1, endLine: line },
    }
    this.stages.push(stage)
    this.byId.set(stage.id, stage)
    if (stage.kind === 'rollback' && !this.waysBack.has(environment)) this.waysBack.set(environment, stage)
    return stage
  }

  private freeId(wanted: string): string {
    let id = wanted
    let number = this.lastNumber.get(wanted) ?? 1
    while (this.byId.has(id)) id = `${wanted}-${++number}`
    this.lastNumber.set(wanted, number)
    return id
  }

  private takePace(stage: StageHead | undefined, { pace }: Annotations, opens: boolean): void {
    if (!pace) return
    const { value, place } = pace
    if (value !== 'manual' && value !== 'auto') this.findings.push(badPace(place, value))
    else if (stage && opens) stage.pace = value
    else
      this.findings.push(
        finding('warning', 'pace-ignored', place, 'pace belongs to the heading of a stage: here it is ignored.'),
      )
  }
}

const keep = (parent: Open | undefined): Pick<Open, 'stage' | 'aside'> => ({
  ...(parent?.stage ? { stage: parent.stage } : {}),
  ...(parent?.aside ? { aside: parent.aside } : {}),
})
