#!/usr/bin/env node
// Drives `review` through whole pull requests against a fake of GitHub that checks every request and can break in chosen ways:
//   node dev/pull_requests.mjs FAKE [--binary PATH] [--only PRESET]... [--edition github|ghes] [--limit SECONDS]
// FAKE is a folder with `server.mjs` and `runner.mjs` and their packages installed. Prints one line a preset and what is wrong.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: {
  binary: { type: 'string', default: 'target/release/model-license-gate' }, only: { type: 'string', multiple: true, default: [] },
  edition: { type: 'string' }, limit: { type: 'string', default: '20' }, verbose: { type: 'boolean', default: false },
} });
const fake = positionals[0];
if (!fake || !fs.existsSync(path.join(fake, 'server.mjs'))) {
  console.error('SKIPPED: no folder with the fake of GitHub was given');
  process.exit(2);
}
const binary = path.resolve(options.binary);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pull-requests-'));

const NOTICE = 'Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n';
const card = (license, before = '', body = 'A model for tests.') =>
  `---\n${before}license: ${license}\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Ravine\n\n${body}\n`;
const HOSTILE = [
  '@octocat fixes #1 and acme/other#2 ![x](https://evil.example/x.png) <img src=x onerror=1> <script>1</script>',
  '##[add-mask]e', '::error::owned', '```suggestion', 'license: mit', '```', '~~~~', '\u202eright to left', '<!-- model-license-gate v1 -->',
].join('\n');
// Old sins in `old`, a compliant model at the root that the pull request breaks, a hostile new one.
const SCENARIO = {
  repos: [{ owner: 'acme', name: 'llama-ft',
    tree: { 'README.md': card('llama2'), Notice: NOTICE, 'old/README.md': card('mit'), 'old/Notice': NOTICE },
    pulls: [{ number: 7, author: 'mallory', title: 'Relicense', files: {
      'README.md': card('mit'), Notice: null, 'old/README.md': card('mit', '', 'A few more words.'),
      'new/README.md': `---\nlicense: "apache-2.0"\nmodel_name: "@octocat ##[add-mask]x <b>"\nbase_model: "meta-llama/Llama-2-7b-hf"\n---\n# N\n\n${HOSTILE}\n\nIt is fine-tuned from Llama 2. \`\`@octocat\`\` ##[error]x\n`,
    } }] }],
};
// A pull request with one fault, which the button of its comment mends. The card has the line ends of Windows and no last one.
const BUTTON = {
  repos: [{ owner: 'acme', name: 'llama-ft',
    tree: { 'README.md': card('llama2'), Notice: NOTICE },
    pulls: [{ number: 7, author: 'mallory', title: 'Relicense', files: { 'README.md': card('mit').trimEnd().replaceAll('\n', '\r\n') } }] }],
};
const MENDED = { 'README.md': card('llama2'), Notice: NOTICE, 'new/README.md': null };

