import { DialogFrame } from '../../components/dialog-frame.tsx'

/** The first six are the ones a first start names. */
export const SHORTCUTS: [string, string][] = [
  ['Ctrl K', 'find or do anything'],
  ['F9', 'hold: roll back'],
  ['1 to 7', 'the seven views'],
  ['N', 'note to the record'],
  ['R', 'start a run'],
  ['Ctrl O', 'open a release folder'],
  ['Shift R', 'rehearse'],
  ['Shift N', 'write down a decision or an action'],
  ['D', 'who drives: take over, hand over'],
  ['A', 'answer the interactive step'],
  ['Ctrl ]', 'keyboard back from its terminal'],
  ['Ctrl F', 'find in the output'],
  ['Ctrl Shift F', 'search entries and all output'],
  ['V', 'veto a countdown'],
  ['M', 'cursor of the charts: arrows, Shift selects'],
  ['L', 'charts follow live again'],
  ['W', 'what if: other limits, replayed'],
  ['C or H, then Enter', 'after a gap: continue, hold'],
  ['J or K', 'runbook: next or previous step'],
  ['F', 'runbook: next step with a finding'],
  ['C', 'runbook: comment on the step'],
  ['T', 'dark or light'],
  ['?', 'these shortcuts'],
]

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const footer = (
    <button type="button" className="btn end" data-autofocus onClick={onClose}>
      Close <kbd>Esc</kbd>
    </button>
  )
  return (
    <DialogFrame title="Keys" onClose={onClose} footer={footer}>
      <dl className="keys dialog-pad">
        {SHORTCUTS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </DialogFrame>
  )
}
