import { expect, test } from 'vitest'
import { createChromiumPrinter } from '../../../../main/adapters/pdf/chromium-printer.ts'
import { printHtml } from '../../../../shared/documents/emergency/print-html.ts'
import { findChromium } from '../../../support/chromium.ts'

test('a real Chromium prints a page of a runbook, whatever is written in it', async () => {
  const markdown =
    '# Rückweg\n\n<script>document.title = "ran"</script>\n\n![](http://127.0.0.1:9/x.png)\n\n```sh\necho "<b>"\n```\n'
  const html = printHtml('Way back', markdown)
  expect(html).not.toMatch(/<script|<img/)
  const pdf = await createChromiumPrinter({ ...process.env, CHROMIUM_PATH: findChromium() }).print(html)
  expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
  expect(Buffer.from(pdf).toString('latin1')).toContain('%%EOF')
})

test('where no Chromium is, it says what to install', async () => {
  await expect(createChromiumPrinter({ PATH: '/nowhere', CHROMIUM_PATH: '' }).print('<p>x</p>')).rejects.toThrow(
    /installed Chromium or Chrome: none is here/,
  )
})
