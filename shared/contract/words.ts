import { z } from 'zod'

/** Without what a terminal would obey or what turns the reading order of a line around. Lines and tabs stay. */
const harmless = (text: string) => text.replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, ' ')

/** What people say, as text. */
export const words = (most: number, missing: string) =>
  z
    .string()
    .overwrite(harmless)
    .trim()
    .min(1, missing)
    .max(most, `At most ${most} characters: what is longer belongs into a file.`)

/** Who acts, or a role: a line that stands on every entry. */
export const nameWords = (most: number) =>
  z
    .string()
    .overwrite((text) => harmless(text).replace(/\s+/g, ' '))
    .trim()
    .min(1, 'Say who it is.')
    .max(most)
