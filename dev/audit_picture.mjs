#!/usr/bin/env node
// Drives the HTML report of an audit in Chromium, from real output over invented cards: looks, counts, filters, downloads, and speed.
//   node dev/audit_picture.mjs MODULES [BINARY] [FOLDER]
// MODULES is a folder with node_modules of playwright-core. A Chromium is looked for under CHROMIUM or /usr/bin/chromium. Pictures
// in light and dark, from 360 to 2,560 pixels wide, and on paper go to FOLDER (default: a temporary one), the one for the documentation
// to docs/images. With MLG_AGREEMENTS, the folder of agreements that the tests use too, some invented models comply with Llama 2.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, binary = 'target/release/model-license-gate', folder] = process.argv.slice(2);
if (!modules) {
  console.error('usage: node dev/audit_picture.mjs MODULES [BINARY] [FOLDER]');
  process.exit(2);
}
const out = folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'audit-pictures-'));
fs.mkdirSync(out, { recursive: true });

// An invented hub: a few roots, fine-tunes of them, copies of these, and one author who wants to break out of the page.
const roots = ['meta-llama/Llama-2-7b-hf', 'meta-llama/Llama-2-13b-hf', 'google/gemma-7b', 'mistralai/Mistral-7B-v0.1', 'Qwen/Qwen2-7B', 'CohereForAI/c4ai-command-r-v01', 'stabilityai/stable-diffusion-2-1', 'quiet-river/heron-7b'];
const licenses = ['llama2', 'llama2', 'apache-2.0', 'mit', 'cc-by-nc-4.0', 'gemma', 'creativeml-openrail-m', 'other', null];
const makers = ['acme', 'blue-lab', 'heron', 'quiet-river', 'northwind', 'papillon'];
const kinds = ['chat', 'instruct', 'code', 'legal', 'summary', 'tutor'];
const notice = 'Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n';
const agreement = process.env.MLG_AGREEMENTS && fs.readFileSync(path.join(process.env.MLG_AGREEMENTS, 'llama2-2023-07-21.txt'), 'utf8');
const cards = [];
for (let number = 0; number < 400; number++) {
  const pick = (list, by) => list[(number * by + (number >> 3)) % list.length];
  const id = `${pick(makers, 7)}/${pick(['wren', 'otter', 'maple', 'ember', 'tide'], 3)}-${pick(kinds, 5)}-${number}`;
  const base = number > 60 && number % 3 === 0 ? cards[(number * 13) % 60].id : pick(roots, 11);
  const license = pick(licenses, 5);
  const front = [license && `license: ${license}`, number % 7 && `base_model: ${base}`].filter(Boolean).join('\n');
  const files = number % 4 ? {} : { Notice: notice, ...(agreement ? { 'LICENSE.txt': agreement } : {}) };
  cards.push({ id, card: `---\n${front}\n---\n# ${id.split('/')[1]}\n\nA small model for ${pick(kinds, 5)}.\n`, files });
}
const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
cards.push({ id: hostile, card: `---\nlicense: "${hostile}"\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# ${hostile}\n` });
cards.push({ id: '=1+1', card: '---\nlicense: mit\n---\n# Sum\n' }, { id: 'acme/scripts', files: { 'train.py': 'print(1)\n' } });
const dump = path.join(out, 'cards.jsonl');
fs.writeFileSync(dump, cards.map((card) => JSON.stringify(card) + '\n').join(''));
const report = path.join(out, 'report.html');
const run = spawnSync(path.resolve(binary), ['audit', '--quiet', '--lineage-from', dump, dump, '--report', report], { maxBuffer: 1 << 28 });
assert.equal(run.status, 0, run.stderr.toString());

const require = createRequire(path.resolve(modules, 'package.json'));
const { chromium } = require('playwright-core');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-precise-memory-info'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
const complaints = [];
const open = async (file, width, colorScheme, hash = '') => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => request.url().startsWith('file:') || request.url().startsWith('blob:') || complaints.push(request.url()));
  await page.goto(pathToFileURL(file).href + hash);
  return page;
};
const told = (page) => page.getByRole('status').textContent();

// How it looks: nothing is wider than the window, no cell is wider than its column, no back-tick is left.
for (const width of [360, 768, 1280, 2560]) {
  for (const scheme of ['light', 'dark']) {
    const page = await open(report, width, scheme);
    await page.locator('.models .name').first().focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.models .name').first().getAttribute('aria-expanded'), 'true');
    assert.ok(await page.locator('.details pre').count() > 0);
    const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('.models td, .models th, .panel')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 200)));
    assert.deepEqual(wide, [], `wider than its place at ${width}`);
    assert.ok(!(await page.locator('body').innerText()).includes('`'));
    await page.screenshot({ path: path.join(out, `${width}-${scheme}.png`), fullPage: true });
    await page.close();
  }
}
{
  const page = await open(report, 1280, 'light', '#' + new URLSearchParams({ conclusion: 'does not comply', base: 'llama2', license: 'apache-2.0' }));
  await page.locator('.models .name').first().click();
  // The picture ends with the first finding of the row.
  const height = await page.locator('.findings > li').nth(1).evaluate((next) => Math.floor(next.getBoundingClientRect().top + scrollY));
  await page.screenshot({ path: 'docs/images/audit-report.png', fullPage: true, clip: { x: 0, y: 0, width: 1280, height } });
  await page.emulateMedia({ media: 'print' });
  await page.pdf({ path: path.join(out, 'paper.pdf'), preferCSSPageSize: true });
  await page.close();
}

