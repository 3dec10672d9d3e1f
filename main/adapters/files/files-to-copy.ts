/** What a release folder's next version needs of it: the scripts its commands name, with what lies beside them; never what is secret or was signed. */
import { lstatSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Sha256 } from '../../../shared/ids.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { referencedFileDigests } from './referenced-files.ts'

const MOST_FILES = 2000
const MOST_BYTES = 64 * 1024 * 1024

const OWN = ['release.yaml', 'runbook.md']
const LEFT = ['signoffs', '.git', 'node_modules']
const SECRET = /^\.env|\.(?:key|pem|p12|pfx|jks|keystore)$|^id_(?:rsa|ed25519|ecdsa)/i

export type CopyList = { files: string[]; left: { path: string; why: string }[] } | { problem: string }

type Walk = { files: string[]; left: { path: string; why: string }[]; bytes: number }

function whyNot(path: string, secrets: ReadonlySet<string>): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (secrets.has(path)) return 'release.yaml reads a secret from it'
  if (SECRET.test(name)) return 'it looks like a secret'
  return undefined
}

function walk(folder: string, path: string, secrets: ReadonlySet<string>, found: Walk): void {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (LEFT.includes(name) || OWN.includes(path) || found.files.length > MOST_FILES) return
  const stat = lstatSync(join(folder, path))
  const why = stat.isSymbolicLink() ? 'it is a link' : whyNot(path, secrets)
  if (why) found.left.push({ path, why })
  else if (stat.isDirectory())
    for (const each of readdirSync(join(folder, path)).toSorted()) walk(folder, `${path}/${each}`, secrets, found)
  else if (stat.isFile()) {
    found.files.push(path)
    found.bytes += stat.size
  }
}

function named(definition: ReleaseDefinition, folder: string, sha256: Sha256): string[] {
  const templates = definition.documents?.templates
  const paths = [
    ...Object.keys(referencedFileDigests(definition, folder, sha256)),
    ...(templates ? [`${templates}/`] : []),
  ]
  const inside = paths.map((path) => relative(folder, join(folder, path)).replaceAll('\\', '/'))
  return inside.filter((path) => path !== '' && !path.startsWith('..'))
}

/** Paths from the folder, sorted. `extra`: others that release.yaml names. */
export function filesToCopy(
  definition: ReleaseDefinition,
  folder: string,
  sha256: Sha256,
  extra: readonly string[] = [],
): CopyList {
  const tops = new Set([...named(definition, folder, sha256), ...extra].map((path) => path.split('/')[0]!))
  const secrets = new Set(
    definition.environments
      .flatMap((each) => Object.values(each.secrets))
      .flatMap((ref) => ('file' in ref ? [relative(folder, join(folder, ref.file)).replaceAll('\\', '/')] : [])),
  )
  const found: Walk = { files: [], left: [], bytes: 0 }
  for (const top of [...tops].toSorted()) walk(folder, top, secrets, found)
  if (found.files.length > MOST_FILES || found.bytes > MOST_BYTES)
    return {
      problem: `What the runbook names lies among more than ${MOST_FILES} files or 64 MB in ${folder}: copy the folder yourself, then edit release.yaml.`,
    }
  return { files: found.files, left: found.left }
}
