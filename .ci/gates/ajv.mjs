// Schema gate: every schema compiles in Ajv strict mode, the complete samples
// satisfy the schema of their form, and the draft does not, for its blanks only.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parseDocument } from 'yaml';
import { COMPLETE, DRAFTS, FORMS, REPORT, ROOT, SCHEMAS } from './shared.mjs';

let failures = 0;
const fail = (message) => { failures += 1; console.error(`ajv: FAIL ${message}`); };

// Strict mode refuses unknown keywords, unknown formats, keywords that cannot
// apply to the declared type, and required keys that no property declares.
const options = { strict: true, allowUnionTypes: true, allErrors: true, verbose: true };
const compiled = new Map();
for (const name of readdirSync(SCHEMAS).filter((n) => n.endsWith('.schema.json')).sort()) {
  try {
    const ajv = new Ajv(options);
    addFormats(ajv, ['date']);
    compiled.set(name, ajv.compile(JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8'))));
  } catch (error) {
    fail(`schemas/${name} is refused: ${error.message}`);
  }
}

let checked = 0;
const samples = Object.entries(FORMS).flatMap(([schema, folder]) => {
  const found = readdirSync(folder).filter((n) => n.endsWith('.yaml'));
  const named = schema === REPORT ? [...COMPLETE, ...DRAFTS] : [];
  if (!found.length) fail(`${relative(ROOT, folder)}: no sample`);
  return [...new Set([...named, ...found])].map((name) => ({ schema, name, path: join(folder, name) }));
});
for (const { schema, name, path } of samples) {
  const validate = compiled.get(schema);
  if (!validate) { fail(`schemas/${schema} is missing or refused, ${name} was not checked`); continue; }
  checked += 1;
  const doc = parseDocument(readFileSync(path, 'utf8'), { version: '1.2', schema: 'core' });
  const problems = [...doc.errors, ...doc.warnings];
  if (problems.length) { fail(`${relative(ROOT, path)}: ${problems[0].message}`); continue; }

  validate(doc.toJS());
  const errors = validate.errors ?? [];
  const text = (e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`;
  if (!DRAFTS.includes(name)) {
    for (const e of errors) fail(`${name}: ${text(e)}`);
  } else {
    // A draft differs from a complete report by `~` alone.
    if (!errors.length) fail(`${name}: a draft satisfies the schema`);
    for (const e of errors.filter((e) => e.data !== null)) fail(`${name}: not a blank: ${text(e)}`);
  }
}

if (failures) process.exit(1);
console.log(`ajv: ok, ${compiled.size} schemas in strict mode, ${checked - DRAFTS.length} complete samples, ${DRAFTS.length} draft`);
