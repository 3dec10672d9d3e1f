import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const DEFINITION = definitionOf([
  stage('production', [step('deploy', { undo: 'back' as never, expectMs: 1000 }, { text: 'echo deployed' })]),
  stage('rollback', [step('back', {}, { text: 'echo back' })], { kind: 'rollback' }),
])

test('a review waits for a run, then says what it took, and is written whole beside the ledger as Markdown and HTML', async () => {
  const rig = await new Rig(DEFINITION).open()
  const { release } = rig.state
  const { client } = rig.owner
  const asked = { release, document: 'post-release-review' } as const
  expect(await client.call('document.read', asked)).toEqual({
    ok: false,
    message: 'The post-release review waits for a run in a protected environment to end.',
  })
  rig.tell({ type: 'run.start', stageId: 'production', environment: 'production' })
  await waitFor('the run to end', () => rig.run.finished)
  const read = await client.call('document.read', asked)
  expect(read.ok && read.markdown).toMatch(/\| 1 \| deploy \| 0:01 \| 0:0\d \|/)
  expect(read.ok && read.markdown).toMatch(/\| Deployment time \| < 30 min \| 0:0\d \| Holds \|/)
  const folder = dirname(rig.ledgerFile)
  for (const format of ['md', 'html'] as const) {
    const written = await client.call('document.write', { ...asked, format })
    expect(written).toMatchObject({ ok: true, file: join(folder, `${release}-post-release-review.${format}`) })
    expect(written.ok && readFileSync(written.file, 'utf8')).toContain(
      format === 'md' ? '| 1 | deploy |' : '<td>deploy</td>',
    )
  }
  const nowhere = await client.call('document.write', { ...asked, format: 'md', file: join(folder, 'none', 'x.md') })
  expect(nowhere).toMatchObject({ ok: false, message: expect.stringContaining('was not written') })
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  await rig.close()
})
