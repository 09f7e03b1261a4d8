//! `kubewright graph`: what is generated and how it hangs together.

use serde_json::{Value, json};

use crate::generate::{Request, generate};
use crate::graph::{Graph, Origin, Vertex, dot, mermaid, svg, text};

use super::args::GraphArgs;
use super::failure::Failure;
use super::format::Format;
use super::report;
use super::session::{Session, check_environments};

pub(crate) fn run(session: &Session, args: &GraphArgs) -> Result<(), Failure> {
    let spec = session.spec()?;
    check_environments(&spec, &args.env)?;
    let names = if args.env.is_empty() { spec.environment_names() } else { args.env.clone() };
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let generated = generate(&request, &names, &session.project)?;
    let graphs: Vec<Graph> = generated.iter().map(|one| Graph::of(&one.environment, &one.documents)).collect();
    report::print(&match session.common.output {
        Format::Mermaid => mermaid(&graphs),
        Format::Dot => dot(&graphs),
        Format::Svg => svg(&graphs),
        Format::Json => {
            let environments: Vec<Value> = graphs.iter().map(value).collect();
            format!("{:#}\n", json!({"version": 1, "environments": environments}))
        }
        _ => graphs.iter().map(text).collect::<Vec<_>>().join("\n"),
    })
}

fn value(graph: &Graph) -> Value {
    let origin = |vertex: &Vertex| match vertex.origin {
        Origin::Generated => "generated",
        Origin::Made => "made",
        Origin::Elsewhere => "elsewhere",
    };
    let object = |vertex: &Vertex| {
        let (kind, namespace, name) = (&vertex.kind, &vertex.namespace, &vertex.name);
        json!({"kind": kind, "namespace": namespace, "name": name, "origin": origin(vertex)})
    };
    let links = graph.edges.iter().map(|edge| json!({"from": edge.from, "to": edge.to, "relation": edge.relation}));
    json!({
        "environment": graph.environment,
        "objects": graph.vertices.iter().map(object).collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
    })
}
