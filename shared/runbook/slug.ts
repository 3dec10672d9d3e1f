/** `Deploy to Production (v2)` becomes `deploy-to-production-v2`. Letters of any script stay. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')

/** `switch-traffic` becomes `Switch traffic`. */
export const humanise = (name: string): string => {
  const words = name.replace(/[-_]+/g, ' ').trim()
  return words === '' ? name : words[0]!.toUpperCase() + words.slice(1)
}

/** `2. Staging`, `3.1) Verify` and `4.2 Check` without their numbers, so that renumbering sections renames nothing. */
export const withoutNumber = (heading: string): string =>
  heading.replace(/^\s*(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+)\s+(?=\S)/, '')
