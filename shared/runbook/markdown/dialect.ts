/** Which kind of Markdown a file is written in, told by its name. */
export type Dialect = 'markdown' | 'mdx' | 'erb'

export function dialectOf(file: string): Dialect {
  if (/\.mdx$/i.test(file)) return 'mdx'
  return /\.erb$/i.test(file) ? 'erb' : 'markdown'
}

/** Imports and components of MDX, tags of ERB, marks of admonitions, tabs and shortcodes. */
const MARKUP = /^\s*(?:<[%/A-Za-z!]|:::|!!!|\?\?\?|===|\{[%{/]|(?:import|export)\s.*(?:from\s*['"]|['"];?$|=|\{))/

/** A paragraph as a reader sees it: empty when it is markup, undefined when it is code, without code that it only seems to hold. */
export function wordsOf(paragraph: string): string | undefined {
  if (/^\s*(?:```|~~~)/.test(paragraph)) return undefined
  return MARKUP.test(paragraph) ? '' : paragraph.split(/\n\s*(?:```|~~~)/)[0]
}
