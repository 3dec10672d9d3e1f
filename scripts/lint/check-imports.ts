/** Finds imports against the table and impure code in `shared`. Used by `npm run check` and tested on its own. */
import { posix } from 'node:path'
import { ONLY_IN, ROOMS, type Room } from './import-rules.ts'
import { readSource } from './source-imports.ts'

export type Violation = { file: string; line: number; message: string }

const within = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)

export const roomOf = (file: string): Room | undefined =>
  ROOMS.filter((room) => within(file, room.at)).toSorted((a, b) => b.at.length - a.at.length)[0]

const packageName = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

function checkPackage(room: Room, file: string, specifier: string): string | undefined {
  const name = packageName(specifier)
  const homes = ONLY_IN[name]
  if (homes && !homes.some((home) => within(file, home)) && !within(file, 'test'))
    return `${name} may only be imported in ${homes.join(', ')}.`
  if (room.packages === 'any' || room.packages.includes(name) || homes) return undefined
  return `${room.at} may not import the package ${name}.`
}

function checkSpecifier(room: Room, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return room.node ? undefined : `${room.at} may not import ${specifier}.`
  if (!specifier.startsWith('.')) return checkPackage(room, file, specifier)
  const target = posix.normalize(posix.join(posix.dirname(file), specifier))
  if (target.startsWith('resources/')) return room.node ? undefined : `${room.at} may not import ${target}.`
  const allowed = [room.at, ...room.may].some((prefix) => within(target, prefix))
  const forbidden = room.never?.some((prefix) => within(target, prefix))
  return allowed && !forbidden ? undefined : `${room.at} may not import ${target}.`
}

/** Checks one file, named by its path from the root with `/`. */
export function checkFile(file: string, text: string): Violation[] {
  const room = roomOf(file)
  if (!room)
    return [{ file, line: 1, message: 'This file is in no room of the import table (scripts/lint/import-rules.ts).' }]
  const { imports, impure } = readSource(file, text)
  const wrong = imports.flatMap(({ specifier, line }) => {
    const message = checkSpecifier(room, file, specifier)
    return message ? [{ file, line, message }] : []
  })
  if (room.at !== 'shared' && room.at !== 'main/engine') return wrong
  return [
    ...wrong,
    ...impure.map(({ what, line }) => ({
      file,
      line,
      message: `${what} is not allowed in ${room.at}: time and chance come in as data.`,
    })),
  ]
}
