#!/usr/bin/env node
// Makes the picture of the HTML report of an audit, from real output over invented cards, and looks at the page on the way.
//   node dev/audit_picture.mjs MODULES [BINARY] [FOLDER]
// MODULES is a folder with node_modules of playwright-core. A Chromium is looked for under CHROMIUM or /usr/bin/chromium. Pictures
// in light and dark, wide and narrow, go to FOLDER (default: a temporary one), the one for the documentation to docs/images.
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

// An invented hub: a few roots, fine-tunes of them, copies of these.
const roots = ['meta-llama/Llama-2-7b-hf', 'meta-llama/Llama-2-13b-hf', 'meta-llama/Llama-2-70b-chat-hf', 'mistralai/Mistral-7B-v0.1', 'Qwen/Qwen2-7B', 'tiiuae/falcon-7b'];
const licenses = ['llama2', 'llama2', 'apache-2.0', 'mit', 'cc-by-nc-4.0', 'cc-by-sa-4.0', 'other', null];
const makers = ['acme', 'blue-lab', 'heron', 'quiet-river', 'northwind', 'papillon'];
const kinds = ['chat', 'instruct', 'code', 'legal', 'summary', 'tutor'];
const cards = [];
for (let number = 0; number < 400; number++) {
  const pick = (list, by) => list[(number * by + (number >> 3)) % list.length];
  const id = `${pick(makers, 7)}/${pick(['wren', 'otter', 'maple', 'ember', 'tide'], 3)}-${pick(kinds, 5)}-${number}`;
  const base = number > 60 && number % 3 === 0 ? cards[(number * 13) % 60].id : pick(roots, 11);
  const license = pick(licenses, 5);
  const front = [license && `license: ${license}`, `base_model: ${base}`].filter(Boolean).join('\n');
  const notice = 'Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n';
  cards.push({ id, card: `---\n${front}\n---\n# ${id.split('/')[1]}\n\nA small model for ${pick(kinds, 5)}.\n`, files: number % 4 ? {} : { Notice: notice } });
}
const dump = path.join(out, 'cards.jsonl');
fs.writeFileSync(dump, cards.map((card) => JSON.stringify(card) + '\n').join(''));
const report = path.join(out, 'report.html');
const run = spawnSync(path.resolve(binary), ['audit', '--quiet', '--lineage-from', dump, dump, '--report', report], { maxBuffer: 1 << 28 });
assert.equal(run.status, 0, run.stderr.toString());

const require = createRequire(path.resolve(modules, 'package.json'));
const { chromium } = require('playwright-core');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
for (const [name, width, scheme] of [['wide-light', 1280, 'light'], ['wide-dark', 1280, 'dark'], ['narrow-light', 390, 'light'], ['narrow-dark', 390, 'dark']]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => request.url().startsWith('file:') || complaints.push(request.url()));
  await page.goto(pathToFileURL(report).href);
  assert.equal(await page.locator('.models tbody tr').count(), 50);
  await page.getByRole('combobox', { name: 'Declared license' }).selectOption('apache-2.0');
  await page.getByRole('combobox', { name: 'Verdict' }).selectOption('fail');
  // Everything can be reached by keys: the first row is opened by Enter.
  await page.locator('.models button.name').first().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('.details .help').count() > 0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, `${name} is wider than the window`);
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  const clip = { x: 0, y: 0, width, height: 1720 };
  if (name === 'wide-light') await page.screenshot({ path: 'docs/images/audit-report.png', fullPage: true, clip });
  await page.getByRole('combobox', { name: 'Verdict' }).selectOption('');
  await page.getByRole('combobox', { name: 'Declared license' }).selectOption('');
  await page.getByRole('searchbox', { name: 'Name' }).fill('wren-');
  for (const text of await page.locator('.models button.name').allTextContents()) assert.match(text, /wren-/);
  await page.getByRole('searchbox', { name: 'Name' }).fill('no such model');
  assert.equal(await page.getByRole('status').textContent(), 'No model fits.');
  await page.getByRole('searchbox', { name: 'Name' }).fill('');
  if (width > 1000) {
    await page.getByRole('button', { name: 'Model', exact: true }).click();
    const names = await page.locator('.models button.name').allTextContents();
    assert.deepEqual(names, [...names].sort());
    await page.getByRole('button', { name: 'Next' }).click();
    assert.match(await page.getByRole('status').textContent(), /^51 to 100 of 400/);
  }
  assert.deepEqual(complaints, [], name);
  await page.close();
}
await browser.close();
console.log(`pictures in ${out}`);
