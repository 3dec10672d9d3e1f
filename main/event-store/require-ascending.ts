/**
 * Rows of a damaged or tampered b-tree may come back in another order than was asked for. Who reads on from the last id would then read the same rows for
 * ever. Throws what SQLite throws for a damaged file.
 */
export function requireAscending(after: number, ids: readonly number[]): void {
  let last = after
  for (const id of ids) {
    if (!(id > last)) throw Object.assign(new Error(`Row ${id} comes after row ${last}.`), { code: 'SQLITE_CORRUPT' })
    last = id
  }
}
