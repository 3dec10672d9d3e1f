/** A file the window has no path of, piece by piece. */
import { encodeBase64 } from '../../shared/contract/base64.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'

const PIECE_BYTES = 128 * 1024

/** Under the id of `run`. Throws when it was stopped, and what the cockpit says. */
export async function handOver(
  client: CockpitClient,
  file: File,
  run: { id: string; isStopped: boolean },
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  for (let offset = 0; offset < file.size || offset === 0; offset += PIECE_BYTES) {
    if (run.isStopped) throw new Error('The verification was cancelled: nothing is proven.')
    const piece = new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer())
    await client.call('verify.upload', { upload: run.id, offset, base64: encodeBase64(piece) })
    onProgress(Math.min(offset + PIECE_BYTES, file.size), file.size)
  }
}
