import { ledger } from './0001-ledger.ts'
import { output } from './0002-output.ts'
import { samples } from './0003-samples.ts'
import { outputErasures } from './0004-output-erasures.ts'
import { lateSamples } from './0005-late-samples.ts'
import { releaseHistory } from './0006-release-history.ts'
import { outputTimes } from './0007-output-times.ts'
import type { Migration } from './migration.ts'

/** Every migration in order. Add a line; never change or reorder an existing one. */
export const MIGRATIONS: Migration[] = [
  ledger,
  output,
  samples,
  outputErasures,
  lateSamples,
  releaseHistory,
  outputTimes,
]
