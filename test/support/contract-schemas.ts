/** The parameters of every method as JSON Schema, made from the schemas the cockpit itself validates with. */
import { z } from 'zod'
import { type Method, methodParams } from '../../shared/contract/methods.ts'

export type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  items?: Schema
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  pattern?: string
  format?: string
}

export const contractMethods = Object.keys(methodParams) as Method[]

export const schemaOf = (method: Method): Schema =>
  z.toJSONSchema(methodParams[method], { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema

/** Which alternative of a union it is, by its `type` or `kind`. */
const nameOf = ({ properties }: Schema): string => {
  const tag = properties?.type?.const ?? properties?.kind?.const
  return tag === undefined ? '' : `:${tag}`
}

/** The path of every place that takes any text: strings that are no fixed word, and the keys of records (`{}`). */
export function textPlaces(schema: Schema, at = ''): string[] {
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (alternatives.length > 0) return alternatives.flatMap((each) => textPlaces(each, `${at}${nameOf(each)}`))
  const { type, items, properties = {}, additionalProperties: more } = schema
  if (type === 'array' && items) return textPlaces(items, `${at}[]`)
  if (type === 'object')
    return [
      ...Object.entries(properties).flatMap(([name, each]) => textPlaces(each, `${at}.${name}`)),
      ...(typeof more === 'object' ? [`${at}{}`, ...textPlaces(more, `${at}{}.value`)] : []),
    ]
  return type === 'string' && schema.enum === undefined && schema.const === undefined ? [at] : []
}
