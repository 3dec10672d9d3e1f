/** For the hosts, which may not reach into the adapters. */
export { schedule } from '../adapters/schedule.ts'