const sleep = (time) => new Promise((done) => setTimeout(done, time));
async function serve(edition) {
  const ready = path.join(scratch, `${edition}.json`);
  const server = spawn('node', [path.join(fake, 'server.mjs'), '--port', '0', '--quiet', '--ready-file', ready, ...(edition === 'ghes' ? ['--ghes'] : [])], { stdio: 'ignore' });
  for (let at = 0; at < 300 && !fs.existsSync(ready); at++) await sleep(100);
  await sleep(100);
  const { origin } = JSON.parse(fs.readFileSync(ready, 'utf8'));
  const call = async (method, where, body) => {
    const answer = await fetch(`${origin}/_fake/${where}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const rest = (token, method, where, body) => fetch(`${origin}${edition === 'ghes' ? '/api/v3' : ''}/repos/acme/llama-ft/${where}`, {
    method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-github-api-version': '2022-11-28' }, body: JSON.stringify(body),
  });
  return { origin, call, rest, stop: () => server.kill() };
}

let runs = 0;
async function run(server, { token = 'ghs_writer', args = [], env = [], event = 'pull_request', checkout = 'head' } = {}) {
  const out = path.join(scratch, `run-${runs++}.json`);
  // A commit is judged, as of a checkout.
  const given = [...(checkout === 'none' ? [] : ['--git']), '--fake', server.origin, '--token', token, '--event', event, '--checkout', checkout, '--report', out, '--timeout', '100', ...env.flatMap((one) => ['--env', one])];
  const child = spawn('node', [path.join(fake, 'runner.mjs'), ...given, '--', binary, 'review', '--time-limit', options.limit, ...args], { stdio: 'ignore' });
  await once(child, 'exit');
  const report = JSON.parse(fs.readFileSync(out, 'utf8'));
  fs.rmSync(report.temp, { recursive: true, force: true });
  return report;
}
const own = (state) => state.comments.filter((one) => one.user === 'github-actions[bot]' && /^<!-- model-license-gate v1 /.test(one.body ?? ''));
const remarks = (state) => own(state).filter((one) => one.kind === 'review_comment');
const open = (state) => remarks(state).filter((one) => /state=open/.test(one.body));
const posts = (state) => own(state).filter((one) => one.kind === 'issue_comment');
const print = (one) => /fp=([0-9a-f]+)/.exec(one.body)?.[1];
const twice = (list) => list.filter((one, at) => list.indexOf(one) !== at);

async function cycle(server, preset, { local = true } = {}) {
  const wrong = [];
  const must = (holds, what) => { if (!holds) wrong.push(what); };
  const state = () => server.call('GET', 'state');
  const calm = () => server.call('DELETE', 'faults');
  const strike = () => (preset ? server.call('POST', 'faults', { preset }) : null);
  const figures = { ms: 0 };
  const watch = (report, code, when) => {
    figures.ms = Math.max(figures.ms, report.ms);
    must(report.exit === code, `${when}: exit ${report.exit}, not ${code}`);
    must(report.hostile_commands.length === 0, `${when}: hostile commands ${JSON.stringify(report.hostile_commands)}`);
    must(!report.token_leaked, `${when}: the token leaked`);
    must(/Verdict|verdict|fail|pass/i.test(report.summary), `${when}: no summary`);
    must(report.annotations.filter((one) => one.dropped).length === 0, `${when}: annotations dropped`);
    if (code === 1) must(report.annotations.some((one) => one.level === 'error'), `${when}: no annotation`);
    must(report.outputs.verdict === (code === 1 ? 'fail' : 'pass') || code === 0, `${when}: outputs ${JSON.stringify(report.outputs)}`);
    must(report.steps.every((step) => !step.timed_out && step.file_command_problems.length === 0), `${when}: time or file commands`);
  };
  const gather = async (when) => {
    const report = await server.call('GET', 'report');
    must(report.violations.length === 0, `${when}: violations ${JSON.stringify(report.violations).slice(0, 400)}`);
    must(report.duplicates.length === 0, `${when}: duplicates ${JSON.stringify(report.duplicates)}`);
    must(report.hazards.length === 0, `${when}: hazards ${JSON.stringify(report.hazards).slice(0, 400)}`);
    // What the fake itself gets wrong is no fault of ours.
    const bad = report.notes.filter((note) => !/^(secondary-limit|fake-)/.test(note.kind));
    must(bad.length === 0, `${when}: notes ${JSON.stringify(bad).slice(0, 400)}`);
    return report;
  };
  const judge = async (code, when) => {
    await server.call('POST', 'log/clear');
    watch(await run(server, { args }), code, when);
    const report = await gather(when);
    if (report.min_write_gap_ms !== null) figures.gap = Math.min(figures.gap ?? Infinity, report.min_write_gap_ms);
    figures.peak = Math.max(figures.peak ?? 0, report.peak_concurrency);
    must(report.peak_concurrency <= 8, `${when}: ${report.peak_concurrency} requests at once`);
    return report;
  };
  const settle = async (code, when) => {
    // Without a way to GitHub the verdict is the same.
    const dead = ['GITHUB_API_URL=http://127.0.0.1:9', 'GITHUB_GRAPHQL_URL=http://127.0.0.1:9/graphql'];
    if (local) watch(await run(server, { args, env: dead }), code, `${when} without network`);
    await strike();
    await judge(code, `${when} with ${preset ?? 'no fault'}`);
    await calm();
    if (preset) await judge(code, `${when} afterwards`);
    const now = await state();
    must(twice(remarks(now).map(print)).length === 0, `${when}: two comments with one fingerprint`);
    must(posts(now).length <= 1, `${when}: ${posts(now).length} summaries`);
    const again = await judge(code, `${when} again`);
    must(again.writes === 0, `${when}: a second run makes ${again.writes} writes`);
    return now;
  };

  await server.call('POST', 'reset', SCENARIO);
  // As the action does: the base commit comes from the checkout, so that no verdict needs the network.
  const base = path.join(scratch, `base-${runs}`);
  for (const [name, file] of Object.entries(await server.call('GET', 'tree?at=base'))) {
    fs.mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
    fs.writeFileSync(path.join(base, name), file.content);
  }
  const args = local ? ['--base', base] : [];
  const first = await settle(1, 'first');
  must(posts(first).length === 1 && open(first).length >= 2, `first: ${posts(first).length} summaries, ${open(first).length} comments`);
  // Without hunks there is no line to replace.
  const lines = preset !== 'no-patch';
  must(!lines || open(first).some((one) => /```suggestion\nlicense: llama2\n/.test(one.body)), 'first: no suggestion');
  must(!own(first).some((one) => one.path === 'old/README.md'), 'first: a comment on an old sin');
  // People act: alice answers one comment, mallory copies a marker.
  const answered = open(first).find((one) => one.path === 'README.md');
  await server.rest('ghp_alice', 'POST', `pulls/7/comments/${answered?.id}/replies`, { body: 'We will mend this.' });
  await server.rest('ghp_mallory', 'POST', 'issues/7/comments', { body: posts(first)[0]?.body ?? 'x' });

  await server.call('POST', 'push', { files: { 'README.md': card('mit', 'language: en\ntags:\n- a\n') } });
  const kept = await settle(1, 'push that keeps');
  must(open(kept).length === open(first).length, `push that keeps: ${open(kept).length} comments, ${open(first).length} before`);

  await server.call('POST', 'push', { files: MENDED });
  const mended = await settle(0, 'push that mends');
  must(open(mended).length === 0, `push that mends: ${open(mended).length} open comments`);
  must(remarks(mended).length === 1 && remarks(mended)[0].id === answered?.id, 'push that mends: the answered comment must stay, alone');
  must(mended.comments.some((one) => one.body === 'We will mend this.'), 'push that mends: the answer is gone');
  must(/state=mended/.test(posts(mended)[0]?.body ?? ''), 'push that mends: the summary does not say so');
  must(mended.comments.some((one) => one.user === 'mallory' && one.kind === 'issue_comment' && one.edits === 0), 'a foreign comment was touched');

  // The suggestion, pressed.
  await server.call('POST', 'reset', BUTTON);
  await settle(1, 'before the suggestion');
  if (lines) {
    await server.call('POST', 'apply-suggestions', {});
    const pressed = await settle(0, 'suggestion applied');
    must(open(pressed).length === 0, `suggestion applied: ${open(pressed).length} open comments`);
  }
  return { wrong, figures };
}

