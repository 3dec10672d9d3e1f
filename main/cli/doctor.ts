import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, withCockpit } from './session.ts'

const WORDS = { found: 'ok', missing: '--', needed: 'NEEDED' }

/** `cockpit doctor`: what this machine has and lacks. Exit 1 when something that is needed is missing. */
export async function doctorCommand(options: LedgerOptions & { json?: boolean }, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const facts = await client.call('machine.check', {})
    const { ledgerFile } = await client.call('hello', {})
    if (options.json) io.stdout(`${JSON.stringify({ facts, ledgerFile })}\n`)
    else {
      for (const { name, state, detail } of facts) io.stdout(`${WORDS[state].padEnd(7)} ${name.padEnd(20)} ${detail}\n`)
      io.stdout(`Ledger file ${ledgerFile}\n`)
    }
    return facts.some((fact) => fact.state === 'needed') ? EXIT.failed : EXIT.ok
  })
}
