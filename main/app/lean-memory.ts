/**
 * Gives memory back early: a cockpit guards a machine that is busy with something else. Without this V8 lets garbage of passing output pile up to some
 * 100 MB before it looks. Imported first by the hosts that may own a ledger.
 */
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--optimize-for-size')
