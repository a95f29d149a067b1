// docxtemplater as its documentation shows it. Usage: node with_docxtemplater.mjs TEMPLATE.docx MODULES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve } from "./serve.mjs";

const [template, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

await serve((data) => {
  const document = new Docxtemplater(new PizZip(readFileSync(template)), { paragraphLoop: true });
  document.render(data);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
});
