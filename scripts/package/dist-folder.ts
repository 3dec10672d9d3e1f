import path from 'node:path'
import { installedElectron } from '../start/electron-binary.ts'

const PLATFORMS: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['--linux', '-l'],
  darwin: ['--mac', '-m', '-o', '--macos'],
  win32: ['--win', '-w', '--windows'],
}
const ALL = Object.values(PLATFORMS).flat()

/** The folder of the Electron installed here, when what is packed is for this machine; undefined where another was named or must be downloaded. */
export function distFolder(
  args: readonly string[],
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (args.some((each) => each.startsWith('-c.electronDist') || each.startsWith('--config.electronDist')))
    return undefined
  const asked = args.filter((each) => ALL.includes(each))
  const isForeign = asked.some((each) => !PLATFORMS[platform]?.includes(each))
  const isOtherArch = args.some(
    (each) => /^--(?:x64|arm64|ia32|armv7l|universal)$/.test(each) && each !== `--${process.arch}`,
  )
  const binary = isForeign || isOtherArch ? undefined : installedElectron(env)
  if (binary === undefined) return undefined
  return platform === 'darwin' ? path.resolve(binary, '../../../..') : path.dirname(binary)
}
