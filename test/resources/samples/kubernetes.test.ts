import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'
import { type RecordedKubernetes, startRecordedKubernetes } from '../../support/recorded-kubernetes.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/kubernetes')
const has = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

let folder: string
let cluster: RecordedKubernetes
let env: Record<string, string>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-kubernetes-'))
  cluster = await startRecordedKubernetes()
  env = { KUBECONFIG: join(folder, 'config'), HOME: folder, COCKPIT_DB: join(folder, 'ledger.db') }
  cluster.writeKubeconfig(env.KUBECONFIG!, ['parcel-staging', 'parcel-production'])
})
afterEach(async () => {
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

// Without kubectl there is nothing to run the sample with: `apt-get install kubernetes-client`.
describe.skipIf(!has('kubectl'))('Fares with the real kubectl against a recorded API', { timeout: 300_000 }, () => {
  it('rolls the image, sees it live, and goes back by name', async () => {
    const run = await cockpit(
      ['run', FOLDER, '--stage', 'production', '--env', 'production', '--yes', '--as', 'Ada'],
      env,
    )
    expect(run.stderr).toBe('')
    expect(run).toMatchObject({ code: 0 })
    expect(run.stdout).toContain('deployment.apps/fares image updated')
    expect(run.stdout).toContain('deployment "fares" successfully rolled out')
    expect(cluster.image()).toBe('registry.parcel.example/fares:5.1.0')

    const back = await cockpit(['rollback', FOLDER, '--env', 'production', '--reason', 'test', '--as', 'Ada'], env)
    expect(back).toMatchObject({ code: 0 })
    expect(cluster.image()).toBe('registry.parcel.example/fares:5.0.3')
    expect(cluster.asked.filter((each) => each.startsWith('PATCH'))).toEqual(
      Array(2).fill('PATCH /apis/apps/v1/namespaces/shop/deployments/fares'),
    )
  })

  it('asks the cluster of the context it names and no other', async () => {
    cluster.writeKubeconfig(env.KUBECONFIG!, ['parcel-staging'])
    const run = await cockpit(
      ['run', FOLDER, '--stage', 'production', '--env', 'production', '--yes', '--as', 'Ada'],
      env,
    )
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /context "?parcel-production"? does not exist|no context exists with the name: "parcel-production"/,
    )
    expect(cluster.asked).toEqual([])
  })
})
