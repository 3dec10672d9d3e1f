/** 100,000 messages of the contract, made from its schemas and spoiled, against a real owner on its socket and its WebSocket (test/support/fuzz). */
import { runFuzz } from '../support/fuzz/run-fuzz.ts'
import type { BenchRow } from './row.ts'

const MESSAGES = 100_000
const SEED = 20261127

export async function benchFuzz(): Promise<BenchRow[]> {
  const told = ({ messages }: { messages: number }) => process.stderr.write(`  ${messages} messages\r`)
  const { messages, unfitting, fitting, done, closed, memoryMb, violations } = await runFuzz(MESSAGES, SEED, told)
  const count = (number: number) => number.toLocaleString('en')
  return [
    {
      what: `contract messages by seed ${SEED}, ${count(messages)}`,
      figure: `${violations.length} violations`,
      goal: '0',
      reached: violations.length === 0,
      detail: `${count(unfitting)} that do not fit, ${count(fitting)} that may (${count(done)} done), ${closed} cut off, ${memoryMb} MB${violations.map((each) => `\n    ${each}`).join('')}`,
    },
  ]
}
