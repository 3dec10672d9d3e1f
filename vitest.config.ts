import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

const PURE = ['test/shared/**/*.test.ts']

export default defineConfig({
  test: {
    // Real programs on shared cores: a hang is caught, slowness is not a failure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
    // What tests start with Node comes up in half the time when its sources were compiled before.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
    sequence: { sequencer: LongestFirst },
    projects: [
      // Nothing in shared/ keeps anything between two tests, so its files can do without a process each.
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'real', include: ['test/**/*.test.{ts,tsx}'], exclude: PURE } },
    ],
  },
})
