// Page gate: every rendered page before vnu, html-validate, and, in Chromium at
// several widths, in dark mode and in large text, axe-core and HTMLCS.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { HtmlValidate } from 'html-validate';
import pa11y from 'pa11y';
import { chromium } from 'playwright-core';
import config from './htmlvalidate.mjs';
import { ROOT } from './shared.mjs';

const TIMEOUT = 600_000; // for the whole gate, in milliseconds
const OUT = join(ROOT, 'out');
const PICTURES = join(OUT, 'pictures');
const require = createRequire(import.meta.url);
const run = promisify(execFile);

// A browser that asks the network for nothing, whatever a page or its maker wants.
const BROWSER = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-default-apps', '--disable-domain-reliability', '--no-first-run', '--no-pings', '--host-resolver-rules=MAP * ~NOTFOUND',
  ],
};
const LARGE = 'html { font-size: 200% }';
const VIEWS = [
  { label: '320', width: 320 }, { label: '768', width: 768 }, { label: '1280', width: 1280 },
  { label: '320-dark', width: 320, colorScheme: 'dark' }, { label: '768-dark', width: 768, colorScheme: 'dark' },
  { label: '1280-dark', width: 1280, colorScheme: 'dark' },
  { label: '1280-large', width: 1280, style: LARGE },
];

let failures = 0;
const fail = (message) => { failures += 1; console.error(`pages: FAIL ${message}`); };

// vnu takes the JSON block for a script. A data block is never run, so that no
// policy applies to it (HTML, “prepare the script element”). Nor does vnu look
// at hashes: whether the script of the index page may run, the browser says.
const notRun = (m) => m.message.startsWith('Inline script violates')
  && (m.extract.includes('<script type="application/json"') || basename(m.url) === 'index.html');

async function vnu(pages) {
  const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
  const { stdout } = await run('java', ['-jar', jar, '--exit-zero-always', '--stdout', '--format', 'json', ...pages], { maxBuffer: 1 << 26 });
  for (const m of JSON.parse(stdout).messages.filter((m) => !notRun(m))) {
    fail(`${basename(decodeURI(m.url ?? ''))}:${m.lastLine ?? ''}: vnu: ${m.message}`);
  }
}

async function htmlValidate(pages) {
  const validator = new HtmlValidate(config);
  for (const page of pages) {
    const report = await validator.validateString(readFileSync(page, 'utf8'), page);
    const found = report.results.flatMap((r) => r.messages);
    for (const m of found) {
      const same = found.filter((other) => other.ruleId === m.ruleId && other.message === m.message);
      if (same[0] === m) fail(`${basename(page)}:${m.line}:${m.column}: html-validate: ${m.ruleId}: ${m.message}: ${same.length} × ${m.selector}`);
    }
  }
}

// In the page: what sticks out of the window, what scrolls without being reachable by keyboard, which table has no
// name, which number is broken over lines, and what is pale. axe leaves merged cells and lone digits undecided, so all contrasts are counted.
function look() {
  const faults = [];
  const name = (e) => `<${e.tagName.toLowerCase()} class="${e.className}">`;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);
  for (const e of document.querySelectorAll('main, main *')) {
    const clips = e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible';
    if (clips && e.tabIndex < 0) faults.push(`${name(e)} hides what overflows it`);
  }
  for (const table of document.querySelectorAll('table')) if (!table.caption?.textContent.trim()) faults.push('a table without caption');
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let n = texts.nextNode(); n; n = texts.nextNode()) {
    for (const match of n.data.matchAll(/\d[\d.]*/g)) {
      const range = document.createRange();
      range.setStart(n, match.index);
      range.setEnd(n, match.index + match[0].length);
      if (range.getClientRects().length > 1) faults.push(`${match[0]} is broken over lines: ${n.data.slice(0, 30)}`);
    }
  }
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (text) => rgb(text).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = (e) => { const c = e && getComputedStyle(e).backgroundColor; return !e ? 'rgb(255,255,255)' : rgb(c)[3] === 0 ? paper(e.parentElement) : c; };
  for (const e of document.querySelectorAll('main, main *:not(script)')) {
    if (![...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
    const [low, high] = [light(getComputedStyle(e).color), light(paper(e))].sort((x, y) => x - y);
    if ((high + 0.05) / (low + 0.05) < 4.5) faults.push(`${name(e)} is pale: ${getComputedStyle(e).color} on ${paper(e)}`);
  }
  return [...new Set(faults)];
}

async function view(browser, file, { label, width, colorScheme = 'light', style }) {
  const name = `${basename(file)} at ${label}`;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on('console', (m) => fail(`${name}: console: ${m.text()}`));
  page.on('pageerror', (error) => fail(`${name}: ${error.message}`));
  page.on('request', (r) => { if (r.url() !== pathToFileURL(file).href) fail(`${name}: asks for ${r.url()}`); });
  await page.goto(pathToFileURL(file).href);
  if (basename(file) === 'index.html') await sort(page, name);
  if (style) await page.addStyleTag({ content: style });
  for (const fault of await page.evaluate(look)) fail(`${name}: ${fault}`);
  await page.screenshot({ path: join(PICTURES, `${basename(file, '.html')}.${label}.png`), fullPage: true });
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations, incomplete, passes } = await page.evaluate(() => globalThis.axe.run());
  if (!passes.length) fail(`${name}: axe looked at nothing`);
  const undecided = incomplete.filter((rule) => rule.id !== 'color-contrast'); // decided above
  for (const [kind, rules] of [['violation', violations], ['undecided', undecided]]) {
    for (const rule of rules) fail(`${name}: axe ${kind}: ${rule.id}: ${rule.help}: ${rule.nodes.length} × ${rule.nodes[0].html.slice(0, 120)}`);
  }
  await page.close();
}

