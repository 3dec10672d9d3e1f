/** What a person says of an item of the process: that it is done, with what shows it; that they see to it; that it is set aside. */
import { type KeyboardEvent, useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { ITEM_WORDS, itemWords, roleTitle, roleTitles } from '../../../shared/documents/process-words.ts'
import { reportTitle } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import { findItemView, type ItemView, projectProcess } from '../../../shared/domain/process/project-process.ts'
import type { RunId } from '../../../shared/ids.ts'
import type { ReleaseProcess } from '../../../shared/process/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { Segments } from '../../components/segments.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import { WordsField } from '../../components/words-field.tsx'
import { useSend, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ITEM_MARKS } from '../plan/item-row.tsx'
import { EvidenceFields, type GivenEvidence } from './evidence-fields.tsx'

type Props = { deck: Deck; id: string; onClose: () => void }

export function ItemDialog({ deck, id, onClose }: Props) {
  const process = projectProcess(deck.state, deck.nowMs)
  const view = process && findItemView(process, id)
  return view ? <Item deck={deck} process={process.process} view={view} onClose={onClose} /> : null
}

type Way = 'done' | 'waive' | 'reopen'
type ItemProps = { deck: Deck; process: ReleaseProcess; view: ItemView; onClose: () => void }

const WAYS: Record<Way, { word: string; submit: string; tone: 'primary' | 'danger' }> = {
  done: { word: 'It is done', submit: 'Record as done', tone: 'primary' },
  waive: { word: 'Set it aside', submit: 'Set it aside', tone: 'danger' },
  reopen: { word: 'Open it again', submit: 'Open it again', tone: 'primary' },
}

function waysOf({ status, isKnown }: ItemView): Way[] {
  if (status === 'waived') return ['reopen']
  if (status === 'done') return isKnown ? [] : ['reopen']
  if (status === 'not-needed') return []
  return isKnown ? ['waive'] : ['done', 'waive']
}

const ofEvidence = (given: GivenEvidence[]): Extract<CommandInput, { type: 'item.done' }>['evidence'] =>
  given
    .filter(({ value }) => value.trim() !== '')
    .map(({ kind, value }) => {
      if (kind === 'file') return { kind, path: value }
      if (kind === 'link') return { kind, url: value }
      return kind === 'run' ? { kind, runId: value as RunId } : { kind, text: value }
    })

function Item({ deck, process, view, onClose }: ItemProps) {
  const { item } = view
  const ways = waysOf(view)
  const own = useUi((ui) => ui.person.role)
  const [way, setWay] = useState<Way | undefined>(ways[0])
  const [evidence, setEvidence] = useState<GivenEvidence[]>([{ key: 0, kind: 'note', value: '' }])
  const [reason, setReason] = useState('')
  const [role, setRole] = useState(item.asks.length === 0 || item.asks.includes(own) ? own : item.asks[0]!)
  const [refusal, setRefusal] = useState<string>()
  const send = useSend()
  const given = ofEvidence(evidence)
  const isReady =
    way === 'done' ? given.length > 0 : way !== undefined && reason.trim() !== '' && (way !== 'waive' || role !== '')

  const tell = async (command: CommandInput) => {
    const sentence = await send(command, role || undefined)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  const submit = () => {
    if (!isReady) return
    if (way === 'done') void tell({ type: 'item.done', item: item.id, evidence: given, ...(role ? { role } : {}) })
    else if (way === 'waive') void tell({ type: 'item.waive', item: item.id, role, reason })
    else void tell({ type: 'item.reopen', item: item.id, reason })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
  }
  const canTake = way === 'done' && view.status !== 'taken'
  return (
    <DialogFrame
      title={item.title}
      end={<span className="item-id t3 mono">{item.id}</span>}
      isDanger={way === 'waive'}
      onClose={onClose}
      footer={
        <>
          <Refusal sentence={refusal} />
          {canTake && (
            <button type="button" className="btn" onClick={() => void tell({ type: 'item.take', item: item.id })}>
              I see to it
            </button>
          )}
          <button type="button" className="btn end" onClick={onClose}>
            {way ? 'Cancel' : 'Close'} <kbd>Esc</kbd>
          </button>
          {way && (
            <button type="button" className={`btn btn-${WAYS[way].tone}`} disabled={!isReady} onClick={submit}>
              {WAYS[way].submit} <kbd>Ctrl Enter</kbd>
            </button>
          )}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: one shortcut for every field below */}
      <div className="dialog-pad item-dialog" onKeyDown={onKeyDown}>
        <ItemFacts deck={deck} process={process} view={view} />
        {ways.length > 1 && (
          <Segments
            label="What you say"
            options={ways.map((each) => [each, WAYS[each].word] as const)}
            value={way!}
            onChange={setWay}
          />
        )}
        {way === 'done' && <EvidenceFields deck={deck} given={evidence} onGiven={setEvidence} />}
        {way && way !== 'done' && (
          <WordsField label="Reason, goes on the record" value={reason} onChange={setReason} isFirst />
        )}
        {(way === 'waive' || (way === 'done' && item.asks.length > 0)) && (
          <RoleChoice
            process={process}
            roles={way === 'waive' ? Object.keys({ ...process.roles, ...deck.definition.team }) : item.asks}
            role={role}
            onRole={setRole}
          />
        )}
      </div>
    </DialogFrame>
  )
}

function ItemFacts({ deck, process, view }: Omit<ItemProps, 'onClose'>) {
  const { item, status, by, atMs, isKnown } = view
  return (
    <dl className="item-facts">
      <dt className="t3">State</dt>
      <dd>
        <Mark name={ITEM_MARKS[status]} /> <b>{ITEM_WORDS[status]}</b>{' '}
        <span className="t2">{itemWords(process, view)}</span>
      </dd>
      {by && status !== 'open' && status !== 'void' && (
        <>
          <dt className="t3">By</dt>
          <dd>
            {by}
            {atMs !== undefined && `, ${formatDay(atMs, deck.offsetMinutes)} ${formatMinute(atMs, deck.offsetMinutes)}`}
          </dd>
        </>
      )}
      <dt className="t3">Says so</dt>
      <dd>
        {isKnown ? 'the record itself' : item.asks.length > 0 ? roleTitles(process, item.asks) : 'whoever does it'}
      </dd>
      <ItemDocument item={item} />
    </dl>
  )
}

/** The document of a deliverable that the cockpit writes. */
function ItemDocument({ item }: Pick<ItemView, 'item'>) {
  const setUi = useSetUi()
  const document = REPORT_KINDS.find((kind) => 'document' in item && item.document === kind)
  if (!document) return null
  return (
    <>
      <dt className="t3">Document</dt>
      <dd>
        <button type="button" className="btn" onClick={() => setUi({ view: 'documents', document, dialog: undefined })}>
          Read the {reportTitle(document).toLowerCase()}
        </button>
        <p className="small t2">A version that is published there makes this done.</p>
      </dd>
    </>
  )
}

type RoleProps = { process: ReleaseProcess; roles: string[]; role: string; onRole: (role: string) => void }

function RoleChoice({ process, roles, role, onRole }: RoleProps) {
  return (
    <label className="labelled">
      <span className="label">In the role of</span>
      <select className="field" value={role} onChange={(event) => onRole(event.target.value)}>
        {role === '' && <option value="">Choose a role</option>}
        {roles.map((each) => (
          <option key={each} value={each}>
            {roleTitle(process, each)}
          </option>
        ))}
      </select>
    </label>
  )
}
