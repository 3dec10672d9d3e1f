/** A cockpit that starts one command on another host, says so, follows it, and waits to be killed. */
import { createRemoteRunner } from '../../../../main/adapters/remote/remote-runner.ts'

const [directory = '', text = ''] = process.argv.slice(2)
const spec = JSON.parse(text)
const runner = createRemoteRunner({ directory, ssh: { env: process.env } })
const identity = await runner.start(spec)
process.stdout.write(`${JSON.stringify(identity)}\n`)
void runner.settled(spec.attempt, new AbortController().signal)
setInterval(() => {}, 1000)
