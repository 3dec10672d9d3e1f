/** What tests use of Ajv 8, where an older one may stand in its place. */
declare module 'ajv/dist/2020.js' {
  export default class Ajv {
    constructor(options?: Record<string, unknown>)
    addSchema(schema: object): void
    compile(schema: object): ((data: unknown) => boolean) & { errors?: unknown }
  }
}
declare module 'ajv-formats' {
  export default function addFormats(ajv: object): void
}
