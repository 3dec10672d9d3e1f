/** Files people chose in the system's save dialog. A page hears of the path, but what it may name is only that it was chosen. */
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, type WebContents } from 'electron'
import { BUNDLE_ENDING } from '../../shared/contract/bundle-file.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Method, Params } from '../../shared/contract/methods.ts'
import type { Results } from '../../shared/contract/results.ts'

/** Under the second name a bundle opens in the cockpit by a double click. */
const BUNDLES = [
  { name: 'Bundle (zip)', extensions: ['zip'] },
  { name: 'Bundle that the cockpit opens', extensions: [BUNDLE_ENDING] },
]

const filtersOf = (name: string) => (name.endsWith('.zip') ? BUNDLES : [])

const chosen = new Map<string, string>()

/** Asks where to write a file of that name; what comes back stands for it in `ledger.export`. Undefined when the person cancelled. */
export async function chooseExportFile(contents: WebContents, name: string): Promise<string | undefined> {
  const window = BrowserWindow.fromWebContents(contents)
  const options = {
    title: 'Export the record',
    defaultPath: join(app.getPath('downloads'), basename(name)),
    filters: filtersOf(name),
  }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  if (canceled || !filePath) return undefined
  const place = randomUUID()
  chosen.set(place, filePath)
  return place
}

/** The system's dialog has asked already whether a file that is there may be replaced. */
function placed({ place, name, ...rest }: Params<'ledger.export'>): Params<'ledger.export'> {
  const file = place === undefined ? undefined : chosen.get(place)
  return file === undefined ? { ...rest, ...(name === undefined ? {} : { name }) } : { ...rest, file, overwrite: true }
}

/** The same cockpit, for pages that name a chosen file by its place. */
export const withExportPlaces = (client: CockpitClient): CockpitClient => ({
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    if (method !== 'ledger.export') return client.call(method, params)
    return client.call(method, placed(params as Params<'ledger.export'>) as Params<M>)
  },
  onFeed: (listener) => client.onFeed(listener),
  onConnection: (listener) => client.onConnection(listener),
  close: () => client.close(),
})
