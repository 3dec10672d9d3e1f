import { dialog } from 'electron'
import type { ReleaseId } from '../../shared/ids.ts'

/** A link led to nothing that is on record here. */
export const sayUnknown = async (release: ReleaseId, ledgerFile: string): Promise<void> => {
  await dialog.showMessageBox({
    type: 'info',
    message: 'This cockpit knows no such release.',
    detail: `The link leads to “${release}”, which is not on record in ${ledgerFile}. Open its release folder, or the link on the machine that ran it.`,
  })
}
