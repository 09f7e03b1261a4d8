// Judges custom resources by the @kubernetes-models classes: JSON lines of {object} in, verdicts out.
//
// usage: custom_resources.mjs NODE_MODULES < objects.jsonl
// A verdict is {subject, judge, problems}: the object's line from 0, the package, and every problem,
// or null where no package is named for the object here.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// One line a kind; the package stands in package.json too. Its class lies at PACKAGE/APIVERSION/KIND.js.
const PACKAGES = {
  "argoproj.io/v1alpha1/AnalysisTemplate": "@kubernetes-models/argo-rollouts",
  "argoproj.io/v1alpha1/Application": "@kubernetes-models/argo-cd",
  "argoproj.io/v1alpha1/ApplicationSet": "@kubernetes-models/argo-cd",
  "argoproj.io/v1alpha1/Rollout": "@kubernetes-models/argo-rollouts",
  "bitnami.com/v1alpha1/SealedSecret": "@kubernetes-models/sealed-secrets",
  "external-secrets.io/v1/ExternalSecret": "@kubernetes-models/external-secrets",
  "gateway.networking.k8s.io/v1/Gateway": "@kubernetes-models/gateway-api",
  "gateway.networking.k8s.io/v1/GatewayClass": "@kubernetes-models/gateway-api",
  "gateway.networking.k8s.io/v1/HTTPRoute": "@kubernetes-models/gateway-api",
  "helm.toolkit.fluxcd.io/v2/HelmRelease": "@kubernetes-models/flux-cd",
  "keda.sh/v1alpha1/ScaledObject": "@kubernetes-models/keda",
  "keda.sh/v1alpha1/TriggerAuthentication": "@kubernetes-models/keda",
  "kustomize.toolkit.fluxcd.io/v1/Kustomization": "@kubernetes-models/flux-cd",
  "monitoring.coreos.com/v1/PodMonitor": "@kubernetes-models/prometheus-operator",
  "monitoring.coreos.com/v1/Probe": "@kubernetes-models/prometheus-operator",
  "monitoring.coreos.com/v1/PrometheusRule": "@kubernetes-models/prometheus-operator",
  "source.toolkit.fluxcd.io/v1/GitRepository": "@kubernetes-models/flux-cd",
  "source.toolkit.fluxcd.io/v1/HelmRepository": "@kubernetes-models/flux-cd",
};

// What may hold anything, so that its model reads nothing of it.
const FREE = {
  Application: /^\/spec\/source\/helm\/valuesObject\//,
  ApplicationSet: /^\/spec\/generators\/\d+\/list\/elements\//,
  HelmRelease: /^\/spec\/values\//,
  // Newer than the model: `api/v1/kustomization_types.go` of fluxcd/kustomize-controller at v1.9.4 has it.
  Kustomization: /^\/spec\/ignore(\/|: unknown field$)/,
  // A plugin's own.
  Rollout: /^\/spec\/strategy\/canary\/trafficRouting\/plugins\//,
};

const modules = resolve(process.argv[2]);

// The models let null and unknown fields pass. Their validators read each field they know and no
// other, so a field that was never read is an unknown one. `later` gains a check for each object met.
function watch(value, path, later) {
  if (value === null) later.push(() => [`${path}: null`]);
  if (value === null || typeof value !== "object") return value;
  const seen = new Map();
  if (!Array.isArray(value)) {
    later.push(() => Object.keys(value).filter((key) => !seen.has(key)).map((key) => `${path}/${key}: unknown field`));
  }
  return new Proxy(value, {
    get(target, key) {
      if (!Object.hasOwn(target, key)) return target[key];
      // The same field gives the same watcher each time: validators read a field more than once.
      if (!seen.has(key)) seen.set(key, watch(target[key], `${path}/${key}`, later));
      return seen.get(key);
    },
  });
}

async function judge(object, packageName, key) {
  const path = `${modules}/${packageName}/${key}.js`;
  const model = (await import(pathToFileURL(path)))[object.kind];
  const later = [];
  const problems = [];
  try {
    model.prototype.validate.call(watch(object, "", later));
  } catch (error) {
    if (!error.errors) throw error; // not a verdict but a fault
    problems.push(...error.errors.map(({ instancePath, message }) => `${instancePath}: ${message}`));
  }
  const unread = later.flatMap((check) => check()).filter((problem) => !FREE[object.kind]?.test(problem));
  return [...problems, ...unread];
}

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const [subject, line] of lines.entries()) {
  const { object } = JSON.parse(line);
  const key = `${object.apiVersion}/${object.kind}`;
  const packageName = Object.hasOwn(PACKAGES, key) ? PACKAGES[key] : null;
  const problems = packageName && (await judge(object, packageName, key));
  console.log(JSON.stringify({ subject, judge: packageName ?? "no model", problems }));
}
