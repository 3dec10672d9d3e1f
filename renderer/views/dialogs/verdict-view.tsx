/** A verdict over a file: what it means, then each chain, with the first thing that is wrong beside what it should be. */
import type { Results, VerifiedChain } from '../../../shared/contract/results.ts'
import { type BadWords, VERDICT_MEANS } from '../../../shared/documents/verdict-words.ts'
import { formatCount } from '../../../shared/documents/words.ts'
import { Chip, type ChipTone } from '../../components/chip.tsx'
import type { MarkName } from '../../components/mark.tsx'

type Verdict = VerifiedChain['verdict']

const LOOKS: Record<Verdict, { tone: ChipTone; mark: MarkName }> = {
  'VALID AND ANCHORED': { tone: 'inverse', mark: 'tick' },
  'VALID, COMPLETENESS UNPROVEN': { tone: 'plain', mark: 'tick' },
  GAP: { tone: 'plain', mark: 'warning-line' },
  INVALID: { tone: 'red', mark: 'failed' },
  UNREADABLE: { tone: 'plain', mark: 'warning-line' },
}

export const VerdictChip = ({ verdict }: { verdict: Verdict }) => <Chip {...LOOKS[verdict]}>{verdict}</Chip>

function FirstBad({ seq, bad }: { seq: number | null; bad: BadWords }) {
  return (
    <section className="verdict-bad" aria-label="The first thing that is wrong">
      <h3>{seq === null ? 'What is wrong' : `Entry ${formatCount(seq)}, the first that is wrong`}</h3>
      {bad.entry.length > 0 && (
        <dl>
          {bad.entry.map(({ name, words }) => (
            <div key={name}>
              <dt className="t2">{name}</dt>
              <dd>
                <bdi>{words}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {bad.compare.map(({ what, expected, found }) => (
        <table key={what}>
          <caption className="small t2">{what}</caption>
          <tbody>
            <tr>
              <th scope="row">Should be</th>
              <td className="mono">{expected}</td>
            </tr>
            <tr>
              <th scope="row">Is</th>
              <td className="mono bold">{found}</td>
            </tr>
          </tbody>
        </table>
      ))}
    </section>
  )
}

function ChainVerdict({ chain }: { chain: VerifiedChain }) {
  const { release, verdict, reason, entries, head, checkpoints, lastCheckpoint, erasures, firstBadSeq, bad } = chain
  const facts = [
    ...(entries > 0 ? [`${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'} verified`] : []),
    ...(checkpoints > 0 ? [`${formatCount(checkpoints)} signed checkpoints`] : []),
    ...(lastCheckpoint ? [`the last at ${lastCheckpoint.time} by key ${lastCheckpoint.keyId}`] : []),
  ]
  return (
    <li className="verdict-chain">
      <div className="verdict-line">
        <VerdictChip verdict={verdict} />
        <b className="clip">{release ?? 'No release is named in it'}</b>
      </div>
      <p>{reason}</p>
      {bad && <FirstBad seq={firstBadSeq} bad={bad} />}
      {facts.length > 0 && <p className="small t2">{facts.join(', ')}.</p>}
      {head && verdict.startsWith('VALID') && <p className="small mono document-path">{head}</p>}
      {erasures.map(({ seq, by, reason: why }) => (
        <p key={`${seq} ${why}`} className="small t2">
          The payload of entry {seq} was erased on the record by {by}: {why}
        </p>
      ))}
    </li>
  )
}

export function VerdictView({ result }: { result: Results['verify.file'] }) {
  const { verdict, code, chains, chainsLeft } = result
  return (
    <div className="verdict" role="status">
      <p className="prose">
        <b>{VERDICT_MEANS[verdict]}</b>{' '}
        <span className="t2">
          “cockpit verify” ends with exit code {code}
          {chains.length > 1 ? `; ${chains.length + chainsLeft} chains, the worst first` : ''}.
        </span>
      </p>
      <ul>
        {chains.map((chain, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a damaged file may name the same release twice; the list never changes
          <ChainVerdict key={index} chain={chain} />
        ))}
      </ul>
      {chainsLeft > 0 && <p className="small t2">{formatCount(chainsLeft)} more are not listed here.</p>}
    </div>
  )
}
