/** `npm run build`: builds the window, the desktop's main process and preload, and the command into `out/`. */
import { fileURLToPath } from 'node:url'
import { createBuilder } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

export const TARGETS = ['client', 'main', 'preload', 'cli'] as const
export type Target = (typeof TARGETS)[number]

/** Throws with the bundler's message when a target does not build. */
export const build = async (targets: readonly Target[]): Promise<void> => {
  process.env.NODE_ENV = 'production'
  const builder = await createBuilder({ configFile: `${root}/vite.config.ts` })
  for (const target of targets) await builder.build(builder.environments[target]!)
}

const buildAll = async (): Promise<void> => {
  const startedMs = Date.now()
  await build(TARGETS)
  process.stdout.write(`Built ${TARGETS.join(', ')} into out/ in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.\n`)
}

if (import.meta.main) {
  await buildAll().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
