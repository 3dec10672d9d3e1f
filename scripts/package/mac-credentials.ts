/** What a build for macOS lacks, each a sentence: electron-builder signs and notarises with what the environment gives, and goes on without. */
type Env = Record<string, string | undefined>

const has = (env: Env, ...names: string[]) => names.every((name) => env[name])

const canNotarise = (env: Env) =>
  has(env, 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
  has(env, 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID') ||
  has(env, 'APPLE_KEYCHAIN_PROFILE')

export function whatMacMisses(env: Env): string[] {
  const isSigned = has(env, 'CSC_LINK') || has(env, 'CSC_NAME')
  return [
    ...(isSigned
      ? []
      : [
          'not signed unless the keychain has a Developer ID: set CSC_LINK and CSC_KEY_PASSWORD (or CSC_NAME), else macOS refuses to open it on other machines.',
        ]),
    ...(canNotarise(env)
      ? []
      : [
          'not notarised: set APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER (or APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD and APPLE_TEAM_ID), else macOS warns whoever opens it.',
        ]),
  ]
}