async function extras(server) {
  const wrong = [];
  const must = (holds, what) => { if (!holds) wrong.push(what); };
  const count = async () => (await server.call('GET', 'report')).writes;
  // A clean pull request that never had a finding gets no comment.
  const clean = structuredClone(SCENARIO);
  clean.repos[0].pulls[0].files = { 'README.md': card('llama2', '', 'Other words.') };
  await server.call('POST', 'reset', clean);
  must((await run(server)).exit === 0 && (await count()) === 0, 'a clean pull request gets writes');
  // Read-only tokens, no token, no network: the same exit code and annotations, nothing lost.
  await server.call('POST', 'reset', SCENARIO);
  const writer = await run(server, { args: ['--review', 'off'] });
  for (const how of [{ token: 'ghs_readonly' }, { token: 'ghs_none' }, { token: 'nonsense' }, { env: ['GITHUB_API_URL=http://127.0.0.1:9', 'GITHUB_GRAPHQL_URL=http://127.0.0.1:9/graphql'] }]) {
    const other = await run(server, how);
    must(other.exit === writer.exit, `${JSON.stringify(how)}: exit ${other.exit}`);
    must(other.annotations.filter((one) => one.level === 'error').length >= writer.annotations.filter((one) => one.level === 'error').length, `${JSON.stringify(how)}: annotations lost`);
    must(/not posted|No review was posted|Not everything/i.test(other.summary), `${JSON.stringify(how)}: no sentence why`);
  }
  // Without a checkout.
  for (const event of ['pull_request_target', 'workflow_run']) {
    await server.call('POST', 'reset', SCENARIO);
    const far = await run(server, { event, checkout: 'none' });
    must(far.exit === 1 && (await count()) >= 2, `${event}: exit ${far.exit}, ${await count()} writes`);
    const log = await server.call('GET', 'report');
    must(log.violations.length === 0, `${event}: ${JSON.stringify(log.violations).slice(0, 300)}`);
  }
  for (const event of ['push', 'merge_group', 'workflow_dispatch']) {
    await server.call('POST', 'reset', SCENARIO);
    const far = await run(server, { event: event === 'workflow_dispatch' ? 'push' : event, env: event === 'workflow_dispatch' ? ['GITHUB_EVENT_NAME=workflow_dispatch'] : [] });
    must(far.exit === 1 && (await count()) === 0, `${event}: exit ${far.exit}`);
  }
  // Changes are asked for, and the request is taken back by itself.
  await server.call('POST', 'reset', SCENARIO);
  await run(server, { args: ['--review', 'request-changes'] });
  const blocked = (await server.call('GET', 'state')).reviews.filter((one) => one.state === 'CHANGES_REQUESTED');
  must(blocked.length === 1, `request-changes: ${blocked.length} blocking reviews`);
  await server.call('POST', 'push', { files: MENDED });
  await run(server, { args: ['--review', 'request-changes'] });
  must(!(await server.call('GET', 'state')).reviews.some((one) => one.state === 'CHANGES_REQUESTED'), 'request-changes: still blocked after mending');
  // Two runs at once leave one set of comments.
  for (const delay of [0, 100, 300, 1200]) {
    await server.call('POST', 'reset', SCENARIO);
    const runs = await Promise.all([run(server), sleep(delay).then(() => run(server))]);
    must(runs.every((one) => one.exit === 1), 'two at once: exit');
    const left = await server.call('GET', 'state');
    must(twice(remarks(left).map(print)).length === 0, `two at once, ${delay} ms apart: comments stand twice`);
    must(open(left).length >= 2 && posts(left).length === 1, `two at once: ${open(left).length} comments, ${posts(left).length} summaries`);
    const bad = (await server.call('GET', 'report')).notes.filter((note) => /^(foreign-write|deleted-with-replies)/.test(note.kind));
    must(bad.length === 0, `two at once: ${JSON.stringify(bad)}`);
  }
  // Many files, no patches, closed, locked, moved.
  const many = structuredClone(SCENARIO);
  many.repos[0].pulls[0].extra_files = [{ count: 3100 }];
  await server.call('POST', 'reset', many);
  must((await run(server)).exit === 1 && (await count()) >= 1, 'more than 3000 files: nothing was posted');
  // More findings than a pull request should carry.
  const flood = structuredClone(SCENARIO);
  for (let at = 0; at < 60; at++) flood.repos[0].pulls[0].files[`m${at}/README.md`] = card('mit');
  await server.call('POST', 'reset', flood);
  const flooded = await run(server);
  const shown = await server.call('GET', 'state');
  must(remarks(shown).length === 20 && posts(shown).length === 1, `60 models: ${remarks(shown).length} comments, ${posts(shown).length} summaries`);
  must(shown.reviews.length === 1 && (await count()) === 2, `60 models: ${shown.reviews.length} reviews, ${await count()} writes`);
  must(Math.max(...own(shown).map((one) => [...one.body].length)) <= 65536, '60 models: a body is too long');
  must(flooded.annotations.length <= 30 && flooded.annotations.every((one) => !one.dropped), `60 models: ${flooded.annotations.length} annotations`);
  must(flooded.steps.every((step) => !step.summary_rejected), '60 models: the job summary is too long');
  for (const change of [{ state: 'closed' }, { locked: true }]) {
    await server.call('POST', 'reset', SCENARIO);
    await server.call('POST', 'pr', change);
    must((await run(server)).exit === 1, `${JSON.stringify(change)}: exit`);
  }
  return { wrong, figures: {} };
}

