import type { z } from 'zod'
import { finding } from '../findings.ts'
import { type Issue, isOwnMessage, requirementOf, unknownKeySentence, valueSentence } from '../issue-sentences.ts'
import type { Finding } from '../model.ts'
import { knownKeys } from './known-keys.ts'
import type { Path, YamlFile } from './read-yaml.ts'

type Context = { yaml: YamlFile; root: unknown; schema: z.core.$ZodType }

const pathText = ({ yaml }: Context, path: Path): string =>
  path.length === 0
    ? yaml.file
    : path
        .map((each) => (typeof each === 'number' ? `[${each}]` : String(each)))
        .join('.')
        .replaceAll('.[', '[')

function dataAt(root: unknown, path: Path): unknown {
  let at = root
  for (const segment of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<PropertyKey, unknown>)[segment]
  }
  return at
}

const isAbout = (issue: Issue, value: unknown): boolean => {
  const [first] = issue.path
  return (
    first !== undefined || (issue.code === 'invalid_type' && value === undefined) || issue.code === 'unrecognized_keys'
  )
}

/** Of the alternatives of a union, the one the value was meant for: whose complaint is not about the value as a whole. */
function meantBranch(issue: Issue, value: unknown): Issue[] | undefined {
  if (issue.code !== 'invalid_union' || isOwnMessage(issue)) return undefined
  const inner = issue.errors.filter((branch) => branch.length > 0 && branch.every((each) => isAbout(each, value)))
  return inner.length === 1 ? inner[0] : undefined
}

function missing(context: Context, path: Path): Finding {
  const owner = path.slice(0, -1)
  const place = owner.length === 0 ? context.yaml.valueAt([]) : context.yaml.keyAt(owner)
  const words = `${pathText(context, owner)} lacks the key "${String(path.at(-1))}".`
  return finding(
    'error',
    'missing-key',
    place,
    owner.length === 0 ? `The file lacks the key "${String(path.at(-1))}".` : words,
  )
}

const unknownKeys = (context: Context, path: Path, keys: readonly string[]): Finding[] =>
  keys.map((key) =>
    finding(
      'error',
      'unknown-key',
      context.yaml.keyAt([...path, key]),
      unknownKeySentence(key, pathText(context, path), knownKeys(context.schema, path)),
    ),
  )

/** What an alternative of several would have been, for a union nobody clearly meant. */
const alternatives = (issue: Issue): string | undefined => {
  if (issue.code !== 'invalid_union' || isOwnMessage(issue) || issue.errors.length === 0) return undefined
  const words = issue.errors.flatMap((branch) => branch.slice(0, 1).map((each) => requirementOf(each).words))
  return [...new Set(words)].join(', or ')
}

function explain(context: Context, issue: Issue, base: Path): Finding[] {
  const path = [...base, ...issue.path]
  const value = dataAt(context.root, path)
  if (issue.code === 'unrecognized_keys') return unknownKeys(context, path, issue.keys)
  const branch = meantBranch(issue, value)
  if (branch) return branch.flatMap((each) => explain(context, each, path))
  if (issue.code === 'invalid_key') {
    const { code, words } = requirementOf(issue.issues[0] ?? issue)
    const text = `"${String(path.at(-1))}" is not a name for this place: it must be ${words}.`
    return [finding('error', code, context.yaml.keyAt(path), text)]
  }
  const parent = dataAt(context.root, path.slice(0, -1))
  const isMissing = value === undefined && path.length > 0 && typeof parent === 'object' && parent !== null
  if (isMissing) return [missing(context, path)]
  const { code, words } = requirementOf(issue)
  const sentence = valueSentence(
    pathText(context, path),
    value,
    context.yaml.sourceAt(path),
    alternatives(issue) ?? words,
  )
  return [finding('error', code, context.yaml.valueAt(path), sentence)]
}

/** Validates a YAML file's data against a schema: the parsed data, or every mistake with its place. */
export function checkSchema<Schema extends z.ZodType>(
  yaml: YamlFile,
  root: unknown,
  schema: Schema,
): { parsed?: z.output<Schema>; findings: Finding[] } {
  const result = schema.safeParse(root)
  if (result.success) return { parsed: result.data, findings: [] }
  return { findings: result.error.issues.flatMap((issue) => explain({ yaml, root, schema }, issue, [])) }
}
