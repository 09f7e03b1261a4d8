// Judges dashboards by the types that Grafana publishes: JSON lines of dashboards in, verdicts out.
//
// usage: dashboards.mjs NODE_MODULES < dashboards.jsonl
// A verdict is {subject, problems}: the dashboard's line from 0, and every problem that the compiler of TypeScript finds
// in it, an unknown field among them.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const { default: ts } = await import(pathToFileURL(`${modules}/typescript/lib/typescript.js`));

// A dashboard a line, below the import.
const types = `${modules}/@grafana/schema/dist/types/raw/dashboard/x/types.gen`;
const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
const constants = lines.map((line, subject) => `export const dashboard${subject}: Dashboard = ${line};`);
const source = [`import type { Dashboard } from ${JSON.stringify(types)};`, ...constants].join("\n");

const file = `${modules}/dashboards.ts`;
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost({ ...options, moduleResolution: ts.ModuleResolutionKind.Bundler });
const { getSourceFile, fileExists } = host;
host.fileExists = (name) => name === file || fileExists.call(host, name);
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, source, ...rest) : getSourceFile.call(host, name, ...rest);
const program = ts.createProgram([file], {
  ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
}, host);

const problems = lines.map(() => []);
for (const { file: where, start, messageText } of ts.getPreEmitDiagnostics(program)) {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  const line = where?.fileName === file ? where.getLineAndCharacterOfPosition(start).line - 1 : -1;
  if (line < 0) throw new Error(text); // not a verdict but a fault
  problems[line].push(text);
}
problems.forEach((found, subject) => console.log(JSON.stringify({ subject, problems: found })));
