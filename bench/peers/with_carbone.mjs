// carbone as its documentation shows it. Usage: node with_carbone.mjs TEMPLATE.docx MODULES
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { serve } from "./serve.mjs";

const [template, modules] = process.argv.slice(2);
const carbone = createRequire(`${modules}/package.json`)("carbone");
const render = promisify(carbone.render);

await serve((data) => {
  const objects = Object.entries(data).map(([name, value]) =>
    [name, Array.isArray(value) ? value.map((t) => (typeof t === "string" ? { t } : t)) : value]);
  return render(template, Object.fromEntries(objects));
});
