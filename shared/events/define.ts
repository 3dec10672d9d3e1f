import { z } from 'zod'

/** One event type: its name, the version its payload is written in today, and the validator of that payload. */
export type EventDefinition<Type extends string, Payload> = {
  type: Type
  schemaVersion: number
  payload: z.ZodType<Payload>
}

export const defineEvent = <Type extends string, Payload>(
  type: Type,
  schemaVersion: number,
  payload: z.ZodType<Payload>,
): EventDefinition<Type, Payload> => ({ type, schemaVersion, payload })

/** A branded string: validated as text, typed as the brand. */
export const brand = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T>
