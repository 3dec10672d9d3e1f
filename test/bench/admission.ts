/** Host × Origin × token × method (DESIGN §13): every cell as a raw request to the real browser host, beside a second one whose secrets are tried too. */
import { allCells, secretsOf, wrongCells } from '../main/http/cells.ts'
import { startHost } from '../main/http/host.ts'
import type { BenchRow } from './row.ts'

export async function benchAdmission(): Promise<BenchRow[]> {
  const [host, other] = [await startHost(), await startHost()]
  try {
    const { admitted, refused } = await wrongCells(host, allCells, await secretsOf(host, other))
    return [
      {
        what: `Host × Origin × token × method, ${allCells.length.toLocaleString('en')} cells`,
        figure: `${admitted.length} wrongly admitted, ${refused.length} wrongly refused`,
        goal: '0',
        reached: admitted.length + refused.length === 0,
        ...(admitted[0] ? { detail: JSON.stringify(admitted.slice(0, 3)) } : {}),
      },
    ]
  } finally {
    await host.end()
    await other.end()
  }
}
