/** Four builds of one source tree: the window, the desktop's main process and preload, and the command. */
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type BuildEnvironmentOptions, defineConfig, type EnvironmentOptions } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The importer of command output looks for `output-worker.js` beside the bundle it was started from. */
const worker = at('main/event-store/output/worker.ts')
/** The same for `search-worker.js`. */
const searchWorker = at('main/event-store/search/worker.ts')

/** Packages of a hundred small files each: read one by one they are a third of the time a command takes to start. */
const OF_MANY_FILES = ['zod', 'yaml', 'markdown-it', 'entities', 'mdurl', 'uc.micro', 'linkify-it', 'punycode.js']

const forNode = (outDir: string, input: Record<string, string>, output: object): EnvironmentOptions => {
  const build: BuildEnvironmentOptions = {
    outDir: at(outDir),
    emptyOutDir: true,
    copyPublicDir: false,
    ssr: true,
    target: 'node24',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input,
      external: ['electron', ...builtinModules, /^node:/],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', ...output },
    },
  }
  return { consumer: 'server', build, resolve: { noExternal: OF_MANY_FILES } }
}

export default defineConfig({
  root: at('renderer'),
  publicDir: at('resources/icons'),
  logLevel: 'warn',
  plugins: [react()],
  builder: { sharedConfigBuild: true },
  environments: {
    client: {
      build: {
        outDir: at('out/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        /** One file, so that no path depends on what loads first; 1.5 MB are read from disk or loopback. Split by views it took longer to be usable. */
        chunkSizeWarningLimit: 2500,
        rolldownOptions: { input: at('renderer/index.html') },
      },
    },
    main: forNode(
      'out/main',
      { index: at('main/electron/index.ts'), 'output-worker': worker, 'search-worker': searchWorker },
      { format: 'es' },
    ),
    cli: forNode(
      'out/cli',
      { index: at('main/cli/index.ts'), 'output-worker': worker, 'search-worker': searchWorker },
      { format: 'es' },
    ),
    /** A sandboxed preload is one CommonJS file that can require nothing but `electron`. */
    preload: {
      ...forNode(
        'out/preload',
        { index: at('main/electron/preload.ts') },
        { format: 'cjs', entryFileNames: '[name].cjs' },
      ),
      resolve: { noExternal: true },
    },
  },
})
