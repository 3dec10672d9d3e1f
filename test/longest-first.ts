import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long, in about the seconds they take on two quiet cores: begun last, one of them would run alone at the end. */
const SECONDS: Record<string, number> = {
  'ansible-fleet.test.ts': 60,
  'breach-decisions.test.ts': 45,
  'big-bang-sqlite.test.ts': 20,
  'browser.test.ts': 50,
  'canary-nginx.test.ts': 30,
  'changed-ledger.test.ts': 15,
  'chaos.test.ts': 60,
  'connection.test.ts': 35,
  'deviation-deck.test.ts': 25,
  'electron-run.test.ts': 45,
  'electron.test.ts': 45,
  'faulty-release.test.ts': 35,
  'gap.test.ts': 20,
  'hosts.test.ts': 40,
  'interactive.test.ts': 30,
  'keychain.test.ts': 25,
  'nginx-prometheus.test.ts': 60,
  'package.test.ts': 25,
  'prometheus-flaps.test.ts': 20,
  'release-journey.test.ts': 45,
  'rolling-fleet.test.ts': 30,
  'start.test.ts': 30,
  'terminal.test.ts': 40,
}

const secondsOf = (file: string) => SECONDS[basename(file)] ?? 0

/** The longest test files first, then as the runner would have it: by how long they took here before, or by their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => secondsOf(b.moduleId) - secondsOf(a.moduleId))
  }
}
