/** Gives guests a table of their own, in one transaction. */
import { migrate, open, schemaOf } from '../app/schema.mjs'
import { currentPlace } from './lib/place.mjs'
import { done, script, Trouble, yellow } from './lib/report.mjs'

await script(async () => {
  const fault = process.env.FAULT || 'none'
  if (fault !== 'none' && fault !== 'migration') throw new Trouble(`FAULT is "${fault}". It can be none or migration.`)
  const database = open(currentPlace().database)
  if (schemaOf(database) === 3) throw new Trouble('The database has schema 3 already.')
  migrate(database, fault)
  database.close()
  done('schema 2 → 3: guests have a table of their own')
  if (fault !== 'none') console.log(yellow('! this migration carries a fault on purpose: FAULT=migration'))
})
