/** Where the stand-in keeps the profile; one profile is one desktop user. Given by `launchDesktop`. */
export const profileFolder = process.env.STAND_IN_PROFILE!

/** `app://cockpit/…` as Chromium sees it: a secure origin of its own, never resolved because every request is routed. */
const PAGE_ORIGIN = 'https://app-cockpit.invalid'
const APP_ORIGIN = 'app://cockpit'

export const toPageUrl = (url: string): string =>
  url.startsWith(APP_ORIGIN) ? PAGE_ORIGIN + url.slice(APP_ORIGIN.length) : url
export const toAppUrl = (url: string): string =>
  url.startsWith(PAGE_ORIGIN) ? APP_ORIGIN + url.slice(PAGE_ORIGIN.length) : url
export const isAppPage = (url: string): boolean => url.startsWith(`${PAGE_ORIGIN}/`)
