/** One numbered step of the file's schema. Once released its SQL never changes: its digest is recorded in every file it ran on. */
export type Migration = { number: number; name: string; sql: string }
