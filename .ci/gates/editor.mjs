// Editor gate: a real yaml-language-server session must complete every key of
// the report schema, explain every key on hover, and point at what is wrong.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from './lsp.mjs';
import { COMPLETE, REPORT, ROOT, SAMPLES, SCHEMAS } from './shared.mjs';

const TIMEOUT = 50_000; // for the whole session, in milliseconds
const TABLE_THREE = '收到和处理政府信息公开申请情况:';
const schema = JSON.parse(readFileSync(join(SCHEMAS, REPORT), 'utf8'));
// Documents live in the editor only. Their addresses lie beside the samples, so
// that the modeline is the one the samples use.
const MODELINE = `# yaml-language-server: $schema=../../schemas/${REPORT}`;
let documents = 0;
const newUri = () => pathToFileURL(join(SAMPLES, `gate-${++documents}.yaml`)).href;

let failures = 0;
const fail = (message) => { failures += 1; console.error(`editor: FAIL ${message}`); };

// --- the schema as a tree -------------------------------------------------

const types = (node) => [node.type ?? []].flat();
const ITEM = '-'; // a path step into a list
const PLACEHOLDER = '示例'; // a key where the schema leaves the name free

// The places below an object or list, as [step, schema] pairs.
function below(node) {
  const result = Object.entries(node.properties ?? {});
  if (typeof node.additionalProperties === 'object') result.push([PLACEHOLDER, node.additionalProperties]);
  if (node.items) result.push([ITEM, node.items]);
  return result;
}

// Every object that names its keys, with the path that leads to it.
function* objects(node, path = []) {
  if (node.properties) yield [path, node];
  for (const [step, child] of below(node)) yield* objects(child, [...path, step]);
}

// The walk knows no combinators; a schema that starts to use them must not
// slip through unchecked.
function refuseUnknown(node, path = []) {
  for (const word of ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'not', 'patternProperties', 'definitions']) {
    if (word in node) fail(`schema: ${word} at /${path.join('/')}: teach this gate to walk it`);
  }
  for (const [step, child] of below(node)) refuseUnknown(child, [...path, step]);
}

// --- completion -----------------------------------------------------------

// Opens `path` in block style and calls `inside` with the lines so far and the
// lead (indent, or indent and dash) of the line that comes next.
function open(path, inside) {
  const lines = [MODELINE];
  let indent = '';
  let prefix = ''; // a dash waiting for its first key
  for (const step of path) {
    if (step === ITEM) { prefix += '- '; continue; }
    lines.push(`${indent}${prefix}${step}:`);
    indent += ' '.repeat(prefix.length + 2);
    prefix = '';
  }
  return inside(lines, indent + prefix);
}

const labels = async (...place) => new Set((await offered(...place)).map((item) => item.label));

async function offered(client, lines, line, character) {
  const uri = newUri();
  client.open(uri, lines.join('\n'));
  const answer = await client.request('textDocument/completion', { textDocument: { uri }, position: { line, character } });
  client.close(uri);
  return answer?.items ?? answer ?? [];
}

async function completion(client) {
  let count = 0;
  for (const [path, node] of objects(schema)) {
    count += 1;
    const keys = Object.keys(node.properties); // `required` is among them: strict Ajv
    const probe = async (style, wanted, lines, line, character) => {
      const got = await labels(client, lines, line, character);
      const missing = wanted.filter((key) => !got.has(key));
      if (missing.length) fail(`completion, ${style}, /${path.join('/')}: no ${missing.join(' ')} (offered: ${[...got].join(' ') || 'nothing'})`);
    };
    await open(path, (lines, lead) => probe('empty line', keys, [...lines, lead], lines.length, lead.length));
    // The next column, after one is written.
    await open(path, (lines, lead) => {
      const next = ' '.repeat(lead.length);
      return probe('second line', keys.slice(1), [...lines, `${lead}${keys[0]}: 0`, next], lines.length + 1, next.length);
    });
    // In one-line braces the server answers once a character is typed; it offers
    // nothing between bare {}, whatever the schema (seen with 1.19.2 and 2.0.0).
    if (path.length) {
      await open(path, (lines, lead) => {
        const dash = path.at(-1) === ITEM;
        const before = dash ? lines : lines.slice(0, -1);
        const typed = `${dash ? lead : `${lines.at(-1)} `}{${keys[0][0]}`;
        return probe('braces', keys, [...before, `${typed}}`], before.length, typed.length);
      });
    }
  }
  return count;
}

// What an editor writes for an item; in a snippet (format 2) braces come escaped.
function inserted(item) {
  const text = (item.textEdit?.newText ?? item.insertText ?? item.label).trim();
  return item.insertTextFormat === 2 ? text.replace(/\\([\\$}])/g, '$1') : text;
}

// Behind the colon of a narrative field the server offers the customary sentences, references included.
async function sentences(client) {
  let count = 0;
  for (const [path, node] of objects(schema)) {
    for (const [key, child] of Object.entries(node.properties)) {
      const wanted = (child.examples ?? []).filter((text) => String(text).includes('{{'));
      if (!wanted.length) continue;
      count += wanted.length;
      await open(path, async (lines, lead) => {
        const line = `${lead}${key}: `;
        const items = await offered(client, [...lines, line], lines.length, line.length); // a long label is cut
        const got = items.map(inserted);
        const missing = wanted.filter((text) => !got.includes(text));
        if (missing.length) fail(`sentences, /${[...path, key].join('/')}: no ${missing.join(' ')} (offered: ${got.join(' ') || 'nothing'})`);
      });
    }
  }
  return count;
}

