// A program that is timed warm: a job per line on standard input, its seconds on standard output.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

export async function serve(docx) {
  for await (const line of createInterface({ input: process.stdin })) {
    const job = JSON.parse(line);
    const data = JSON.parse(readFileSync(job.data, "utf8"));
    const started = process.hrtime.bigint();
    const content = await docx(data);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    writeFileSync(job.out, content);
    console.log(seconds);
  }
}
