import { asRecord, type Raw } from './raw.ts'
import type { Path, YamlFile } from './read-yaml.ts'

const mapValues = (value: unknown, change: (value: unknown, key: string) => unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, key)]))
    : value

/** Values of variables keep their spelling: `PORT: 0080` and `RATE: 1.0` are handed over as written, not as YAML's numbers. */
export function asWritten(yaml: YamlFile): unknown {
  const root = asRecord(yaml.value)
  const spell = (group: unknown, path: Path): unknown =>
    mapValues(group, (value, key) =>
      typeof value === 'number' || typeof value === 'boolean'
        ? (yaml.sourceAt([...path, key]) ?? String(value))
        : value,
    )
  const within = (section: string, key: string): Raw =>
    section in root
      ? {
          [section]: mapValues(root[section], (entry, name) => {
            const group = asRecord(entry)
            return key in group ? { ...group, [key]: spell(group[key], [section, name, key]) } : entry
          }),
        }
      : {}
  if (yaml.value !== root) return yaml.value
  return { ...root, ...within('environments', 'vars'), ...within('steps', 'env') }
}
