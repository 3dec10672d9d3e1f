import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Target } from '../build.ts'

const SOURCES: Record<Target, string[]> = {
  client: ['renderer/**/*', 'shared/**/*', 'resources/icons/*'],
  main: ['main/**/*', 'shared/**/*'],
  preload: ['main/electron/*', 'shared/contract/*'],
  cli: ['main/**/*', 'shared/**/*'],
}
const OUTPUT: Record<Target, string> = {
  client: 'out/renderer/index.html',
  main: 'out/main/index.js',
  preload: 'out/preload/index.cjs',
  cli: 'out/cli/index.js',
}
const OF_ALL = ['vite.config.ts', 'package-lock.json']

const changedMs = (file: string): number => {
  const found = statSync(file, { throwIfNoEntry: false })
  return found?.isFile() ? found.mtimeMs : 0
}

/** Whether a file a target is built from is newer than what was built, or nothing was. */
export const isStale = (root: string, target: Target): boolean => {
  const builtMs = changedMs(path.join(root, OUTPUT[target]))
  if (builtMs === 0) return true
  return globSync([...SOURCES[target], ...OF_ALL], { cwd: root }).some(
    (file) => changedMs(path.join(root, file)) > builtMs,
  )
}
