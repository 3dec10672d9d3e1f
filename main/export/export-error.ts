/** What is wrong with a request to export, as a sentence. */
export class ExportError extends Error {}
