/** Values that fit a schema: what is on record where a name says so, and what nobody expects everywhere else. */
import type { Random } from '../../chaos/random.ts'
import type { Schema } from '../contract-schemas.ts'

/** What exists, by the name of the property that would name it. */
export type World = Record<string, readonly string[]>

/** In every made-up text: found again in a command line, it got somewhere it must not. */
export const MARK = 'fUzZ'

const HOSTILE = [
  MARK,
  `${MARK}; touch ran-by-fuzz`,
  `$(touch ran-by-fuzz) ${MARK}`,
  `--${MARK}`,
  `../../outside/${MARK}`,
  `${MARK}\u202e\u0000\u001b[2J`,
  `<img src=x onerror=alert(1)> ${MARK}`,
  `${MARK} ${'ü'.repeat(300)}`,
  `' OR 1=1; DROP TABLE entries; -- ${MARK}`,
  '__proto__',
  'constructor',
  `\u00e9\u{1f680}\ufffd ${MARK}`,
]

export const pick = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)]!

const between = (least: number, most: number, random: Random) => least + Math.floor(random() * (most - least + 1))

const SHAPED: Record<string, (random: Random) => string> = {
  base64: () => Buffer.from(MARK).toString('base64'),
  'date-time': (random) => pick(['2026-12-04T22:00:00+01:00', '1970-01-01T00:00:00Z'], random),
  uri: () => `https://example.com/${MARK}`,
}

/** Names by which files are written: only ones that lead into the folder of the attack. */
const PATHS = ['file', 'folder', 'path']

function textFor(schema: Schema, name: string, world: World, random: Random): string {
  const known = world[name] ?? []
  const shaped = SHAPED[schema.format ?? '']?.(random)
  if (shaped !== undefined) return shaped
  if (known.length > 0 && (PATHS.includes(name) || random() < 0.8)) return pick(known, random)
  const text = pick(HOSTILE, random)
  return text.slice(0, schema.maxLength ?? text.length).padEnd(schema.minLength ?? 0, 'x')
}

function numberFor({ type, minimum, exclusiveMinimum, maximum }: Schema, random: Random): number {
  const least = Math.max(minimum ?? exclusiveMinimum ?? -5, -1e6)
  const value = pick([least, least + 1, between(least, least + 40, random), Math.min(maximum ?? 1e6, 1e6)], random)
  return type === 'integer' ? Math.trunc(value) : value + 0.5
}

function objectFor(schema: Schema, world: World, random: Random): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties: more } = schema
  const named = Object.entries(properties).filter(([name]) => required.includes(name) || random() < 0.4)
  const own = named.map(([name, each]) => [name, valueFor(each, name, world, random)])
  const free =
    typeof more === 'object'
      ? Array.from({ length: between(0, 2, random) }, () => [
          textFor({}, 'inputs', world, random),
          valueFor(more, 'value', world, random),
        ])
      : []
  return Object.fromEntries([...own, ...free])
}

/** `name` is that of the property it is for. */
export function valueFor(schema: Schema, name: string, world: World, random: Random): unknown {
  const alternatives = schema.anyOf ?? schema.oneOf ?? []
  if (alternatives.length > 0) return valueFor(pick(alternatives, random), name, world, random)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return pick(schema.enum, random)
  if (schema.type === 'string') return textFor(schema, name, world, random)
  if (schema.type === 'boolean') return random() < 0.5
  if (schema.type === 'number' || schema.type === 'integer') return numberFor(schema, random)
  if (schema.type === 'object') return objectFor(schema, world, random)
  if (schema.type === 'array') {
    const length = between(schema.minItems ?? 0, 3, random)
    return Array.from({ length }, () => valueFor(schema.items ?? {}, name, world, random))
  }
  return null
}