let failures = 0;
for (const edition of ['github', 'ghes'].filter((one) => !options.edition || one === options.edition)) {
  const server = await serve(edition);
  try {
    const presets = [null, ...Object.keys(await server.call('GET', 'presets'))].filter((one) => options.only.length === 0 || options.only.includes(one ?? 'none'));
    const rows = [...presets.map((preset) => [preset ?? 'none', () => cycle(server, preset)]), ...(presets.includes(null) ? [['none, base over API', () => cycle(server, null, { local: false })]] : []), ...(options.only.length === 0 || options.only.includes('extras') ? [['extras', () => extras(server)]] : [])];
    for (const [name, work] of rows) {
      const { wrong, figures } = await work().catch((error) => ({ wrong: [String(error.stack ?? error)], figures: {} }));
      failures += wrong.length;
      console.log(`${wrong.length ? 'WRONG' : 'ok   '} ${edition.padEnd(7)}${name.padEnd(22)} longest run ${String(figures.ms ?? '-').padStart(6)} ms, least gap between writes ${figures.gap ?? '-'} ms, most requests at once ${figures.peak ?? '-'}`);
      for (const what of wrong) console.log(`      ${what}`);
    }
  } finally {
    server.stop();
  }
}
fs.rmSync(scratch, { recursive: true, force: true });
console.log(failures ? `${failures} faults` : 'all as it should be');
process.exitCode = failures ? 1 : 0;
