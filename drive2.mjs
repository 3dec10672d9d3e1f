import { chromium } from 'playwright-core'
import { spawn } from 'node:child_process'
const [, , root, db, prof] = process.argv
const serve = (args) => new Promise((ok) => { const c = spawn('node', [root + '/out/cli/index.js', 'serve', ...args]); let s = ''; c.stderr.on('data', d => process.stderr.write(d)); c.stdout.on('data', d => { s += d; const m = /http:\/\/\S+/.exec(s); if (m) ok([m[0], c]) }) })
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const p = await b.newPage({ viewport: { width: 1280, height: 800 } })
const t0 = performance.now()
const [url, c] = await serve(['--port', '5' + Math.floor(100 + Math.random() * 800), '--db', db])
const t1 = performance.now()
const cdp = await p.context().newCDPSession(p)
if (prof) { await cdp.send('Profiler.enable'); await cdp.send('Profiler.start') }
await p.goto(url + '/releases/parcel-tracker-2.4.0', { waitUntil: 'commit' })
await p.locator('.what-foot button').first().waitFor({ timeout: 180000 })
const t2 = performance.now()
if (prof) { await new Promise(r => setTimeout(r, 4000)); const { profile } = await cdp.send('Profiler.stop'); const { mkdirSync, writeFileSync } = await import('node:fs'); mkdirSync(prof, { recursive: true }); writeFileSync(prof + '/a.cpuprofile', JSON.stringify(profile)) }
console.log(db, 'address', Math.round(t1 - t0), 'usable', Math.round(t2 - t1))
for (const key of ['Ledger', 'Plan']) { const t = performance.now(); await p.getByRole('button', { name: key, exact: true }).first().click(); await p.evaluate(() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))); console.log(key, Math.round(performance.now() - t)) }
await b.close(); c.kill('SIGINT'); await new Promise(r => c.on('close', r)); process.exit()
