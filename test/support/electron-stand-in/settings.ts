/** Where the stand-in keeps the profile; one profile is one desktop user. Given by `launchDesktop`. */
export const profileFolder = process.env.STAND_IN_PROFILE!

/** `app://HOST/…` as Chromium sees it: a secure origin of its own, never resolved because every request is routed. */
const PAGE = /^https:\/\/app-([a-z]+)\.invalid(?=\/|$)/
const APP = /^app:\/\/([a-z]+)(?=\/|$)/

export const toPageUrl = (url: string): string => url.replace(APP, 'https://app-$1.invalid')
export const toAppUrl = (url: string): string => url.replace(PAGE, 'app://$1')
export const isAppPage = (url: string): boolean => PAGE.test(url)
