/** For the command line: where what is to be signed is written. */
export { writeSignoff } from '../adapters/files/signoff-files.ts'
