/** The two schemas of the booking desk and the way from one to the other, over a real SQLite file. */
import { DatabaseSync } from 'node:sqlite'

const SEEDED = 400
const GUESTS = ['Amir', 'Bea', 'Chen', 'Dora', 'Emil', 'Fatou', 'Goran', 'Hana', 'Ivo', 'Jun']

export function open(file) {
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000; PRAGMA foreign_keys = ON',
  )
  return database
}

const hasTable = (database, name) =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined

/** 2: the guest's name stands in the booking. 3: guests have a table of their own. */
export const schemaOf = (database) => (hasTable(database, 'guests') ? 3 : hasTable(database, 'bookings') ? 2 : 0)

export function seed(database) {
  database.exec(
    'CREATE TABLE bookings (id INTEGER PRIMARY KEY, guest TEXT NOT NULL, nights INTEGER NOT NULL, cents INTEGER NOT NULL)',
  )
  const insert = database.prepare('INSERT INTO bookings (guest, nights, cents) VALUES (?, ?, ?)')
  database.exec('BEGIN')
  for (let index = 0; index < SEEDED; index++)
    insert.run(
      `${GUESTS[index % 10]} ${GUESTS[Math.floor(index / 10) % 10]}`,
      1 + (index % 7),
      9900 + (index % 13) * 1000,
    )
  database.exec('COMMIT')
}

/** In one transaction. With the fault it forgets the guests whose name ends like the last of the alphabet it knows. */
export function migrate(database, fault) {
  const which = fault === 'migration' ? "WHERE guest NOT LIKE '%o'" : ''
  database.exec(`BEGIN;
    CREATE TABLE guests (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    INSERT INTO guests (name) SELECT DISTINCT guest FROM bookings ${which} ORDER BY guest;
    CREATE TABLE bookings_3 (id INTEGER PRIMARY KEY, guest_id INTEGER, nights INTEGER NOT NULL, cents INTEGER NOT NULL);
    INSERT INTO bookings_3 SELECT b.id, g.id, b.nights, b.cents FROM bookings b LEFT JOIN guests g ON g.name = b.guest;
    DROP TABLE bookings;
    ALTER TABLE bookings_3 RENAME TO bookings;
    COMMIT`)
}

/** What must be the same before and after: how many bookings, what they are worth, and how many have lost their guest. */
export function countOf(database) {
  const guestless = schemaOf(database) === 3 ? 'guest_id IS NULL' : "guest = ''"
  const { bookings, cents } = database
    .prepare('SELECT count(*) AS bookings, coalesce(sum(cents), 0) AS cents FROM bookings')
    .get()
  const { lost } = database.prepare(`SELECT count(*) AS lost FROM bookings WHERE ${guestless}`).get()
  return { bookings, cents, lost }
}

export const isSound = (database) => database.prepare('PRAGMA integrity_check').get().integrity_check === 'ok'

const BOOKING = {
  2: 'SELECT id, guest, nights, cents FROM bookings WHERE id = ?',
  3: 'SELECT b.id, g.name AS guest, b.nights, b.cents FROM bookings b LEFT JOIN guests g ON g.id = b.guest_id WHERE b.id = ?',
}

export const findBooking = (database, id) => database.prepare(BOOKING[schemaOf(database)]).get(id)

/** A guest books: what is written after the service opened is what a restore would lose. */
export function book(database, guest, nights) {
  if (schemaOf(database) === 2)
    return database
      .prepare('INSERT INTO bookings (guest, nights, cents) VALUES (?, ?, ?)')
      .run(guest, nights, nights * 9900)
  database.prepare('INSERT OR IGNORE INTO guests (name) VALUES (?)').run(guest)
  const { id } = database.prepare('SELECT id FROM guests WHERE name = ?').get(guest)
  return database
    .prepare('INSERT INTO bookings (guest_id, nights, cents) VALUES (?, ?, ?)')
    .run(id, nights, nights * 9900)
}
