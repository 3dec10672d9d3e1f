/** A cockpit that starts a command unless it runs already, imports its output to the end, and says so. Made to be killed at any moment. */
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'
import { createOutputImporter } from '../../../../main/event-store/output/importer.ts'
import type { CommandSpec } from '../../../../main/ports/process-runner.ts'

const [directory = '', databaseFile = '', specText = ''] = process.argv.slice(2)
const spec: CommandSpec = JSON.parse(specText)
const runner = createProcessRunner({ directory })
const importer = createOutputImporter({ databaseFile })
if (!runner.known().includes(spec.attempt)) await runner.start(spec)
process.stdout.write('watching\n')
importer.follow({
  attempt: spec.attempt,
  spoolFile: runner.spoolFile(spec.attempt),
  secrets: ['hunter2hunter2'],
  sealedToByte: 0,
})
const seen = await runner.settled(spec.attempt, AbortSignal.timeout(240_000))
const { head, sealed } = await importer.finish(spec.attempt)
await importer.close()
process.stdout.write(`${JSON.stringify({ seen, head, sealed, discarded: await runner.discard(spec.attempt) })}\n`)
