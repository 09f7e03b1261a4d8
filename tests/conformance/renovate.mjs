// What Renovate's patterns find in a spec: {config, text} in, the images out, a line each. It reads the patterns with
// RE2, which knows no more than what is used of JavaScript's here.

import { readFileSync } from "node:fs";

const { config, text } = JSON.parse(readFileSync(0, "utf8"));
for (const { matchStrings } of JSON.parse(config).customManagers) {
  for (const pattern of matchStrings) {
    for (const { groups } of text.matchAll(new RegExp(pattern, "g"))) {
      const digest = groups.currentDigest ? `@${groups.currentDigest}` : "";
      console.log(`${groups.depName}:${groups.currentValue}${digest}`);
    }
  }
}
