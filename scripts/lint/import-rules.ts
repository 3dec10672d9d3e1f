/** The import table of ARCHITECTURE.md (DESIGN §4) as data. A room may import from its own folder and from what it names. */
export type Room = {
  /** Path prefix; the longest one that fits a file is its room. */
  at: string
  /** Path prefixes it may import from, besides its own. */
  may: string[]
  /** Path prefixes it may not import from although a prefix above allows it. */
  never?: string[]
  /** `node:*` modules. */
  node: boolean
  /** Packages it may import: any, none, or only these. */
  packages: 'any' | string[]
}

const PURE_LIBRARIES = ['zod', 'yaml', 'canonicalize', 'markdown-it', 'node-diff3']
const INNER = ['main/ports', 'main/engine', 'main/event-store', 'main/adapters', 'main/export', 'main/app']

/** Packages with one room of their own. */
export const ONLY_IN: Record<string, string[]> = {
  'better-sqlite3': ['main/event-store'],
  electron: ['main/electron'],
  recharts: ['renderer/charts'],
  '@xterm/xterm': ['renderer/terminal'],
  '@xterm/addon-fit': ['renderer/terminal'],
}

export const ROOMS: Room[] = [
  { at: 'shared', may: [], node: false, packages: PURE_LIBRARIES },
  { at: 'main/ports', may: ['shared'], node: false, packages: [] },
  { at: 'main/engine', may: ['shared', 'main/ports'], node: false, packages: [] },
  { at: 'main/event-store', may: ['shared', 'main/ports'], node: true, packages: 'any' },
  { at: 'main/adapters', may: ['shared', 'main/ports'], node: true, packages: 'any' },
  { at: 'main/export', may: ['shared', 'main/ports'], node: true, packages: 'any' },
  { at: 'main/app', may: ['shared', ...INNER], node: true, packages: 'any' },
  { at: 'main/electron', may: ['shared', 'main/app', 'main/http'], node: true, packages: ['electron'] },
  { at: 'main/http', may: ['shared', 'main/app'], node: true, packages: 'any' },
  { at: 'main/cli', may: ['shared', 'main/app', 'main/http'], node: true, packages: ['commander'] },
  { at: 'renderer', may: ['shared'], node: false, packages: 'any' },
  {
    at: 'renderer/components',
    may: ['renderer', 'shared'],
    never: ['renderer/state', 'renderer/client', 'renderer/views'],
    node: false,
    packages: 'any',
  },
  {
    at: 'renderer/terminal',
    may: ['renderer', 'shared'],
    never: ['renderer/state', 'renderer/client', 'renderer/views'],
    node: false,
    packages: 'any',
  },
  { at: 'renderer/charts', may: ['renderer', 'shared'], node: false, packages: 'any' },
  { at: 'scripts', may: ['shared', 'main'], node: true, packages: 'any' },
  { at: 'test', may: ['shared', 'main', 'renderer', 'scripts', 'resources'], node: true, packages: 'any' },
]
