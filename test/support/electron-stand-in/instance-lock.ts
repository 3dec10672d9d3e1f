import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import { profileFolder } from './settings.ts'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** One instance per profile: the second leaves its command line in the folder of the first, which is told. */
export const takeInstanceLock = (onSecond: (argv: string[], cwd: string) => void): boolean => {
  const folder = path.join(profileFolder, 'instances')
  const owner = path.join(profileFolder, 'owner.pid')
  mkdirSync(folder, { recursive: true })
  const ownerPid = readPid(owner)
  if (ownerPid !== undefined && isAlive(ownerPid)) {
    writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify({ argv: process.argv, cwd: process.cwd() }))
    return false
  }
  writeFileSync(owner, String(process.pid))
  watch(folder, () => {
    for (const name of readdirSync(folder)) takeNote(path.join(folder, name), onSecond)
  }).unref()
  return true
}

const readPid = (file: string): number | undefined => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A note may be seen before it is written whole: it is then read at the next change. */
const takeNote = (file: string, onSecond: (argv: string[], cwd: string) => void): void => {
  try {
    const { argv, cwd } = JSON.parse(readFileSync(file, 'utf8'))
    rmSync(file)
    onSecond(argv, cwd)
  } catch {}
}
