/** How the way to another machine is put in words, everywhere alike. */
import type { AttemptState } from '../domain/state.ts'

/** `deploy-01 over ssh`. */
export const overSsh = (host: string): string => `${host} over ssh`

/** `at` is the time as the reader's clock shows it. */
export const lostWords = ({ host }: NonNullable<AttemptState['lost']>, at: string): string =>
  `connection to ${host} lost since ${at}, the command goes on there; trying again`
