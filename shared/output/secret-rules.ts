/** Masking anything shorter would hide ordinary words. */
export const shortestSecret = 8
/** What an environment variable can carry on Linux, in bytes; also bounds how much output the masker may have to hold back. */
export const longestSecretBytes = 128 * 1024

/** The length of well-formed text in UTF-8. */
const utf8Length = (text: string) => encodeURIComponent(text).replace(/%../g, 'x').length

/** What is wrong with a secret's value, as a sentence that names it and never shows it; undefined when it can be used and masked. */
export function secretProblem(name: string, value: string): string | undefined {
  if (value.trim().length < shortestSecret) {
    return `The secret ${name} has fewer than ${shortestSecret} characters: it cannot be masked without hiding ordinary output. Use a longer one.`
  }
  if (!value.isWellFormed() || value.includes('\0')) {
    return `The secret ${name} is not text: encode it (base64, say) and decode it in the command.`
  }
  if (utf8Length(value) > longestSecretBytes) {
    return `The secret ${name} is longer than ${longestSecretBytes / 1024} KiB: a variable cannot carry it. Pass a file instead.`
  }
  return undefined
}
