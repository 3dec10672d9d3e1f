/** All open windows; apart from BrowserWindow so that the app can count them. */
export type OpenWindow = { tryClose(): Promise<void> }

export const windows = new Set<OpenWindow>()
