/** Which list items are steps of their own: those that hold no other step (DESIGN §5). */

import type { Finding, StepKind } from '../model.ts'
import { splitTrailing } from './attribute-syntax.ts'
import type { Block, Item } from './blocks.ts'
import type { ReadCode } from './code-steps.ts'
import { taskText, titleOf } from './plain-text.ts'
import { type Annotations, readAnnotations } from './step-annotations.ts'

export type ReadItem = {
  item: Item
  title: string
  /** Undefined when the item is only prose around other steps, or a plain bullet. */
  kind?: StepKind
  annotations: Annotations
  findings: Finding[]
}

/** Approvals, waits and gates are steps of their own, whatever stands below them. */
function ownKind({ attributes }: Annotations): StepKind | undefined {
  if (attributes.approve) return 'approval'
  if (attributes.waitMs !== undefined) return 'wait'
  return attributes.gate ? 'gate' : undefined
}

/** A line of a table of contents. */
const IN_PAGE_LINK = /^\[[^\]]{0,200}\]\(#[^)]{0,200}\)$/

function leafKind(item: Item, annotations: Annotations): StepKind | undefined {
  if (IN_PAGE_LINK.test(item.text.trim())) return undefined
  if (taskText(item.text) !== undefined) return 'manual'
  return item.ordered || !annotations.isEmpty ? 'instruction' : undefined
}

export function readItem(item: Item, file: string): ReadItem {
  const [firstLine = '', ...rest] = item.text.split('\n')
  const { text, braced, offset } = splitTrailing(rest.length === 0 ? firstLine : item.text)
  const place = { file, line: rest.length === 0 ? item.line : item.textEndLine, column: item.column + 2 + offset }
  const { annotations, findings } = readAnnotations(braced, place)
  const kind = ownKind(annotations) ?? leafKind(item, annotations)
  const title = titleOf(taskText(text) ?? text)
  return { item, title, annotations, findings, ...(kind && title !== '' ? { kind } : {}) }
}

/** Items that hold a step further in: they are the prose of that step. */
export function findHolders(
  blocks: readonly Block[],
  items: Map<Item, ReadItem>,
  codes: Map<Block, ReadCode>,
): Set<Item> {
  const holders = new Set<Item>()
  const mark = (from: Item | undefined) => {
    for (let item = from; item && !holders.has(item); item = item.parent) holders.add(item)
  }
  for (const block of blocks) {
    if (block.type === 'item' && items.get(block.of)?.kind) mark(block.of.parent)
    if (block.type === 'code' && codes.get(block)?.meaning.kind !== 'none') mark(block.item)
  }
  return holders
}

export const isOwnStep = (read: ReadItem, holders: ReadonlySet<Item>): boolean =>
  read.kind !== undefined && (!holders.has(read.item) || ['approval', 'wait', 'gate'].includes(read.kind))
