/**
 * One cockpit of the chaos test, to be killed: owns the ledger, starts or takes up the run, and answers as a person would. Prints what it has on record, a line each:
 * `entry SEQ HASH` once an append returned, `ready` when what was on record is told, `shim ATTEMPT PID`, `unknown ATTEMPT`, `over`.
 */
import './die-at.ts'
import { flushCompileCache } from 'node:module'

const [folder = '', steps = '1', name = 'Chaos'] = process.argv.slice(2)

const { Rig } = await import('../support/rig.ts')
const { chaosRelease, readJournal } = await import('./release.ts')
const { stageId } = await import('../../shared/ids.ts')
const { nextMove } = await import('../../shared/domain/next-move.ts')
const { selectOpenGaps } = await import('../../shared/domain/gaps.ts')

// For the next one: this process will not live to do it at its end.
flushCompileCache()

const say = (line: string) => void process.stdout.write(`${line}\n`)
const rig = new Rig(chaosRelease(folder, Number(steps), name), folder)
await rig.open()
const { events } = await rig.owner.client.call('events.read', { release: rig.state.release, limit: 5000 })
for (const { seq, hash } of events) say(`entry ${seq} ${hash}`)
say('ready')
rig.owner.client.onFeed((message) => {
  if (message.kind !== 'events') return
  for (const event of message.events) {
    say(`entry ${event.seq} ${event.hash}`)
    if (event.type === 'step.spawned') say(`shim ${event.payload.attemptId} ${event.payload.identity.pid}`)
    if (event.type === 'step.outcome-unknown') say(`unknown ${event.payload.attemptId}`)
  }
})
if (rig.state.runOrder.length === 0)
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })

/** Looks at what the run needs and says it, from what the steps themselves wrote. */
function answer(): void {
  const run = rig.run
  if (run.finished) {
    say('over')
    clearInterval(timer)
    return
  }
  if (selectOpenGaps(rig.state, run).length > 0)
    rig.tell({ type: 'gap.acknowledge', runId: run.id, decision: 'continue' })
  const move = nextMove(rig.state, run, Date.now())
  if (move.kind !== 'halted') return
  const { id, status } = move.attempt
  if (status === 'unknown') {
    const ran = readJournal(folder).get(move.step.id)
    if (ran && ran.began > ran.ended) return
    rig.tell({
      type: 'step.resolve',
      attemptId: id,
      outcome: ran?.ended ? 'succeeded' : 'failed',
      reason: 'The journal says so.',
    })
  } else rig.tell({ type: 'step.retry', runId: run.id, stepId: move.step.id })
}
const timer = setInterval(answer, 20)
