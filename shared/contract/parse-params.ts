/** Parameters of a call, validated alike for a wire and in the owner's own process. */
import type { z } from 'zod'
import type { WireError } from './client.ts'
import { inheritedName } from './inherited-names.ts'
import { type Method, methodParams, type ParsedParams } from './methods.ts'

const MOST_NAMED = 5

/** `path: what is wrong`, a few of them. */
const sentence = (error: z.ZodError): string => {
  const issues = error.issues
    .slice(0, MOST_NAMED)
    .map(({ path, message }) => `${path.map(String).join('.') || 'params'}: ${message}`)
  return `${issues.join('; ')}${error.issues.length > MOST_NAMED ? '; and more' : ''}`
}

export function parseParams<M extends Method>(
  method: M,
  params: unknown,
): { params: ParsedParams<M>; error?: undefined } | { error: WireError } {
  const parsed = methodParams[method].safeParse(params)
  const inherited = parsed.success ? inheritedName(parsed.data) : undefined
  if (parsed.success && inherited === undefined) return { params: parsed.data as ParsedParams<M> }
  const wrong = parsed.success ? `${inherited}: nothing is called so` : sentence(parsed.error)
  const message = `${method} was asked with parameters that do not fit: ${wrong}`
  return { error: { code: 'bad-params', message } }
}
