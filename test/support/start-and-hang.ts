/** A cockpit in a process of its own: opens the ledger of a rig's folder, starts the run, and stays until it is killed. */
import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { stageId } from '../../shared/ids.ts'
import { Rig } from './rig.ts'

// For the next one: this process will not live to do it at its end.
flushCompileCache()

const folder = process.argv[2]!
const rig = new Rig(JSON.parse(readFileSync(join(folder, 'definition.json'), 'utf8')), folder)
await rig.open()
rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
setInterval(() => {}, 1000)