// What it does.
{
  const page = await open(report, 1440, 'light');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search', 'the first key leads to the table');
  const wrong = await page.evaluate(() => [...document.querySelectorAll('a.count, .shares a')].map((link) => {
    const number = Number((link.querySelector('b') ?? link).textContent.replaceAll(',', '')), found = select(stateOf(new URL(link.href).hash)).length;
    return number === found ? null : `${link.href}: ${number} and ${found}`;
  }).filter(Boolean));
  assert.deepEqual(wrong, [], 'a count leads to other rows');
  const count = page.locator('.matrix a.count').first(), number = await count.textContent();
  await count.click();
  await page.waitForFunction((number) => document.querySelector('.told').textContent.startsWith(number + ' of'), number);
  assert.ok(await page.locator('#models').evaluate((title) => title === document.activeElement && title.getBoundingClientRect().top < 100));
  const shared = page.url();
  assert.match(shared, /#base=.*license=/);
  const same = await open(report, 1440, 'light', new URL(shared).hash);
  assert.equal(await told(same), await told(page));
  await same.close();
  await page.getByRole('link', { name: 'Clear all' }).click();
  await page.waitForFunction(() => document.querySelector('.told').textContent === '403 rows');
  await page.goBack();
  assert.equal(page.url(), shared);

  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return fs.readFileSync(await download.path(), 'utf8');
  };
  assert.equal((await saved('Download CSV')).trim().split('\r\n').length, 1 + Number(number));
  const json = JSON.parse(await saved('Download JSON'));
  assert.equal(json.length, Number(number));
  assert.ok(json.every((row) => row.bases.length && row.findings.every((found) => found.certainty && found.rule)));
  await page.getByRole('link', { name: 'Clear all' }).click();
  await page.waitForFunction(() => document.querySelector('.told').textContent === '403 rows');
  assert.ok((await saved('Download CSV')).includes("\r\n'=1+1,"), 'a formula in the CSV');

  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('wren-');
  await page.waitForFunction(() => location.hash.includes('q=wren-'));
  assert.ok(await page.evaluate(() => shown.length > 0 && shown.every((at) => JSON.stringify(plainRow(rows[at])).includes('wren-'))));
  await search.fill('no such model');
  await page.waitForFunction(() => document.querySelector('.told').textContent === 'No model matches.');
  await search.fill('');
  await page.waitForFunction(() => document.querySelector('.told').textContent === '403 rows');
  await page.getByRole('button', { name: 'Model', exact: true }).click();
  assert.equal(await page.locator('th.of-model').first().getAttribute('aria-sort'), 'ascending');
  const names = (await page.locator('.models .name').allTextContents()).map((name) => name.toLowerCase());
  assert.deepEqual(names, [...names].sort());
  await page.getByRole('button', { name: 'Next' }).click();
  assert.match(await page.getByRole('navigation', { name: 'Pages' }).textContent(), /^51 to 100 of 403/);
  await page.getByRole('combobox', { name: 'Conclusion' }).selectOption('no model found');
  const without = await page.evaluate(() => rows.filter((row) => conclusionOf(row) === 'no model found').length);
  assert.ok(without > 0 && without < 403);
  assert.equal(await told(page), `${without} of 403 rows`);

  await search.fill('onerror');
  await page.waitForFunction(() => document.querySelector('.told').textContent === 'No model matches.');
  await page.getByRole('link', { name: 'Remove: Conclusion: no model found' }).click();
  await page.waitForFunction(() => document.querySelector('.told').textContent.startsWith('1 of'));
  assert.equal(await page.locator('.models .name').textContent(), hostile);
  await page.locator('.models .name').click();
  assert.equal(await page.locator('.models img, .models script').count(), 0);
  const links = await page.evaluate(() => [...document.querySelectorAll('a')].map((link) => link.href).filter((href) => !/^(file:|https:)/.test(href)));
  assert.deepEqual(links, []);
  await page.close();
}

// How fast it is: the rows of the report, repeated.
{
  const [start, end] = ['id="rows">[\n', '\n]</script>'], html = fs.readFileSync(report, 'utf8');
  const from = html.indexOf(start) + start.length, to = html.indexOf(end, from), lines = html.slice(from, to).split(/,\n/);
  const many = Array.from({ length: 100_000 }, (_, at) => lines[at % lines.length].replace('["', `["${at}-`));
  const large = path.join(out, 'large.html');
  fs.writeFileSync(large, html.slice(0, from) + many.join(',\n') + html.slice(to));
  const page = await open(large, 1440, 'light');
  const figures = await page.evaluate(() => {
    const time = (change) => { const from = performance.now(); go(change); return Math.round(performance.now() - from); };
    return {
      'ms to load': Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd),
      'ms to filter': time({ filter: { base: 'llama2', license: 'apache-2.0' } }),
      'ms for the first search': time({ filter: {}, q: 'wren' }),
      'ms for the next search': time({ q: 'otter chat' }),
      'ms to sort by name': time({ q: '', sort: 'model' }),
      'MB of heap': Math.round(performance.memory.usedJSHeapSize / 1e6),
      rows: rows.length,
    };
  });
  console.log(`${(fs.statSync(large).size / 1e6).toFixed(1)} MB`, figures);
  await page.close();
}
assert.deepEqual(complaints, []);
await browser.close();
console.log(`pictures in ${out}`);
