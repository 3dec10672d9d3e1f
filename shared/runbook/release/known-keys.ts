/** Which keys the schema knows at a place: for "did you mean". */
import type { z } from 'zod'

type Schema = z.core.$ZodType

type Def = z.core.$ZodTypes['_zod']['def']

const defOf = (schema: Schema) => schema._zod.def as Def

/** The alternatives a schema stands for, wrappers taken off. */
function unwrap(schema: Schema): Schema[] {
  const def = defOf(schema)
  if (def.type === 'optional' || def.type === 'default' || def.type === 'nullable') return unwrap(def.innerType)
  if (def.type === 'pipe') return unwrap(def.in)
  if (def.type === 'union') return def.options.flatMap(unwrap)
  return [schema]
}

function child(schema: Schema, segment: PropertyKey): Schema[] {
  const def = defOf(schema)
  if (def.type === 'object') return def.shape[String(segment)] ? [def.shape[String(segment)]!] : []
  if (def.type === 'record') return [def.valueType]
  if (def.type === 'array') return [def.element]
  return []
}

/** Keys of the objects at `path`. */
export function knownKeys(schema: Schema, path: readonly PropertyKey[]): string[] {
  let at = unwrap(schema)
  for (const segment of path) at = at.flatMap((each) => child(each, segment)).flatMap(unwrap)
  const keys = at.flatMap((each) => {
    const def = defOf(each)
    return def.type === 'object' ? Object.keys(def.shape) : []
  })
  return [...new Set(keys)]
}
