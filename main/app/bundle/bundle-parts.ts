/** What goes into the bundle of a release, in its order, each file made when its turn comes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutputTime } from '../../../shared/contract/results.ts'
import { bundleReadme } from '../../../shared/documents/archive/readme.ts'
import { isRehearsalId } from '../../../shared/domain/rehearsal/rehearsal-state.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { BUNDLE_FILES, type BundleManifest, fileNamePart } from '../../../shared/ledger/bundle-format.ts'
import { definitionDigest } from '../../../shared/runbook/digests.ts'
import type { BundlePart } from '../../export/bundle/write-bundle.ts'
import { exportBlocks } from '../../export/export-jsonl.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import type { OwnerContext } from '../context.ts'
import { loadReleaseFolder } from '../release-folder.ts'
import type { ArchiveDocument } from './archive-documents.ts'
import type { Checkpoints } from './read-checkpoints.ts'

type About = Omit<BundleManifest, 'format' | 'files'>

export type BundleContents = {
  state: ReleaseState
  about: About
  /** The key the manifest is signed with. */
  keyId: string
  checkpoints: Checkpoints
  documents: readonly ArchiveDocument[]
  report: string | undefined
}

const text = (path: string, content: string): BundlePart => ({
  path,
  size: Buffer.byteLength(content),
  content: () => [content],
})

const file = (path: string, from: string): BundlePart => ({ path, size: 0, content: () => [readFileSync(from)] })

const numbered = (index: number, ...names: (string | number)[]) =>
  [String(index + 1).padStart(4, '0'), ...names.map((name) => fileNamePart(String(name)))].join('-')

const timeLines = (times: readonly OutputTime[]) => times.map((row) => `${row.join('\t')}\n`).join('')

function outputParts({ output }: ReturnType<LedgerSnapshot['beside']>, state: ReleaseState): BundlePart[] {
  return Object.values(state.attempts)
    .map((attempt) => ({ attempt, bytes: output.head(attempt.id).bytes }))
    .filter(({ bytes }) => bytes > 0)
    .flatMap(({ attempt: { id, runId, stepId, number }, bytes }, index) => {
      const name = `outputs/${numbered(index, ...(isRehearsalId(runId) ? ['rehearsal'] : []), stepId, number)}`
      const times = output.times(id)
      return [
        { path: `${name}.log`, attempt: id, size: bytes, content: () => output.chunks(id) },
        ...(times.length > 0
          ? [{ path: `${name}.times.tsv`, timesOf: id, size: 0, content: () => [timeLines(times)] }]
          : []),
      ]
    })
}

function sampleParts(beside: ReturnType<LedgerSnapshot['beside']>, { release }: ReleaseState): BundlePart[] {
  return beside.series(release).map(({ no, environment, metric }, index) => ({
    path: `samples/${numbered(index, environment, metric)}.tsv`,
    series: { environment, metric },
    size: 0,
    content: () => beside.sampleLines(no),
  }))
}

/** The files themselves only while they still say what is on record; secrets in them are masked as everywhere. */
function folderParts({ ports }: OwnerContext, { folder, definitionDigest: recorded }: ReleaseState): BundlePart[] {
  const { definition } = loadReleaseFolder(folder)
  if (!definition || definitionDigest(definition, ports.sha256) !== recorded) return []
  return ['release.yaml', 'runbook.md'].map((name) => {
    const content = readFileSync(join(folder, name))
    const hidden = ports.secrets.hide(content.toString('utf8'))
    const isAsIs = hidden === content.toString('utf8')
    return { path: `definition/folder/${name}`, size: content.length, content: () => [isAsIs ? content : hidden] }
  })
}

function definitionParts(context: OwnerContext, state: ReleaseState): BundlePart[] {
  const { definition } = state
  if (!definition) return []
  const json = (name: string, value: unknown) => text(`definition/${name}.json`, `${JSON.stringify(value, null, 2)}\n`)
  return [
    json('definition', definition),
    ...(definition.process ? [json('process', definition.process)] : []),
    ...folderParts(context, state),
  ]
}

function readmePart({ state, about, keyId }: BundleContents): BundlePart {
  const { name, version } = state.definition ?? { name: state.release, version: '' }
  return text('README.txt', bundleReadme({ title: `${name} ${version}`.trim(), ...about, keyId }))
}

export function bundleParts(context: OwnerContext, snapshot: LedgerSnapshot, contents: BundleContents): BundlePart[] {
  const { state, checkpoints, documents, report } = contents
  const beside = snapshot.beside()
  const sizeOf = (bytes: number): number => bytes * 1000
  return [
    readmePart(contents),
    ...(report === undefined ? [] : [text('report.html', report)]),
    ...documents.map(({ path, content }) => text(path, content)),
    {
      path: BUNDLE_FILES.ledger,
      size: sizeOf(state.size),
      *content() {
        for (const { bytes } of exportBlocks(snapshot, state.release)) yield bytes
      },
    },
    text('checkpoints.jsonl', checkpoints.lines.map((line) => `${line}\n`).join('')),
    ...[...checkpoints.keys].map(([keyId, pem]) => text(`keys/${fileNamePart(keyId)}.pem`, pem)),
    ...outputParts(beside, state),
    ...sampleParts(beside, state),
    ...definitionParts(context, state),
    ...['verify.mjs', 'verify.py'].map((name) => file(name, join(context.resources, name))),
  ]
}
