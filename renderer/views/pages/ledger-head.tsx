import { useState } from 'react'
import type { VerifyResult } from '../../../shared/contract/results.ts'
import { formatBytes, formatDigest, formatMany } from '../../../shared/documents/words.ts'
import { Chip, type ChipTone } from '../../components/chip.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSession, useSetUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import { replayRelease } from '../../state/replay/replay-release.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useExport } from '../../state/use-export.ts'

const TONES: Record<string, ChipTone> = { 'VALID AND ANCHORED': 'inverse', INVALID: 'red' }

export function LedgerHead({ deck }: { deck: Deck }) {
  const session = useSession()
  const { cockpit } = session
  const [result, setResult] = useState<VerifyResult>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const perform = async (action: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    await action().catch((error: unknown) => setProblem(messageOf(error)))
    setBusy(false)
  }
  const release = deck.state.release
  const verify = () => perform(async () => setResult(await cockpit.client.call('ledger.verify', { release })))
  const setUi = useSetUi()
  const { job, exporting } = useExport(release)
  const said = job?.written && `${formatBytes(job.written.bytes)} written to ${job.written.file}`
  return (
    <div className="view-head ledger-head">
      {result ? (
        <Chip
          tone={TONES[result.verdict] ?? 'plain'}
          mark={result.code === 12 ? 'failed' : result.code === 0 || result.code === 10 ? 'tick' : 'warning-line'}
        >
          {result.verdict}
        </Chip>
      ) : (
        <Chip tone="quiet" mark="ring">
          Not verified in this window
        </Chip>
      )}
      <div className="small t2 clip grow">
        <div className="clip">
          {result ? result.sentence : `${formatMany(deck.state.size, 'entry', 'entries')}, head `}
          {!result && <span className="mono">{formatDigest(deck.state.head)}</span>}
        </div>
        <div className="clip">
          {said ??
            (result
              ? `${formatMany(result.size, 'entry', 'entries')}, ${formatMany(result.checkpoints, 'checkpoint')}, took ${Math.round(result.tookMs)} ms`
              : `${formatMany(deck.state.checkpoints.count, 'checkpoint')}`)}
        </div>
      </div>
      <Refusal sentence={problem ?? (job?.exists ? undefined : job?.problem)} />
      <button type="button" className="btn" onClick={() => replayRelease(session)}>
        Replay <kbd>P</kbd>
      </button>
      <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'replay-bundle' } })}>
        Replay a bundle…
      </button>
      <button type="button" className="btn" disabled={isBusy} onClick={() => void verify()}>
        {result ? 'Verify again' : 'Verify the chain'}
      </button>
      <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'verify' } })}>
        Verify a file…
      </button>
      <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'export' } })}>
        {exporting ? 'Exporting…' : 'Export…'}
      </button>
    </div>
  )
}
