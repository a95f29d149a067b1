// Annotations as GitHub's own toolkit writes them for the findings of a check,
// against those that the check wrote: node annotations.mjs JSON ANNOTATIONS
import { readFileSync } from 'node:fs';
import * as core from '@actions/core';

const [json, annotations] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
const report = JSON.parse(json);
const written = new Set(annotations.split('\n').filter((line) => line.startsWith('::')).map(settled));
const commands = { error: core.error, warning: core.warning, note: core.notice };

// The order of properties means nothing to GitHub.
function settled(line) {
  const [, head, message] = line.match(/^::(.*?)::(.*)$/);
  const [name, ...properties] = head.split(/[ ,](?=(?:file|line|col|title)=)/);
  return [name, properties.sort().join(), message].join('::');
}

function captured(write) {
  const original = process.stdout.write;
  let text = '';
  process.stdout.write = (chunk) => { text += chunk; return true; };
  try { write(); } finally { process.stdout.write = original; }
  return text.trim();
}

const missing = [];
const shown = { error: report.unread.length, warning: 0, note: 1 };
const findings = report.files.flatMap(({ findings }) => findings);
for (const finding of findings.sort((a, b) => Boolean(a.accepted) - Boolean(b.accepted))) {
  if (shown[finding.severity]++ >= 10) continue;
  const title = [...written].find((line) => line.includes(`title=${finding.code} `))?.match(/title=([^:]*)/)[1];
  const properties = { title, file: finding.file, startLine: finding.line, startColumn: finding.column };
  const line = captured(() => commands[finding.severity](finding.message, properties));
  if (!written.has(settled(line))) missing.push(line);
}
for (const { file, message } of report.unread) {
  const line = captured(() => core.error(message, { file }));
  if (!written.has(settled(line))) missing.push(line);
}
if (missing.length) { console.log(`annotations differ from the toolkit's:\n${missing.join('\n')}`); process.exit(1); }