// --- hover ----------------------------------------------------------------

function scalar(node) {
  const allowed = types(node);
  if (node.enum) return node.enum[0];
  if (allowed.includes('integer') || allowed.includes('number')) return String(node.minimum ?? 0);
  if (allowed.includes('string')) {
    if (node.format === 'date') return '2022-01-05';
    if (node.examples) return node.examples[0];
    return ['文字', 'A101', '2022-01-05 09:30'].find((text) => new RegExp(node.pattern ?? '', 'u').test(text)) ?? '文字';
  }
  return allowed.includes('boolean') ? 'true' : '~';
}

// A document with every key, and where each key stands. Where a number may be
// written for an object, `whole(node)` says whether to write the object.
function everything(whole) {
  const lines = [MODELINE];
  const keys = [];
  const write = (node, path, indent, lead) => {
    for (const [step, child] of below(node)) {
      const here = [...path, step];
      if (step === ITEM) { write(child, here, `${indent}  `, `${indent}- `); continue; }
      const nested = below(child).length > 0 && (types(child).every((t) => t === 'object' || t === 'array') || whole(child));
      keys.push({ path: here, node: child, line: lines.length, character: lead.length + Math.floor(step.length / 2) });
      lines.push(`${lead}${step}:${nested ? '' : ` ${scalar(child)}`}`);
      lead = indent;
      if (nested) write(child, here, `${indent}  `, `${indent}  `);
    }
  };
  write(schema, [], '', '');
  return { text: `${lines.join('\n')}\n`, keys };
}

// The server escapes markdown and widens blanks; the words must be the same.
const words = (text) => text.replace(/\\([\\`*_{}[\]#+!])/g, '$1').replace(/&emsp;|\s/g, '');

async function hover(client) {
  const styles = {
    'in full': () => true,
    'cells as numbers': (node) => below(node).some(([, child]) => child.properties),
    'rows as numbers': () => false,
  };
  let count = 0;
  for (const [style, whole] of Object.entries(styles)) {
    const { text, keys } = everything(whole);
    for (const d of await client.check(newUri(), text)) fail(`the generated document, ${style}, line ${d.range.start.line + 1}: ${d.message}`);
    const uri = newUri();
    client.open(uri, text);
    for (const { path, node, line, character } of keys) {
      count += 1;
      const answer = await client.request('textDocument/hover', { textDocument: { uri }, position: { line, character } });
      const shown = words(answer?.contents?.value ?? '');
      for (const word of ['title', 'description']) {
        if (!node[word]) fail(`schema: no ${word} at /${path.join('/')}`);
        else if (!shown.includes(words(node[word]))) fail(`hover, ${style}, /${path.join('/')}: no ${word} (shown: ${shown || 'nothing'})`);
      }
    }
    client.close(uri);
  }
  return count;
}

// --- diagnostics ----------------------------------------------------------

async function diagnostics(client) {
  const read = (name) => readFileSync(join(SAMPLES, name), 'utf8');
  for (const name of COMPLETE) {
    for (const d of await client.check(newUri(), read(name))) fail(`${name}, line ${d.range.start.line + 1}: ${d.message}`);
  }

  // Faults in table three of a clean sample: [find, replace, the message names].
  const faults = [
    [/自然人(?=: *\d)/, '自燃人', '自燃人'],
    [/自然人: *\d+/, '自然人: ~', ''],
    [/: 0$/, ': ~', ''],
  ];
  for (const [find, replace, named] of faults) {
    const lines = read(COMPLETE[0]).split('\n');
    const table = lines.indexOf(TABLE_THREE);
    const line = lines.findIndex((text, n) => n > table && find.test(text));
    if (table < 0 || line < 0) { fail(`${COMPLETE[0]}: no ${find} in table three`); continue; }
    lines[line] = lines[line].replace(find, replace);
    const found = await client.check(newUri(), lines.join('\n'));
    if (!found.some((d) => d.range.start.line === line && d.message.includes(named))) {
      fail(`no diagnostic for “${replace}” at line ${line + 1} (shown: ${JSON.stringify(found.map((d) => [d.range.start.line + 1, d.message]))})`);
    }
  }
  return COMPLETE.length + faults.length;
}

// --- the session ----------------------------------------------------------

const script = fileURLToPath(new URL('node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url));
const client = new Client(script, {
  // Nothing is fetched: the schema comes from the modeline alone.
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } },
});
const timer = setTimeout(() => {
  console.error(`editor: FAIL not finished after ${TIMEOUT / 1000} s`);
  process.exit(1);
}, TIMEOUT);
process.on('exit', () => client.kill()); // by its pid, whatever happened

try {
  refuseUnknown(schema);
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(ROOT).href,
    capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['markdown'] } } },
  });
  client.notify('initialized', {});
  const checked = [await completion(client), await sentences(client), await hover(client), await diagnostics(client)];
  if (checked.includes(0)) fail('nothing was checked');
  if (!failures) console.log(`editor: ok, completion in ${checked[0]} objects and of ${checked[1]} sentences, hover on ${checked[2]} keys, ${checked[3]} documents diagnosed`);
} catch (error) {
  fail(error.message);
}
clearTimeout(timer);
process.exit(failures ? 1 : 0);