// The index page's script has run, and a head sorts the rows one way and the other.
async function sort(page, name) {
  const column = () => page.locator('tbody th').allTextContents();
  const head = page.locator('thead th').first();
  const orders = [];
  for (const order of ['ascending', 'descending']) {
    await head.getByRole('button').click({ timeout: 5000 });
    if ((await head.getAttribute('aria-sort')) !== order) fail(`${name}: a head is not ${order}`);
    orders.push(await column());
  }
  if (orders[0].join() !== orders[1].reverse().join()) fail(`${name}: the rows are not sorted`);
}

async function htmlcs(file) {
  const url = pathToFileURL(file).href;
  const { issues } = await pa11y(url, { standard: 'WCAG2AA', runners: ['htmlcs'], timeout: 30_000, chromeLaunchConfig: BROWSER });
  for (const issue of issues) fail(`${basename(file)}: HTMLCS: ${issue.code}: ${issue.message} ${issue.context?.replace(/\s+/g, ' ')}`);
}

// The page on paper, one picture a sheet.
async function print(browser, file) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  const path = join(PICTURES, `${basename(file, '.html')}.print`);
  await page.pdf({ path: `${path}.pdf`, preferCSSPageSize: true });
  await page.close();
  const { stdout } = await run('pdfinfo', [`${path}.pdf`]);
  if (!/Page size:.*A4/.test(stdout)) fail(`${basename(file)}: prints on ${/Page size: *(.*)/.exec(stdout)?.[1]}`);
  await run('pdftoppm', ['-r', '60', '-png', `${path}.pdf`, path]);
  rmSync(`${path}.pdf`);
}

const timer = setTimeout(() => {
  console.error(`pages: FAIL not finished after ${TIMEOUT / 1000} s`);
  process.exit(1); // the libraries end their browsers, by process id
}, TIMEOUT);

try {
  const pages = readdirSync(OUT).filter((n) => n.endsWith('.html')).sort().map((n) => join(OUT, n));
  pages.push(join(OUT, 'samples', 'index.html'));
  if (!pages.length) fail('no page in out/: run `make render` first');
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const browser = await chromium.launch(BROWSER);
  const jobs = pages.flatMap((file) => [
    ...VIEWS.map((each) => () => view(browser, file, each)), () => print(browser, file), () => htmlcs(file),
  ]).values();
  const lane = async () => { for (const job of jobs) await job(); };
  await Promise.all([vnu(pages), htmlValidate(pages), lane(), lane(), lane()]);
  await browser.close();
  if (!failures) console.log(`pages: ok, ${pages.length} pages in ${VIEWS.length} views: vnu, html-validate, axe-core, HTMLCS`);
} catch (error) {
  fail(error.stack);
}
clearTimeout(timer);
process.exit(failures ? 1 : 0);
