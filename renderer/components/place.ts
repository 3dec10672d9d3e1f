import type { Position } from '../../shared/runbook/model.ts'

/** The file's own name: the folder is known to the room. */
export const fileNameOf = (file: string): string => file.split(/[\\/]/).at(-1) ?? file

/** `runbook.md:112`. */
export const placeOf = ({ file, line }: Pick<Position, 'file' | 'line'>): string => `${fileNameOf(file)}:${line}`
