/** A cockpit that starts one command, says so, and then waits to be killed. */
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'

const [directory = '', spec = ''] = process.argv.slice(2)
const identity = await createProcessRunner({ directory }).start(JSON.parse(spec))
process.stdout.write(`${JSON.stringify(identity)}\n`)
setInterval(() => {}, 1000)
