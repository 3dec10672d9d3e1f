/** Verifying a file the person chose: a path the cockpit reads itself, or a file handed over piece by piece. */
import { useRef, useState } from 'react'
import type { Results } from '../../shared/contract/results.ts'
import { useSession } from './context.tsx'
import { handOver } from './hand-over.ts'
import { messageOf } from './message-of.ts'

export type VerifySource = { path: string } | { file: File }
export type VerifyWish = { source: VerifySource; anchor: string; publicKey: string; release: string }
/** `handedOver`: bytes of the file that the cockpit has; then `entries` that were verified. */
export type Verifying = { handedOver?: { done: number; total: number }; entries: number }

const LOOK_EVERY_MS = 300

export function useVerify() {
  const { client } = useSession().cockpit
  const [verifying, setVerifying] = useState<Verifying>()
  const [result, setResult] = useState<Results['verify.file']>()
  const [problem, setProblem] = useState<string>()
  const running = useRef<{ id: string; isStopped: boolean }>(undefined)

  const start = async ({ source, ...rest }: VerifyWish) => {
    const run = { id: crypto.randomUUID(), isStopped: false }
    running.current = run
    setProblem(undefined)
    setResult(undefined)
    setVerifying({ entries: 0 })
    let timer: ReturnType<typeof setInterval> | undefined
    try {
      if ('file' in source)
        await handOver(client, source.file, run, (done, total) =>
          setVerifying({ handedOver: { done, total }, entries: 0 }),
        )
      timer = setInterval(async () => {
        const found = await client.call('verify.progress', { job: run.id }).catch(() => undefined)
        if (found?.isRunning) setVerifying({ entries: found.entries })
      }, LOOK_EVERY_MS)
      const which = 'file' in source ? { upload: run.id } : { file: source.path }
      setResult(await client.call('verify.file', { ...which, ...rest, job: run.id }))
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      clearInterval(timer)
      setVerifying(undefined)
    }
  }
  const cancel = () => {
    const run = running.current
    if (!run) return
    run.isStopped = true
    void client.call('verify.cancel', { job: run.id, upload: run.id }).catch(() => {})
  }
  return { verifying, result, problem, start, cancel }
}
