/** An export of the release: it goes on when its dialog is closed, with how far it is and a way to end it. */
import type { Params } from '../../shared/contract/methods.ts'
import type { ExportProgress, Results } from '../../shared/contract/results.ts'
import { WireFailure } from '../../shared/contract/wire-failure.ts'
import type { ExportFormat } from '../../shared/documents/log/formats.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { useSession, useUi } from './context.tsx'
import { messageOf } from './message-of.ts'

/** `exists`: a file of that name is there, and nothing was written. */
export type ExportJob = {
  release: ReleaseId
  job: string
  format: ExportFormat
  progress?: ExportProgress
  written?: Results['ledger.export']
  problem?: string
  exists?: boolean
}

export type ExportWish = Omit<Params<'ledger.export'>, 'job'> & { release: ReleaseId }

const LOOK_EVERY_MS = 300

export function useExport(release: ReleaseId) {
  const { cockpit, ui } = useSession()
  const { client } = cockpit
  const job = useUi((state) => (state.exportJob?.release === release ? state.exportJob : undefined))
  const exporting = job && !job.written && job.problem === undefined ? job : undefined

  const start = async (wish: ExportWish) => {
    const name = crypto.randomUUID()
    const change = (part: Partial<ExportJob>) => {
      const { exportJob } = ui.getState()
      if (exportJob?.job === name) ui.setState({ exportJob: { ...exportJob, ...part } })
    }
    ui.setState({ exportJob: { release, job: name, format: wish.format } })
    const timer = setInterval(async () => {
      const found = await client.call('export.progress', { job: name }).catch(() => undefined)
      if (found?.isRunning) change({ progress: found })
    }, LOOK_EVERY_MS)
    try {
      change({ written: await client.call('ledger.export', { ...wish, job: name }) })
    } catch (error) {
      change({ problem: messageOf(error), exists: error instanceof WireFailure && error.code === 'export-exists' })
    } finally {
      clearInterval(timer)
    }
  }
  const cancel = () => void client.call('export.cancel', { job: job?.job ?? '-' }).catch(() => {})
  const clear = () => ui.setState({ exportJob: undefined })
  return { job, exporting, start, cancel, clear }
}
