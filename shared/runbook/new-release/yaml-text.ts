/** Plain where YAML reads nothing else into it than the text itself. */
const PLAIN = /^(?:v?\d+\.\d+\.\d+[\w.+-]*|\d{4}-\d\d-\d\dT[\d:+Z-]+)$/

export const yamlText = (text: string): string => (PLAIN.test(text) ? text : JSON.stringify(text))
