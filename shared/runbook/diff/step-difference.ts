/** What differs between two states of one step: in what is executed, in its attributes, in its prose. */
import { type DiffLine, diffLines } from '../../documents/line-diff.ts'
import { canonicalText } from '../../ledger/canonical.ts'
import { formatDuration } from '../duration.ts'
import type { Step } from '../model.ts'

const FACETS: (keyof Step)[] = ['kind', 'language', 'text', 'http', 'title']
const WORDS: Partial<Record<string, string>> = { text: 'command', http: 'request', title: 'words' }

const same = (a: unknown, b: unknown) => canonicalText([a ?? null]) === canonicalText([b ?? null])

/** Names of the attributes that differ, as they are written in a runbook. */
export function attributesThatDiffer(before: Step, after: Step): string[] {
  const of = (step: Step, key: string) => (step.attributes as Record<string, unknown>)[key]
  const keys = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])
  return [...keys].filter((key) => !same(of(before, key), of(after, key))).map((key) => key.replace(/Ms$/, ''))
}

/** `command`, `request`, `words`, `kind`, `language`, and the attributes that differ. */
export function whatDiffers(before: Step, after: Step): string[] {
  const facets = FACETS.filter((key) => !same(before[key], after[key]))
  return [...facets.map((key) => WORDS[key] ?? key), ...attributesThatDiffer(before, after)]
}

/** What a step does, in a few words or lines. */
export const textOf = (step: Step): string =>
  step.http ? `${step.http.method} ${step.http.url}` : step.text || step.title

export type DifferencePart = { about: 'command' | 'attributes' | 'prose'; lines: DiffLine[] }

const isDoneByMachine = ({ kind }: Step) => kind === 'command' || kind === 'http'

/** Everything that decides what is executed, or for a step of a person what is to be done. */
const executed = (step: Step): string =>
  isDoneByMachine(step) ? step.text : [step.title, step.text].filter(Boolean).join('\n')

const written = (value: unknown) => (typeof value === 'string' ? value : canonicalText(value))

/** Sorted: a definition that was on record has its keys in another order. */
const attributeText = ({ attributes, kind, language }: Step): string =>
  Object.entries({ kind, language, ...attributes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      key.endsWith('Ms') ? `${key.slice(0, -2)}: ${formatDuration(Number(value))}` : `${key}: ${written(value)}`,
    )
    .sort()
    .join('\n')

const proseText = (step: Step) =>
  [...step.headingPath, ...(isDoneByMachine(step) ? [step.title] : []), step.prose].filter(Boolean).join('\n')

/** The parts that differ, each with its lines; empty for the same step in another place. */
export function partsThatDiffer(before: Step, after: Step): DifferencePart[] {
  const parts = [
    { about: 'command', of: executed },
    { about: 'attributes', of: attributeText },
    { about: 'prose', of: proseText },
  ] as const
  return parts
    .filter(({ of }) => of(before) !== of(after))
    .map(({ about, of }) => ({ about, lines: diffLines(of(before), of(after)) }))
}

/** The lines of a step that is there on one side only. */
export const wholeOf = (step: Step, kind: 'added' | 'removed'): DiffLine[] =>
  executed(step)
    .split('\n')
    .map((text) => ({ kind, text }))
