// Judges a SARIF log by the schema of SARIF 2.1.0, as @microsoft/jest-sarif carries it.
//
// usage: sarif.mjs NODE_MODULES < log.sarif
// Prints a line for each problem: where, and what.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve(process.argv[2], "@microsoft/jest-sarif/package.json"));
const Ajv = require("ajv");
// The schema is of draft 04, which this version of ajv reads once it is told what that is.
const ajv = new Ajv({ schemaId: "auto", meta: false, allErrors: true, unknownFormats: "ignore" });
const draft = require("ajv/lib/refs/json-schema-draft-04.json");
ajv.addMetaSchema(draft);
ajv._opts.defaultMeta = draft.id;
const isValid = ajv.compile(require("./lib/schemas/sarif-2.1.0-rtm.5.json"));

if (!isValid(JSON.parse(readFileSync(0, "utf8")))) {
  for (const { dataPath, message, params } of isValid.errors) console.log(`${dataPath}: ${message} ${JSON.stringify(params)}`);
}
