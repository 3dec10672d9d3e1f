/** The commits between two versions, from the person's git. */
import { createHash } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommitFact } from '../../../shared/events/history-events.ts'
import { digest } from '../../../shared/ids.ts'
import type { HistoryEnds, HistoryFacts, HistoryReader, HistoryRequest } from '../../ports/history.ts'
import { asking, findCommit, findHead, tagNames } from './find-commit.ts'
import { LOG_FORMAT, parseCommit } from './parse-commit.ts'
import { askGit, type GitEnd, runGit } from './run-git.ts'
import { splitRecords } from './split-records.ts'

const ASK_MS = 10_000
const READ_MS = 120_000
const MAX_RECORD_BYTES = 16_000
/** What is told of one by one: beyond that commits are counted, and their hashes are in the digest. */
const MAX_COMMITS = 5000
const MAX_FACT_BYTES = 1_500_000
const MAX_CONTRIBUTORS = 300

type Problem = { problem: string }

const isUrl = (text: string) => /^(?:[a-z+]+:\/\/|[\w.-]+@[\w.-]+:)/i.test(text)

function placeOf({ folder, repository }: HistoryRequest): string | Problem {
  if (isUrl(repository))
    return { problem: `release.repository is an address (${repository}): clone it, and name the folder of the clone.` }
  const path = resolve(folder, repository)
  try {
    const real = realpathSync(path)
    return statSync(real).isDirectory() ? real : { problem: `${path}, named by release.repository, is not a folder.` }
  } catch {
    return { problem: `${path}, named by release.repository, does not exist: correct release.yaml, or clone it there.` }
  }
}

function saidBy({ failure, isTimeout, stderr }: GitEnd, path: string): string {
  if (failure?.code === 'ENOENT') return 'git is not installed here: install it, and read the history again.'
  if (isTimeout) return `git did not answer in time about ${path}: look whether its disk answers.`
  if (/dubious ownership/.test(stderr))
    return `${path} belongs to another user, so git refuses to read it: run git config --global --add safe.directory ${path}`
  if (/not a git repository/i.test(stderr))
    return `${path} is no git repository: name the one of this release in release.repository.`
  return `git could not read ${path}: ${
    stderr
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 300) || 'it said nothing'
  }`
}

const missing = (request: HistoryRequest, version: string): Problem => ({
  problem: `No tag of ${version} was found (looked for ${tagNames(request, version).slice(0, 4).join(', ')} and others): tag it, fetch the tags (git fetch --tags), or say how tags are named: repository: { path: ${request.repository}, tag: 'v{version}' }.`,
})

async function remarksOf(ask: ReturnType<typeof asking>, since: string, until: string): Promise<string[]> {
  const ancestor = await ask(['merge-base', '--is-ancestor', since, until])
  const shallow = await ask(['rev-parse', '--is-shallow-repository'])
  return [
    ...(ancestor.code === 1
      ? [
          'The previous version does not lie on the way to this one: listed is what this one has and the previous one has not.',
        ]
      : []),
    ...(shallow.stdout.trim() === 'true'
      ? ['The clone is shallow: older commits may be missing. Fetch them with git fetch --unshallow.']
      : []),
  ]
}

export function createHistoryReader(env: Record<string, string | undefined>): HistoryReader {
  async function ends(request: HistoryRequest): Promise<HistoryEnds | Problem> {
    const place = placeOf(request)
    if (typeof place !== 'string') return place
    const inside = await askGit({ folder: place, args: ['rev-parse', '--git-dir'], timeoutMs: ASK_MS, env })
    if (inside.code !== 0) return { problem: saidBy(inside, place) }
    const ask = asking({ folder: place, timeoutMs: ASK_MS, env })
    const since = await findCommit(ask, request, request.previous)
    if (!since) return missing(request, request.previous)
    const tagged = await findCommit(ask, request, request.version)
    const until = tagged ?? (await findHead(ask))
    if (!until) return { problem: `${place} has no commit yet.` }
    const untagged = tagged ? [] : [`${request.version} has no tag yet: read up to the newest commit.`]
    return { since, until, remarks: [...untagged, ...(await remarksOf(ask, since.commit, until.commit))] }
  }

  async function read(request: HistoryRequest, found: HistoryEnds): Promise<HistoryFacts | Problem> {
    const place = placeOf(request)
    if (typeof place !== 'string') return place
    const commits: CommitFact[] = []
    const people = new Set<string>()
    const hashes = createHash('sha256')
    let total = 0
    let bytes = 0
    const records = splitRecords(MAX_RECORD_BYTES, (record) => {
      const one = parseCommit(record)
      if (!one) return
      total += 1
      hashes.update(`${one.fact.commit}\n`)
      for (const name of one.people) if (people.size < MAX_CONTRIBUTORS) people.add(name)
      bytes += JSON.stringify(one.fact).length
      if (commits.length < MAX_COMMITS && bytes <= MAX_FACT_BYTES) commits.push(one.fact)
    })
    const range = `${found.since.commit}..${found.until.commit}`
    const paths = request.only.map((path) => `:(top,literal)${path}`)
    const args = [
      'log',
      '-z',
      '--no-color',
      '--no-decorate',
      '--no-notes',
      '--encoding=UTF-8',
      `--format=${LOG_FORMAT}`,
      range,
      '--',
      ...paths,
    ]
    const end = await runGit({ folder: place, args, timeoutMs: READ_MS, env }, records.push)
    records.end()
    if (end.code !== 0) return { problem: saidBy(end, place) }
    const { since, until, remarks } = found
    const contributors = [...people].toSorted((a, b) => a.localeCompare(b, 'en'))
    const { repository, only } = request
    return {
      ...{ repository, only: [...only], since, until, total, commits, contributors },
      digest: digest(hashes.digest('hex')),
      remarks: [...remarks],
    }
  }

  return { ends, read }
}
