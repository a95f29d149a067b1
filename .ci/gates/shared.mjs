// What both gates look at.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const SCHEMAS = join(ROOT, 'schemas');
export const REPORT = 'zfxxgk-2021.schema.json';
export const SAMPLES = join(ROOT, 'samples', 'zfxxgk-2021');
// The samples of every form, by the name of its schema.
export const FORMS = Object.fromEntries(readdirSync(join(ROOT, 'templates'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => [`${entry.name}.schema.json`, join(ROOT, 'samples', entry.name)]));
// These must exist. A sample that is not named here must be complete too.
export const COMPLETE = ['qiaokou-shenpi-2022.yaml', 'hanshuiqiao-2022.yaml', 'hongsibu-2022.yaml', 'xisaishan-2022.yaml', 'shili-wenlv-2025-hant.yaml'];
export const DRAFTS = ['qiaokou-district-2022.yaml'];
