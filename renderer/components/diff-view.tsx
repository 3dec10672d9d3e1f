/** Lines of a difference: what was taken out, what came in, and how many lines lie between. */
import type { DiffLine } from '../../shared/documents/line-diff.ts'

const SIGNS = { same: ' ', added: '+', removed: '−', gap: '…' }
const WORDS = { same: '', added: 'added: ', removed: 'taken out: ', gap: '' }

export function DiffView({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long difference is scrolled from the keyboard
    <section className="diff mono" aria-label={label} tabIndex={0}>
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and are shown anew as a whole
        <div key={index} className={`diff-${kind}`}>
          <span aria-hidden="true">{SIGNS[kind]} </span>
          {WORDS[kind] && <span className="sr-only">{WORDS[kind]}</span>}
          {text}
        </div>
      ))}
    </section>
  )
}
