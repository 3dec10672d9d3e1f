/** The page beside `emergency-rollback.sh` as HTML for paper. */
import MarkdownIt from 'markdown-it'

/** Plain type that any printer takes: black on white, page numbers, no step torn in two where that can be helped. */
const STYLE = `
@page { size: A4; margin: 18mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif } }
body { font: 10.5pt/1.45 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; color: #000 }
h1 { font-size: 17pt; line-height: 1.25 } h2 { font-size: 12.5pt; margin-top: 18pt } h3 { font-size: 11pt; margin: 14pt 0 2pt }
h1, h2, h3 { break-after: avoid }
pre { font: 9.5pt/1.4 "DejaVu Sans Mono", "Liberation Mono", monospace; border: 1px solid #777; padding: 6pt; white-space: pre-wrap; word-break: break-all }
p, li { overflow-wrap: anywhere; orphans: 3; widows: 3 }
h3::before { content: "☐ " }
`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** `markdown` may hold anything a runbook holds: HTML in it is shown as it is written, and nothing is loaded. */
export function printHtml(title: string, markdown: string): string {
  const body = new MarkdownIt({ html: false, linkify: false }).disable('image').render(markdown)
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy}<title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`
}
