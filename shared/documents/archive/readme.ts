/** What an auditor who has nothing but the bundle is told. */

export type ReadmeFacts = {
  title: string
  release: string
  ledgerId: string
  anchor: string
  keyId: string
  writtenAt: string
}

export const bundleReadme = ({ title, release, ledgerId, anchor, keyId, writtenAt }: ReadmeFacts): string => `${title}
The record of a release, with everything that proves it

  release     ${release}
  ledger      ${ledgerId}
  size:head   ${anchor}
  key         ${keyId}
  written     ${writtenAt}

HOW TO VERIFY IT ALONE

Unpack it, then run one of the two in this folder (Node 18 or newer; Python 3.8 or newer). They need nothing else and ask no network:

  node verify.mjs . --anchor SIZE:HEAD --pubkey KEY.pem
  python3 verify.py . --anchor SIZE:HEAD --pubkey KEY.pem

A verifier that comes with what it verifies proves nothing against its sender: take verify.mjs or verify.py from where you trust them.
SIZE:HEAD is one you were given at the time, in a message or on paper, not the one above; KEY.pem the public key you were given.
Without them the answer is "VALID, COMPLETENESS UNPROVEN": nothing was changed, but nobody can say that nothing was cut off or written anew.

   0  VALID AND ANCHORED               every entry and every file is as it was recorded, and the anchor holds
  10  VALID, COMPLETENESS UNPROVEN     the same, without an anchor
  11  GAP                              entries or files are missing
  12  INVALID                          an entry or a file is not as it was recorded
  13  UNREADABLE                       not a bundle, or too damaged to be read

WHAT IS IN IT

  report.html        the whole release on one page: open it in any browser, no network needed
  documents/         every document of the release, as Markdown and HTML
  ledger.jsonl       every entry of the record, byte for byte as it was hashed
  checkpoints.jsonl  the signed heads among them
  keys/              the public keys they are signed with
  outputs/           what every command printed, secrets masked
  samples/           every measurement: time in ms since 1970, value, samples behind it
  definition/        the release as the record has it; folder/ holds its files when they were still the same
  manifest.json      size and SHA-256 of every file
  manifest.sig       the signature over it, by the key of the ledger
  verify.mjs, verify.py

The format is described in docs/bundle.md and docs/ledger-format.md of Release Cockpit.
`
