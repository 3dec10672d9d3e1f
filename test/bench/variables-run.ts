/** One run with the values of a file as inputs, for `strace` to watch. */
import { readFileSync } from 'node:fs'
import { stageId } from '../../shared/ids.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { Rig, waitFor } from '../support/rig.ts'

const values = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[]
const inputs = Object.fromEntries(values.map((value, index) => [`V${index}`, value]))
const text = ': "$V0" "${V1}"; cat <<END\n$V2\nEND\n[ -n "$V3" ]; printf %s "$V4"'
const steps = [step('bash', {}, { text, language: 'bash' }), step('sh', {}, { text, language: 'sh' })]
const rig = await new Rig(definitionOf([stage('production', steps)])).open()
rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production', inputs })
await waitFor('the run', () => rig.run.finished)
await rig.close()
