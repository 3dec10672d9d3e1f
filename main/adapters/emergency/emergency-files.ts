import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { EmergencyFiles } from '../../ports/emergency.ts'

/** Any name as the name of one folder. */
const folderName = (name: string) => encodeURIComponent(name).replace(/^\.+/, (dots) => '%2E'.repeat(dots.length))

function replace(file: string, text: string | Uint8Array, mode: number): void {
  const next = `${file}.next`
  rmSync(next, { force: true })
  try {
    writeFileSync(next, text, { mode, flag: 'wx', flush: true })
    renameSync(next, file)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}

/** Beside the ledger, never in the release folder; 0700 and 0600, for the person who owns the ledger. */
export function createEmergencyFiles(ledgerFile: string): EmergencyFiles {
  const paths: EmergencyFiles['paths'] = (release, environment) => {
    const folder = join(`${resolve(ledgerFile)}.emergency`, folderName(release), folderName(environment))
    const named = (ending: string) => join(folder, `emergency-rollback.${ending}`)
    return { script: named('sh'), page: named('md'), pdf: named('pdf') }
  }
  return {
    paths,
    write(release, environment, { script, page }) {
      const to = paths(release, environment)
      mkdirSync(dirname(to.script), { recursive: true, mode: 0o700 })
      replace(to.script, script, 0o700)
      replace(to.page, page, 0o600)
      return to
    },
    writePdf(release, environment, bytes) {
      const { pdf } = paths(release, environment)
      mkdirSync(dirname(pdf), { recursive: true, mode: 0o700 })
      replace(pdf, bytes, 0o600)
    },
  }
}
