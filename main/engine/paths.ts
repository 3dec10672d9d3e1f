/** Joins a folder and a path from the runbook; absolute paths stand for themselves. Enough for a cwd: the shell resolves the rest. */
export const joinPath = (folder: string, path: string): string =>
  path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) ? path : `${folder}/${path}`
