import { DialogFrame } from '../../components/dialog-frame.tsx'

type Keys = readonly (readonly [keys: string, does: string])[]

/** The ones a first start names. */
export const FIRST_KEYS: Keys = [
  ['Ctrl K', 'find or do anything'],
  ['F9', 'hold: roll back'],
  ['1 to 7', 'the seven views'],
  ['N', 'note to the record'],
  ['R', 'start a run'],
  ['Ctrl O', 'open a release folder'],
]

const GROUPS: readonly { title: string; keys: Keys }[] = [
  { title: 'At first', keys: FIRST_KEYS },
  {
    title: 'While something runs',
    keys: [
      ['A', 'answer the interactive step'],
      ['Ctrl ]', 'keyboard back from its terminal'],
      ['V', 'veto a countdown'],
      ['C', 'after a gap: continue'],
      ['H', 'after a gap: hold'],
      ['D', 'who drives: take over, hand over'],
      ['Shift N', 'write down a decision or an action'],
      ['Shift R', 'rehearse'],
    ],
  },
  {
    title: 'Output and charts',
    keys: [
      ['Ctrl F', 'find in the output'],
      ['Ctrl Shift F', 'search entries and all output'],
      ['M', 'cursor of the charts: arrows, Shift selects'],
      ['L', 'charts follow live again'],
      ['W', 'what if: other limits, replayed'],
    ],
  },
  {
    title: 'Runbook and window',
    keys: [
      ['P', 'replay this release with a time slider'],
      ['J or K', 'next or previous step'],
      ['F', 'next step with a finding'],
      ['C', 'comment on the step'],
      ['S', 'screen shared: hides contacts, private notes'],
      ['B', 'big screen: the deck for a projector'],
      ['T', 'dark or light'],
      ['?', 'these shortcuts'],
    ],
  },
]

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const footer = (
    <button type="button" className="btn end" data-autofocus onClick={onClose}>
      Close <kbd>Esc</kbd>
    </button>
  )
  return (
    <DialogFrame title="Keys" isWide onClose={onClose} footer={footer}>
      <div className="key-groups dialog-pad">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="label">{title}</h3>
            <KeyList keys={keys} className="keys" />
          </section>
        ))}
      </div>
    </DialogFrame>
  )
}

export function KeyList({ keys, className }: { keys: Keys; className: string }) {
  return (
    <dl className={className}>
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
