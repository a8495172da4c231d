#!/usr/bin/env node
// Makes the pictures of the README from the real output: what a pull request with the example shows of the gate.
//   node dev/pictures.mjs FAKE MODULES [BINARY]
// FAKE is a folder with `server.mjs` and `runner.mjs` of a fake of GitHub; MODULES is one with node_modules of marked,
// github-markdown-css, mermaid and playwright-core. A Chromium is looked for under CHROMIUM or /usr/bin/chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [fake, modules, binary = 'target/release/model-license-gate'] = process.argv.slice(2);
if (!fake || !modules) {
  console.error('usage: node dev/pictures.mjs FAKE MODULES [BINARY]');
  process.exit(2);
}
const out = 'docs/images';

// The example as a pull request, judged for real.
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
const card = fs.readFileSync('examples/karakuri-v0.1/README.md', 'utf8');
const scenario = { repos: [{ owner: 'acme', name: 'model', tree: { '.gitignore': '*.tmp\n' }, pulls: [{ number: 7, author: 'mallory', files: { 'README.md': card } }] }] };
fs.writeFileSync(path.join(scratch, 'scenario.json'), JSON.stringify(scenario));
const ready = path.join(scratch, 'ready.json');
const server = spawn('node', [path.join(fake, 'server.mjs'), '--port', '0', '--quiet', '--ready-file', ready, '--scenario', path.join(scratch, 'scenario.json')], { stdio: 'ignore' });
while (!fs.existsSync(ready)) await new Promise((done) => setTimeout(done, 100));
await new Promise((done) => setTimeout(done, 200));
const { origin } = JSON.parse(fs.readFileSync(ready, 'utf8'));
const report = path.join(scratch, 'run.json');
await once(spawn('node', [path.join(fake, 'runner.mjs'), '--fake', origin, '--repo', 'acme/model', '--token', 'ghs_writer', '--report', report, '--', path.resolve(binary), 'review'], { stdio: 'ignore' }), 'exit');
const state = await (await fetch(`${origin}/_fake/state`)).json();
server.kill();
const run = JSON.parse(fs.readFileSync(report, 'utf8'));
const remark = state.comments.find((one) => one.kind === 'review_comment' && /suggestion/.test(one.body));
const post = state.comments.find((one) => one.kind === 'issue_comment');
const lines = card.split('\n').slice(0, remark.line).map((line) => ['+', line]);
const pictures = [
  { name: 'comment', title: 'commented', path: remark.path, diff: lines.slice(-4), old: lines.at(-1)[1], markdown: remark.body },
  { name: 'summary-comment', title: 'commented', markdown: post.body },
  { name: 'job-summary', title: 'Model license gate: job summary', who: false, markdown: run.summary },
];
fs.rmSync(run.temp, { recursive: true, force: true });
fs.rmSync(scratch, { recursive: true, force: true });

const require = createRequire(path.resolve(modules, 'package.json'));
const { marked } = await import(pathToFileURL(require.resolve('marked')));
const { chromium } = require('playwright-core');
const file = (name) => path.join(path.resolve(modules), 'node_modules', name);
const css = fs.readFileSync(file('github-markdown-css/github-markdown-light.css'), 'utf8');
const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

marked.use({ renderer: {
  code({ text, lang }) {
    if (lang === 'mermaid') return `<pre class="mermaid">${escape(text)}</pre>`;
    if (lang === 'suggestion') return `<div class="suggestion"><div class="head">Suggested change</div><pre class="old">- ${escape(globalThis.old ?? '')}</pre><pre class="new">+ ${escape(text)}</pre><div class="foot"><span class="button">Commit suggestion</span></div></div>`;
    const line = (one) => (/^[-+]/.test(one) ? `<span class="${one[0] === '+' ? 'add' : 'del'}">${escape(one)}</span>` : escape(one));
    return `<pre><code>${lang === 'diff' ? text.split('\n').map(line).join('\n') : escape(text)}</code></pre>`;
  },
} });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
for (const one of pictures) {
  globalThis.old = one.old;
  const html = marked.parse(one.markdown);
  const diff = one.diff ? `<div class="file">${escape(one.path)}</div><table class="diff">${one.diff.map(([sign, line]) => `<tr class="${sign === '+' ? 'add' : sign === '-' ? 'del' : ''}"><td>${sign}</td><td>${escape(line)}</td></tr>`).join('')}</table>` : '';
  const page = await browser.newPage({ viewport: { width: one.width ?? 860, height: 400 }, deviceScaleFactor: 1 });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${css}
    body{margin:0;padding:16px;background:#fff;font-family:-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
    .box{border:1px solid #d1d9e0;border-radius:6px;overflow:hidden}.who{background:#f6f8fa;border-bottom:1px solid #d1d9e0;padding:8px 16px;font-size:13px;color:#59636e}.who b{color:#1f2328}
    .bot{border:1px solid #d1d9e0;border-radius:1em;padding:0 6px;font-size:11px;margin:0 4px}.markdown-body{padding:16px;font-size:14px}
    .file{font:12px ui-monospace,monospace;padding:8px 12px;background:#f6f8fa;border:1px solid #d1d9e0;border-bottom:0;border-radius:6px 6px 0 0}
    .diff{border-collapse:collapse;width:100%;font:12px/20px ui-monospace,monospace;border:1px solid #d1d9e0;margin-bottom:12px}.diff td{padding:0 10px;white-space:pre}.diff td:first-child{width:12px}.add{background:#dafbe1}.del{background:#ffebe9}
    .suggestion{border:1px solid #d1d9e0;border-radius:6px;margin:12px 0;overflow:hidden}.suggestion .head{padding:6px 12px;font-size:12px;background:#f6f8fa;border-bottom:1px solid #d1d9e0}.suggestion pre{margin:0!important;border-radius:0!important;padding:4px 12px!important}.suggestion .old{background:#ffebe9!important}.suggestion .new{background:#dafbe1!important}.suggestion .foot{padding:8px 12px;text-align:right}.button{font-size:12px;border:1px solid #d1d9e0;border-radius:6px;padding:4px 12px;background:#f6f8fa;font-weight:600}
    pre.mermaid{background:#fff!important;text-align:center}</style>
    ${diff}<div class="box"><div class="who">${one.who === false ? escape(one.title) : `<b>github-actions</b><span class="bot">bot</span> ${escape(one.title)}`}</div><div class="markdown-body">${html}</div></div>`);
  await page.addScriptTag({ path: file('mermaid/dist/mermaid.min.js') });
  await page.evaluate(async () => { globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: 'default' }); await globalThis.mermaid.run({ querySelector: 'pre.mermaid' }); });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) console.error(`${one.name}: wider than the page`);
  await page.screenshot({ path: path.join(out, `${one.name}.png`), fullPage: true });
  await page.close();
}
await browser.close();
