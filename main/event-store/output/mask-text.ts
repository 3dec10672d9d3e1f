import { createMasker } from './masker.ts'

/** Masks secrets in a piece of text by the rules of output: every encoding, whole stretches. */
export function createTextMasker(secrets: string[]): (text: string) => string {
  if (secrets.length === 0) return (text) => text
  const mask = createMasker(secrets)
  return (text) => {
    const bytes = Buffer.from(text)
    const { masked } = mask(bytes, -1, true)
    return masked.length === bytes.length ? text : masked.toString()
  }
}
