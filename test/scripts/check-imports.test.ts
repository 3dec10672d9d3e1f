import { describe, expect, test } from 'vitest'
import { checkFile } from '../../scripts/lint/check-imports.ts'

const messages = (file: string, source: string) =>
  checkFile(file, source).map((each) => `${each.line}: ${each.message}`)

describe('The import rules', () => {
  test.each([
    ['shared/domain/a.ts', "import { readFileSync } from 'node:fs'", 'shared may not import node:fs.'],
    [
      'shared/domain/a.ts',
      "import type { Clock } from '../../main/ports/clock.ts'",
      'shared may not import main/ports/clock.ts.',
    ],
    ['shared/domain/a.ts', "import React from 'react'", 'shared may not import the package react.'],
    [
      'main/engine/a.ts',
      "import { openDatabase } from '../event-store/database.ts'",
      'main/engine may not import main/event-store/database.ts.',
    ],
    ['main/engine/a.ts', "import { hash } from 'node:crypto'", 'main/engine may not import node:crypto.'],
    [
      'main/adapters/x/a.ts',
      "import Database from 'better-sqlite3'",
      'better-sqlite3 may only be imported in main/event-store.',
    ],
    [
      'main/adapters/x/a.ts',
      "import { createEngine } from '../../engine/engine.ts'",
      'main/adapters may not import main/engine/engine.ts.',
    ],
    [
      'main/cli/a.ts',
      "import { acquireOwner } from '../event-store/owner.ts'",
      'main/cli may not import main/event-store/owner.ts.',
    ],
    ['main/http/a.ts', "import { app } from 'electron'", 'electron may only be imported in main/electron.'],
    ['main/app/a.ts', "import { serveBrowser } from '../http/index.ts'", 'main/app may not import main/http/index.ts.'],
    [
      'renderer/views/a.tsx',
      "import { LineChart } from 'recharts'",
      'recharts may only be imported in renderer/charts.',
    ],
    [
      'renderer/views/a.tsx',
      "import { createApp } from '../../main/app/index.ts'",
      'renderer may not import main/app/index.ts.',
    ],
    [
      'renderer/components/a.tsx',
      "import { useStore } from '../state/store.ts'",
      'renderer/components may not import renderer/state/store.ts.',
    ],
  ])('refuse in %s: %s', (file, source, message) => {
    expect(messages(file, source)).toEqual([`1: ${message}`])
  })

  test('see re-exports, dynamic imports and types named inline', () => {
    const source =
      "export { x } from 'node:fs'\nexport const load = () => import('node:path')\nexport type Y = import('node:os').Z\n"
    expect(messages('shared/domain/a.ts', source)).toHaveLength(3)
  })

  test.each(['Date.now()', 'new Date()', 'Math.random()', 'setTimeout(() => {}, 1)', 'performance()'])(
    'keep %s out of shared',
    (code) => {
      expect(messages('shared/domain/a.ts', `export const x = () => ${code}\n`)).toHaveLength(1)
    },
  )

  test('allow what is pure and what the table allows', () => {
    const pure =
      "import { z } from 'zod'\nexport const at = (ms: number) => new Date(ms).toISOString() + Date.parse('x')\n"
    expect(messages('shared/domain/a.ts', pure)).toEqual([])
    expect(
      messages(
        'main/electron/a.ts',
        "import { serveBrowser } from '../http/index.ts'\nimport { app } from 'electron'\n",
      ),
    ).toEqual([])
    expect(messages('renderer/charts/a.tsx', "import { LineChart } from 'recharts'\n")).toEqual([])
  })

  test('refuse a file that stands in no room', () => {
    expect(messages('helpers/a.ts', '')).toHaveLength(1)
  })
})
