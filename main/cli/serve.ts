import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import { createApp } from '../app/index.ts'
import { rendererFolder } from '../app/places.ts'
import { serveBrowser } from '../http/index.ts'
import { type CliIo, EXIT } from './io.ts'
import { openBrowser } from './open-browser.ts'
import { type LedgerOptions, printFindings } from './session.ts'

export type ServeOptions = LedgerOptions & { port?: number; open?: boolean; folder?: string; sample?: boolean }

type Wanted = { release?: ReleaseId; unopened?: { folder: string; findings: Finding[] } }

/** Opens what was asked for; a broken folder is told here and in the window, which opens all the same. */
async function openWanted(client: CockpitClient, { folder, sample }: ServeOptions, io: CliIo): Promise<Wanted> {
  if (folder === undefined && !sample) return {}
  const path = folder && resolve(io.cwd, folder)
  const { release, findings } = await (path
    ? client.call('release.open', { folder: path })
    : client.call('sample.open', {}))
  if (release) return { release }
  printFindings(io, findings)
  return { unopened: { folder: path ?? 'the sample', findings } }
}

/** `cockpit serve`: the browser host on loopback, until Ctrl-C. */
export async function serveCommand(options: ServeOptions, io: CliIo): Promise<number> {
  const app = await createApp({
    host: 'browser',
    env: io.env,
    ...(options.db ? { ledgerFile: resolve(io.cwd, options.db) } : {}),
  })
  const { release, unopened } = await openWanted(app.client, options, io)
  const host = await serveBrowser({
    client: app.client,
    staticDirectory: rendererFolder,
    ...(unopened ? { unopened } : {}),
    ...(options.port ? { port: options.port } : {}),
  })
  const url = host.issueUrl(release)
  const isOpened = options.open === true && openBrowser(url, io.env)
  io.stdout(
    `${isOpened ? 'The cockpit opens in your browser' : 'Open the cockpit in a browser on this machine'}: ${url}\n`,
  )
  io.stdout('The address works once; Enter prints another. Ctrl-C ends the cockpit; running commands go on.\n')
  const stopEnter = io.onEnter(() => io.stdout(`${host.issueUrl(release)}\n`))
  await new Promise<void>((done) => {
    io.onInterrupt(done)
    io.onHangup(done)
  })
  stopEnter()
  await host.close()
  await app.close()
  return EXIT.ok
}
