// Reads the pictures of `kubewright graph` as their own tools do: JSON lines of {format, text} in, what they say out.
//
// usage: graphs.mjs NODE_MODULES < pictures.jsonl
// An answer is {subject, objects, links}: the picture's line from 0, the label of every object, and the labels of each
// reference's start, of itself and of its end. A label's lines are joined by blanks.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const modules = resolve(process.argv[2]);
const load = (path) => import(pathToFileURL(`${modules}/${path}`));
const line = (label) => label.split(/<br\/>|\\n/).join(" ");

// Mermaid is made for browsers, and cleans labels with the help of a document.
const { parseHTML } = await load("linkedom/esm/index.js");
globalThis.window = parseHTML("<!doctype html><html><body></body></html>");
globalThis.document = window.document;
vm.runInThisContext(readFileSync(`${modules}/@mermaid-js/tiny/dist/mermaid.tiny.js`, "utf8"));
const viz = await (await load("@viz-js/viz/dist/viz.js")).instance();

const readers = {
  async mermaid(text) {
    // Which also makes its kinds of diagrams known.
    await globalThis.mermaid.parse(text);
    const { db } = await globalThis.mermaid.mermaidAPI.getDiagramFromText(text);
    const vertices = db.getVertices();
    const label = (id) => line(vertices.get(id).text);
    const links = db.getEdges().map(({ start, end, text }) => [label(start), text, label(end)]);
    return { objects: [...vertices.keys()].map(label), links };
  },
  async dot(text) {
    const graph = viz.renderJSON(text);
    const vertices = graph.objects.filter((object) => object.nodes === undefined);
    const label = (id) => line(graph.objects[id].label);
    const links = graph.edges.map((edge) => [label(edge.tail), edge.label, label(edge.head)]);
    return { objects: vertices.map((vertex) => label(vertex._gvid)), links };
  },
};

for (const [subject, text] of readFileSync(0, "utf8").split("\n").filter(Boolean).entries()) {
  const picture = JSON.parse(text);
  console.log(JSON.stringify({ subject, ...(await readers[picture.format](picture.text)) }));
}
