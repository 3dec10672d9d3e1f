import type { CockpitClient } from '../../shared/contract/client.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { chooseEnvironment } from './choose-stage.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, openForRollback, readState, withCockpit } from './session.ts'

export type EmergencyOptions = LedgerOptions & { env?: string }

/** `cockpit emergency`: writes the rollback as one shell script that needs no cockpit, and says where it is. */
export async function emergencyCommand(folder: string, options: EmergencyOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openForRollback(client, folder, io)
    const state = await readState(client, release)
    const environment = chooseEnvironment(state.definition!, options.env)
    const written = await client.call('emergency.write', { release, environment, print: true })
    if (!written.ok) {
      io.stderr(`${written.message}\n`)
      return EXIT.failed
    }
    io.stdout(`${written.script}\n${written.page}\n`)
    if (written.pdf && 'file' in written.pdf) io.stdout(`${written.pdf.file}\n`)
    else if (written.pdf) io.stderr(`No PDF: ${written.pdf.refusal}\n`)
    return EXIT.ok
  })
}

/** Where the way back is when the cockpit is gone; undefined when there is none. */
export async function emergencyLine(
  client: CockpitClient,
  release: ReleaseId,
  environment: string,
): Promise<string | undefined> {
  const written = await client.call('emergency.write', { release, environment }).catch(() => undefined)
  return written?.ok ? `Without the cockpit: sh ${written.script}` : undefined
}
