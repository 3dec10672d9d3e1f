/** Records that end with NUL, out of bytes in any pieces. Of one longer than `most` bytes the rest is dropped: memory does not grow with it. */
export function splitRecords(most: number, onRecord: (text: string) => void) {
  let parts: Buffer[] = []
  let held = 0
  const keep = (piece: Buffer) => {
    if (held < most) parts.push(piece.subarray(0, most - held))
    held += piece.length
  }
  const end = () => {
    if (held > 0) onRecord(Buffer.concat(parts).toString('utf8'))
    parts = []
    held = 0
  }
  return {
    push(bytes: Buffer) {
      let from = 0
      for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, from)) {
        keep(bytes.subarray(from, at))
        end()
        from = at + 1
      }
      keep(bytes.subarray(from))
    },
    end,
  }
}
