import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { formatBytes, formatCount, formatDigest } from '../../../shared/documents/words.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { Mark } from '../../components/mark.tsx'
import { reachable } from '../../components/reachable.ts'
import { formatDate, formatTime } from '../../components/time.ts'
import { useSession } from '../../state/context.tsx'
import { replayRelease } from '../../state/replay/replay-release.ts'
import { EntryErasure } from './entry-erasure.tsx'
import { whoOf } from './ledger-kinds.ts'

/** From an entry to the moment right after it, live or in a replay. */
function ReplayFrom({ seq }: { seq: number }) {
  const session = useSession()
  const { replay, ui } = session
  const go = () => {
    if (!replay) return replayRelease(session, seq)
    replay.seekEntry(seq)
    ui.setState({ view: 'deck' })
  }
  return (
    <button type="button" className="btn end" onClick={go}>
      {replay ? 'Go to this moment' : 'Replay from here'}
    </button>
  )
}

const LONGEST_JSON = 6000

export function EntryDetail({
  events,
  entry,
  offset,
}: {
  events: readonly RecordedEvent[]
  entry: RecordedEvent | undefined
  offset: number
}) {
  const { replay } = useSession()
  if (!entry) return <section className="ledger-detail" aria-label="Entry" />
  const at = events.findIndex((event) => event.seq === entry.seq)
  const chain = [
    ['before', events[at - 1]],
    ['this', entry],
    ['after', events[at + 1]],
  ] as const
  const json = JSON.stringify(
    {
      seq: entry.seq,
      type: entry.type,
      actor: entry.actor,
      recordedAt: entry.recordedAt,
      causationId: entry.causationId,
      payload: entry.payload,
    },
    null,
    2,
  )
  return (
    <section className="ledger-detail" aria-label="Entry">
      <div className="panel-head">
        <h2>Entry {formatCount(entry.seq)}</h2>
        <ReplayFrom seq={entry.seq} />
      </div>
      <div className="ledger-what">
        <h3>{describeEvent(entry)}</h3>
        <p className="t2 small">
          {formatDate(Date.parse(entry.recordedAt), offset)}, {formatTime(Date.parse(entry.recordedAt), offset)}. By{' '}
          {whoOf(entry)}.{entry.causationId === null ? '' : ` Caused by entry ${formatCount(entry.causationId)}.`}
        </p>
      </div>
      <pre className="mono ledger-json" {...reachable}>
        {json.length > LONGEST_JSON
          ? `${json.slice(0, LONGEST_JSON)}\n… ${formatBytes(json.length)} in all, export to read it`
          : json}
      </pre>
      {!replay && <EntryErasure events={events} entry={entry} offset={offset} />}
      <div className="ledger-chain">
        <h3 className="label">Chain</h3>
        {chain.map(([word, event]) => (
          <div key={word} className={word === 'this' ? 'bold' : 't2'}>
            <Mark name="square" /> <span>{word}</span>{' '}
            <span className="num">{event ? formatCount(event.seq) : 'none'}</span>{' '}
            <span className="mono">{event ? formatDigest(event.hash) : ''}</span>
          </div>
        ))}
        <h3 className="label">Check it without this app</h3>
        <pre className="well mono">{`cockpit verify ledger.jsonl \\\n  --anchor ${events.at(-1)?.seq ?? 0}:${(events.at(-1)?.hash ?? '').slice(0, 12)}…`}</pre>
      </div>
    </section>
  )
}
