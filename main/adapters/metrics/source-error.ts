/** An error of the source, as a sentence for people: no evidence about the release. */
export class SourceError extends Error {}
