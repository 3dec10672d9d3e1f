/** A disk of a few megabytes that a test may fill: a tmpfs. Undefined where this person may not mount one. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = {
  path: string
  freeBytes(): number
  /** Writes ballast until so much is free. */
  leave(bytes: number): void
  empty(): void
  readOnly(isReadOnly: boolean): void
  remove(): void
}

export const CANNOT_MOUNT = 'Needs root on Linux to mount a small tmpfs.'

export function mountSmallDisk(bytes: number): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const path = mkdtempSync(join(tmpdir(), 'cockpit-disk-'))
  const mount = (...args: string[]) => spawnSync('mount', args, { encoding: 'utf8' }).status === 0
  if (!mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'none', path)) {
    rmSync(path, { recursive: true, force: true })
    return undefined
  }
  const ballast = join(path, 'ballast')
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  }
  return {
    path,
    freeBytes,
    leave: (left) => writeFileSync(ballast, Buffer.alloc(Math.max(0, freeBytes() - left), 'b')),
    empty: () => rmSync(ballast, { force: true }),
    readOnly(isReadOnly) {
      if (!mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, path)) throw new Error('The disk could not be remounted.')
    },
    remove() {
      spawnSync('umount', ['-l', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}
