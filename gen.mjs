import { millionLedger } from './test/bench/ledger.ts'
import { mkdirSync } from 'node:fs'
mkdirSync('/tmp/million',{recursive:true})
const t=Date.now(); console.log(millionLedger('/tmp/million'), Date.now()-t)
