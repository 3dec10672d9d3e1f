/** A cockpit in a process of its own: drills the way back, deploys, declares a critical issue, prints the decision, and stays until it is killed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import { stageId } from '../../shared/ids.ts'
import { Rig, waitFor } from './rig.ts'

const folder = process.argv[2]!
const environment = 'production'
const rig = await new Rig(JSON.parse(readFileSync(join(folder, 'definition.json'), 'utf8')), folder).open()

async function deploy(): Promise<void> {
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment })
  await waitFor('the soak', () => {
    const soak = rig.attempt('soak')
    return soak?.status === 'waiting' && soak.runId === rig.run.id
  })
}

await deploy()
rig.tell({ type: 'rollback.start', environment, drill: true })
await waitFor('the drill', () => rig.run.drill && rig.run.finished)
await deploy()
rig.tell({ type: 'issue.declare', environment, severity: 'critical', words: 'Parcels are lost.' })
process.stdout.write(`${JSON.stringify(selectOpenDecisions(rig.state)[0])}\n`)
setInterval(() => {}, 1000)
