/** `process:` of release.yaml: the team's own process file, and what of it binds a protected environment. */
import { z } from 'zod'
import { unknownRequirement } from '../../process/check-process.ts'
import type { ReleaseProcess } from '../../process/model.ts'
import { type ParsedProcess, parseProcess } from '../../process/parse-process.ts'
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import { textSchema } from '../step-attributes.ts'
import { asRecord, asText } from './raw.ts'
import type { YamlFile } from './read-yaml.ts'

export const processKeySchema = z.union([
  textSchema,
  z.strictObject({
    file: textSchema.optional().describe('A process file of your own, from the release folder.'),
    'production-requires': z
      .array(textSchema)
      .optional()
      .describe(
        'What a protected environment asks for before a run, instead of what the process says; [] for nothing.',
      ),
  }),
])

/** Reads a process file of the folder, or without a name the standard one; what cannot be read is a finding about it. */
export type ReadProcess = (file: string | undefined) => { file: string; text: string } | { finding: Finding }

/** The process a release goes by. Without it the release cannot be loaded when a file of its own is broken. */
export function readProcess(yaml: YamlFile, root: Record<string, unknown>, read: ReadProcess): ParsedProcess {
  const settings = asRecord(root.process)
  const file = asText(root.process) ?? asText(settings.file)
  const source = read(file)
  if ('finding' in source) {
    const place = yaml.valueAt(asText(root.process) ? ['process'] : ['process', 'file'])
    const words = `process names ${file ?? 'no file'}, which cannot be used: ${source.finding.message}`
    return { findings: [finding('error', 'bad-process', place, words)] }
  }
  const parsed = parseProcess(source.file, source.text)
  const required = settings['production-requires']
  if (!parsed.process || !Array.isArray(required)) return parsed
  return withRequired(yaml, parsed as { process: ReleaseProcess; findings: Finding[] }, required.map(String))
}

function withRequired(
  yaml: YamlFile,
  { process, findings }: { process: ReleaseProcess; findings: Finding[] },
  names: string[],
): ParsedProcess {
  const unknown = names.flatMap((name, index) => {
    const words = unknownRequirement(process, name)
    const place = yaml.valueAt(['process', 'production-requires', index])
    return words ? [finding('error', 'unknown-item', place, words)] : []
  })
  return { process: { ...process, productionRequires: names }, findings: [...findings, ...unknown] }
}
