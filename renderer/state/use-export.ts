/** An export of the release, with how far it is and a way to end it. */
import { useEffect, useRef, useState } from 'react'
import type { Params } from '../../shared/contract/methods.ts'
import type { ExportProgress, Results } from '../../shared/contract/results.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'

type Format = Params<'ledger.export'>['format']
export type Exporting = { format: Format } & ExportProgress

const LOOK_EVERY_MS = 300

export function useExport(release: ReleaseId) {
  const { client } = useSession().cockpit
  const [exporting, setExporting] = useState<Exporting>()
  const [written, setWritten] = useState<Results['ledger.export']>()
  const [problem, setProblem] = useState<string>()
  const job = useRef<string>(undefined)

  const format = exporting?.format
  useEffect(() => {
    if (!format) return
    const timer = setInterval(async () => {
      const found = await client.call('export.progress', { job: job.current ?? '-' }).catch(() => undefined)
      if (found?.isRunning) setExporting((now) => now && { ...now, ...found })
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [client, format])

  const start = async (wanted: Format) => {
    job.current = crypto.randomUUID()
    setProblem(undefined)
    setWritten(undefined)
    setExporting({ format: wanted, done: 0, total: 0, unit: 'bytes' })
    try {
      setWritten(await client.call('ledger.export', { release, format: wanted, overwrite: true, job: job.current }))
    } catch (error) {
      setProblem(messageOf(error))
    }
    setExporting(undefined)
  }
  const cancel = () => void client.call('export.cancel', { job: job.current ?? '-' }).catch(() => {})
  return { exporting, written, problem, start, cancel }
}
