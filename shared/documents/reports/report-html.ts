/** A document as one HTML file that needs nothing else, on the screen and on paper. */
import MarkdownIt from 'markdown-it'

const STYLE = `
@page { size: A4; margin: 18mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif } }
body { font: 11pt/1.45 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; color: #11161a; background: #fff; max-width: 1100px; margin: 24px auto; padding: 0 24px }
h1 { font-size: 17pt; line-height: 1.25 } h2 { font-size: 13pt; margin-top: 20pt; border-bottom: 1px solid #b3bdc4 } h3 { font-size: 11.5pt } h4 { font-size: 11pt; margin: 12pt 0 2pt }
h1, h2, h3, h4 { break-after: avoid }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; font-variant-numeric: tabular-nums }
th, td { border: 1px solid #b3bdc4; padding: 3pt 5pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 6.2em }
tr:not(:has(td:not(:empty))) td { height: 2.6em }
hr { border: 0; border-top: 1px solid #b3bdc4; margin-top: 18pt; break-after: avoid } hr ~ ul:last-child { font-size: 8.5pt; color: #414c55; break-inside: avoid }
h3 + p { break-after: avoid }
table:has(th:first-child:empty) :is(th, td):first-child { min-width: 2em }
th { background: #f3f5f6; break-inside: avoid } tr { break-inside: avoid } thead { display: table-header-group }
thead:has(th:first-child:empty):not(:has(th:not(:empty))) { display: none }
pre { font: 9.5pt/1.4 "DejaVu Sans Mono", "Liberation Mono", monospace; border: 1px solid #b3bdc4; padding: 6pt; white-space: pre-wrap; overflow-wrap: anywhere }
blockquote { margin: 4pt 0; padding-left: 8pt; border-left: 2px solid #b3bdc4; color: #414c55 }
p, li { overflow-wrap: anywhere; orphans: 3; widows: 3 }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt } table { font-size: 8.5pt } }
`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Of texts people wrote themselves: a line must read as it is. */
const readable = (markdown: string) => markdown.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

const parser = () => new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink'])

const render = (markdown: string) => parser().render(readable(markdown))

const DARK = `
@media screen and (prefers-color-scheme: dark) {
:root { color-scheme: dark } body { color: #dfe5ea; background: #0d1114 }
h2, hr, th, td, pre { border-color: #333d45 } th { background: #161c21 } blockquote { color: #a3afb8; border-color: #47545e } hr ~ ul:last-child { color: #a3afb8 } a { color: #7db7ee }
}
`

/** Nothing in it is loaded or run. */
function pageStart(title: string, style = ''): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
  const scheme = '<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width">'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy}${scheme}<title>${escaped(title)}</title><style>${STYLE}${DARK}${style}</style></head><body>\n`
}

const PAGE_END = '</body></html>\n'

const page = (title: string, parts: readonly string[], style = ''): string =>
  pageStart(title, style) + parts.join('\n') + PAGE_END

/** HTML in the text is shown as it is written. */
export const reportHtml = (title: string, markdown: string): string => page(title, [render(markdown)])

const CHART_STYLE = `
svg { width: 100%; height: auto; break-inside: avoid; font: 11px system-ui, sans-serif; font-variant-numeric: tabular-nums }
svg text { fill: #414c55 } svg path { fill: none; stroke-width: 1.2 } .axis { stroke: #b3bdc4 } .line { stroke: #0b5cad; stroke-width: 1.6; stroke-linecap: round }
.limit { stroke: #11161a; stroke-dasharray: 5 4 } .run { fill: #eceff1 } .back { fill: #f7d9d5 }
.left { font-size: 9.5pt; color: #414c55 }
@media screen and (prefers-color-scheme: dark) {
svg text { fill: #a3afb8 } .axis { stroke: #47545e } .line { stroke: #7db7ee } .limit { stroke: #dfe5ea } .run { fill: #1b2329 } .back { fill: #4a2320 } .left { color: #a3afb8 }
}
`

/** The parts of a page with pictures and links between its texts. What is not Markdown is escaped here or made by us. */
export const reportPage = {
  markdown: render,
  heading: (level: 2 | 3, text: string) => `<h${level}>${escaped(readable(text))}</h${level}>`,
  links: (title: string, links: readonly { title: string; path: string }[]) =>
    links.length === 0
      ? ''
      : `<h2>${escaped(title)}</h2><ul>${links.map(({ title: words, path }) => `<li><a href="${encodeURI(path)}">${escaped(readable(words))}</a></li>`).join('')}</ul>`,
  page: (title: string, parts: readonly string[]) => page(title, parts, CHART_STYLE),
  /** A page in pieces: its beginning, then parts, then its end. */
  start: (title: string) => pageStart(title, CHART_STYLE),
  end: PAGE_END,
  /** Lines as they are; `outputStart` and `outputEnd` stand around any number of them. */
  outputStart: '<pre>',
  outputLines: (lines: readonly string[]) => lines.map((line) => `${escaped(readable(line))}\n`).join(''),
  outputEnd: '</pre>\n',
  /** Words about what is not shown. */
  note: (words: string) => `<p class="left">${escaped(readable(words))}</p>\n`,
}

/** The blocks of a document for a host that shows them itself. */
export const reportTokens = (markdown: string) => parser().parse(readable(markdown), {})
