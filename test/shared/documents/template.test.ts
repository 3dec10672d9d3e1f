/** A team's own form of a document. */
import { describe, expect, test } from 'vitest'
import { partNames, writeReport } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import { checkTemplate } from '../../../shared/documents/reports/template.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const check = (text: string) =>
  checkTemplate(partNames('configuration-guide'), { file: 'templates/configuration-guide.md', text }).map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  )

function fill(text: string, name = 'Parcel Tracker'): string {
  const { state, nowMs } = new Story(definitionOf([stage('production', [step('deploy')])], { name }))
  const sources = { state, events: [], nowMs, template: { file: 't.md', text } }
  const written = writeReport('configuration-guide', sources)
  return 'markdown' in written ? written.markdown : written.refusal
}

describe('a template', () => {
  test('puts parts of our document and words of the release where the team wants them', () => {
    const text = fill('# {{release-name}} {{ release-version }}\n\nOurs.\n\n{{environments}}\n\nThe end.\n')
    expect(text).toMatch(
      /^# Parcel Tracker 2\.4\.0\n\nOurs\.\n\n## Environments\n\n\| Environment[\s\S]*\n\nThe end\.\n$/,
    )
    expect(text).not.toContain('## Variables')
  })

  test('of a placeholder that is none is told where it stands, and what was meant', () => {
    expect(check('# Guide\n\n  {{enviroments}}\n')).toEqual([
      'templates/configuration-guide.md:3:3: This document has no part and no value "enviroments". Did you mean "environments"?',
    ])
    expect(check('See {{variables}} below')).toEqual([
      'templates/configuration-guide.md:1:5: {{variables}} is a whole part: give it a line of its own.',
    ])
    expect(check('{{variables}}\n{{ticket}} of {{release-name}}, { {no} } {{}')).toEqual([])
  })

  test('executes nothing: what stands in a value is text, and placeholders in it are not filled again', () => {
    expect(fill('{{release-name}}', '{{variables}} <script> ${1+1} {{ticket}}')).toBe(
      '{{variables}} \\<script> ${1+1} {{ticket}}\n',
    )
  })

  test('can name every part of every document, each once', () => {
    for (const kind of REPORT_KINDS) expect(new Set(partNames(kind)).size).toBe(partNames(kind).length)
  })
})
