import { z } from 'zod'

/**
 * What people say, as text: without what a terminal would obey or what turns the reading order of a line around. Lines and tabs stay.
 */
export const words = (most: number, missing: string) =>
  z
    .string()
    .overwrite((text) => text.replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e]/gu, ' '))
    .trim()
    .min(1, missing)
    .max(most, `At most ${most} characters: what is longer belongs into a file.`)
