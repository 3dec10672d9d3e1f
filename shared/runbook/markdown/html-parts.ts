/** The little HTML that people put into runbooks: headings, and tags inside titles. */
const TAGS =
  /<\/?(?:a|abbr|b|big|br|center|code|del|em|font|i|img|ins|kbd|mark|picture|s|small|source|span|strong|sub|summary|sup|u|wbr)(?:\s[^<>]*)?\/?>/gi

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

export const decodeEntities = (text: string): string =>
  text
    .replace(/&#(\d{1,7});/g, (whole, code: string) => character(Number(code)) ?? whole)
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name]!)

const character = (code: number) => (code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined)

/** `<a id="x"></a> Deploy` without its tags. `<placeholders>` are none and stay. */
export const withoutTags = (text: string): string => text.replace(TAGS, '')

/** Bounded, so that a file of unclosed tags takes no longer than any other. */
const HEADING = /<h([1-6])(?:\s[^<>]{0,200})?>([\s\S]{0,400}?)<\/h\1>/gi

export type HtmlHeading = { level: number; text: string; lineOffset: number }

/** `<h2>Rollback</h2>` means what `## Rollback` does. */
export function htmlHeadings(html: string): HtmlHeading[] {
  if (!/<\/h[1-6]>/i.test(html)) return []
  return [...html.matchAll(HEADING)].map((match) => ({
    level: Number(match[1]),
    text: decodeEntities(withoutTags(match[2]!)).replace(/\s+/g, ' ').trim(),
    lineOffset: html.slice(0, match.index).split('\n').length - 1,
  }))
}
