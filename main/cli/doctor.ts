import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, withCockpit } from './session.ts'

const WORDS = { found: 'ok', missing: '--', needed: 'NEEDED', unknown: '?' }

/** `cockpit doctor`: what this machine has and lacks; for a release also whether its Prometheus answers. Exit 1 when something that is needed is missing. */
export async function doctorCommand(
  wanted: string | undefined,
  options: LedgerOptions & { json?: boolean },
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = wanted === undefined ? undefined : await findOrOpen(client, wanted, io)
    const facts = await client.call('machine.check', release ? { release } : {})
    const { ledgerFile } = await client.call('hello', {})
    if (options.json) io.stdout(`${JSON.stringify({ facts, ledgerFile })}\n`)
    else {
      for (const { name, state, detail, remedy } of facts) {
        io.stdout(`${WORDS[state].padEnd(7)} ${name.padEnd(20)} ${detail}\n`)
        if (state !== 'found' && remedy) io.stdout(`${''.padEnd(29)}${remedy}\n`)
      }
      io.stdout(`Ledger file ${ledgerFile}\n`)
    }
    return facts.some((fact) => fact.state === 'needed') ? EXIT.failed : EXIT.ok
  })
}
