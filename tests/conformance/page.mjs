// Opens a report's page in a headless Chromium and says what stands there, before and after its filter is used.
//
// usage: page.mjs NODE_MODULES < report.html
// Prints one JSON object: what the console said, what was asked of the network, and what is shown.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const load = async (name) => {
  const main = createRequire(join(modules, "x.js")).resolve(name);
  const loaded = await import(pathToFileURL(main));
  return loaded.default ?? loaded;
};
const [chromium, puppeteer] = [await load("@sparticuz/chromium"), await load("puppeteer-core")];

const folder = mkdtempSync(join(tmpdir(), "page-"));
const file = join(folder, "report.html");
writeFileSync(file, readFileSync(0));
const browser = await puppeteer.launch({ args: chromium.args, executablePath: await chromium.executablePath(), headless: "shell" });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 900 });
  const [said, asked] = [[], []];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("request", (request) => asked.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url, { waitUntil: "networkidle0" });
  const shown = () =>
    page.evaluate(() => {
      const texts = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent.trim());
      return { rules: texts(".finding code"), count: document.getElementById("shown").textContent };
    });
  const set = (id, value) =>
    page.$eval(`#${id}`, (node, value) => {
      if (node.type === "checkbox") node.checked = value;
      else node.value = value;
      node.dispatchEvent(new Event("input"));
    }, value);
  const drawn = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll("#graph svg g")];
    const inside = (node) => {
      const [box, svg] = [node.getBoundingClientRect(), document.querySelector("#graph svg").getBoundingClientRect()];
      return box.width > 0 && box.height > 0 && box.left >= svg.left && box.right <= svg.right && box.top >= svg.top && box.bottom <= svg.bottom;
    };
    const overlap = boxes.some((one, index) => boxes.slice(index + 1).some((other) => {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    }));
    return {
      objects: boxes.map((box) => box.querySelector("title").textContent),
      links: document.querySelectorAll("#graph svg path").length,
      inside: boxes.every(inside),
      overlap,
    };
  });
  const items = await page.$$eval("#items button", (buttons) => buttons.map((button) => button.textContent.trim()));
  const total = await page.$eval("#total", (node) => node.textContent);
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  const all = await shown();
  await set("error", false);
  const withoutErrors = await shown();
  await set("error", true);
  await set("text", "no such words");
  const ofNone = await shown();
  await set("text", "");
  await set("rule", all.rules[0]);
  const ofOneRule = await shown();
  await set("rule", "");
  await page.click("#items button");
  const ofOneItem = await shown();
  await page.click("#items button");
  await page.click("#graph svg g");
  const ofOneObject = await shown();
  await page.click("#graph svg g");
  const again = await shown();
  const others = asked.filter((one) => one !== url);
  console.log(JSON.stringify({ said, asked: others, drawn, items, total, scrolls, all, withoutErrors, ofNone, ofOneRule, ofOneItem, ofOneObject, again }));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
