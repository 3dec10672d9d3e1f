/** What exists in the target, so that messages get further than to the first refusal. */
import path from 'node:path'
import type { Target } from './target-process.ts'
import { MARK, type World } from './values.ts'

export async function worldOf({ client, release, scene }: Target): Promise<World> {
  const { events } = await client.call('events.read', { release })
  const payloads = events.map(({ payload }) => payload as Record<string, unknown>)
  const found = (name: string) =>
    payloads.flatMap((each) => (typeof each[name] === 'string' ? [each[name] as string] : []))
  const at = (name: string) => path.join(scene.folder, name)
  const ids = { runId: found('runId'), attemptId: found('attemptId'), attempt: found('attemptId') }
  return {
    ...ids,
    ...{
      release: [release],
      releases: [release],
      stageId: ['production', 'deploy'],
      stepId: ['look', 'tell', 'deploy'],
    },
    ...{
      environment: ['production'],
      fromStep: ['deploy'],
      role: ['sre'],
      name: ['Ada Obi', `${MARK}.jsonl`],
      revision: ['HEAD', 'HEAD~1'],
    },
    ...{
      digest: found('resolvedDigest'),
      shownDigest: found('resolvedDigest'),
      inputs: ['REGION'],
      job: ['a', 'b'],
      upload: ['a', 'b'],
    },
    // Whatever is written by a terminal that names the file goes here.
    ...{
      folder: [at('out/new'), at('release'), at('nowhere')],
      file: [at('out/file.jsonl'), at('nowhere/x')],
      path: ['runbook.md', '../outside/kept'],
    },
  }
}
