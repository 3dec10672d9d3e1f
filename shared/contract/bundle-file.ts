/**
 * The ending by which a desktop knows a bundle as the cockpit's (docs/bundle.md). It is a zip like any other bundle: what is in a file decides, never what it is called.
 */
export const BUNDLE_ENDING = 'cockpit-bundle'

export const isBundleFile = (name: string): boolean => name.toLowerCase().endsWith(`.${BUNDLE_ENDING}`)
