/** What a person answers about a new release, what would be written then, and writing it. */
import { useEffect, useState } from 'react'
import type { Params } from '../../shared/contract/methods.ts'
import type { Results } from '../../shared/contract/results.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'

export type NewAnswers = {
  kind: 'strategy' | 'release' | 'plan'
  strategy: 'blue-green' | 'canary' | 'rolling' | 'big-bang'
  name: string
  version: string
  previous: string
  /** Folder of the last release, or file of the plan. */
  source: string
  startsAt: string
  folder: string
}

type Preview = Results['new.preview']
type Wanted = Params<'new.preview'>

const ASK_AFTER_MS = 250

/** Undefined while an answer is missing that nothing can be said without. */
function wantedOf(answers: NewAnswers): Wanted | undefined {
  const { kind, strategy, name, version, previous, source, startsAt, folder } = answers
  if (!version.trim() || !folder.trim()) return undefined
  if (kind === 'strategy')
    return name.trim() ? { folder, from: { kind, strategy, name, version, previous } } : undefined
  if (!source.trim()) return undefined
  if (kind === 'plan')
    return { folder, from: { kind, file: source, version, previous, ...(name.trim() ? { name } : {}) } }
  return { folder, from: { kind, folder: source, version, ...(startsAt.trim() ? { startsAt } : {}) } }
}

export function useNewRelease(first: Partial<NewAnswers>) {
  const { client } = useSession().cockpit
  const [answers, setAnswers] = useState<NewAnswers>({
    ...{ kind: 'strategy', strategy: 'blue-green', name: '', version: '', previous: '' },
    ...{ source: '', startsAt: '', folder: '' },
    ...first,
  } as NewAnswers)
  const [preview, setPreview] = useState<Preview>()
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    const wanted = wantedOf(answers)
    setPreview(undefined)
    if (!wanted) return
    let isLate = false
    const timer = setTimeout(async () => {
      const said = await client.call('new.preview', wanted).catch((error: unknown) => messageOf(error))
      if (isLate) return
      setProblem(typeof said === 'string' ? said : undefined)
      setPreview(typeof said === 'string' ? undefined : said)
    }, ASK_AFTER_MS)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [client, answers])

  /** The folder that was written. */
  const write = async (): Promise<string | undefined> => {
    const wanted = wantedOf(answers)
    if (!wanted) return undefined
    try {
      const said = await client.call('new.write', wanted)
      if (said.ok) return said.folder
      setPreview(said)
    } catch (error) {
      setProblem(messageOf(error))
    }
    return undefined
  }
  const answer = (change: Partial<NewAnswers>) => setAnswers((now) => ({ ...now, ...change }))
  return { answers, answer, preview, problem, write }
}
