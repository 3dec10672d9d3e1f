/** Signatures people make with their own SSH keys, checked by OpenSSH itself. */

export type SignatureRequest = {
  statement: Uint8Array
  signature: Uint8Array
  /** As `ssh-keygen` reads it: who may sign with which key. */
  allowedSigners: Uint8Array
  namespace: string
}

export type SignatureAnswer =
  /** `principals`: whose key it is, each of them accepted for this namespace now. */
  | { ok: true; principals: string[]; keyId: string }
  /** A sentence a person can act on. */
  | { ok: false; problem: string }

/** Never rejects. */
export type VerifySignature = (request: SignatureRequest) => Promise<SignatureAnswer>

export type SignoffFile = {
  /** From the release folder. */
  file: string
} & ({ statement: Uint8Array; signature?: Uint8Array } | { problem: string })

export type SignoffFiles = {
  files: SignoffFile[]
  /** Absent when the folder has none. */
  allowedSigners?: Uint8Array
}
