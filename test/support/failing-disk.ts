/**
 * A disk whose writes fail with an I/O error for as long as a test wants: an ext2 image on a loop device, over a tmpfs that has no room left for its
 * blocks. The kernel reports that as a thin-provisioned volume would: EIO on write and fsync, while the file system itself says there is plenty of room.
 * Undefined where this person may not mount one.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mountSmallDisk } from './small-disk.ts'

export type FailingDisk = {
  path: string
  fail(): void
  heal(): void
  remove(): void
}

export const CANNOT_MOUNT_LOOP = 'Needs root on Linux, a loop device and mkfs.ext2.'

const IMAGE_BYTES = 400_000_000
/** What the ledger, its reserve and a release take, with some room. */
const BACKING_BYTES = 80_000_000

export function mountFailingDisk(): FailingDisk | undefined {
  const backing = mountSmallDisk(BACKING_BYTES)
  if (!backing) return undefined
  const image = join(backing.path, 'image')
  writeFileSync(image, '')
  truncateSync(image, IMAGE_BYTES)
  const path = mkdtempSync(join(tmpdir(), 'cockpit-failing-'))
  const run = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
  const remove = () => {
    backing.empty()
    run('umount', '-l', path)
    rmSync(path, { recursive: true, force: true })
    backing.remove()
  }
  if (!run('mkfs.ext2', '-q', image) || !run('mount', '-o', 'loop', image, path)) {
    remove()
    return undefined
  }
  return { path, fail: () => backing.leave(0), heal: () => backing.empty(), remove }
}
