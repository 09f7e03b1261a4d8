//! Graphs in the language of Graphviz (<https://graphviz.org/doc/info/lang.html>).

use std::fmt::Write as _;

use super::{Graph, Origin};

/// The graphs as one, each environment in a cluster of its own.
pub fn dot(graphs: &[Graph]) -> String {
    let mut text = "digraph kubewright {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n".to_owned();
    for (number, graph) in graphs.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{number} {{\n    label=\"{}\";", escaped(&graph.environment));
        for (place, vertex) in graph.vertices.iter().enumerate() {
            let (kind, name) = (escaped(&vertex.kind), escaped(&vertex.full_name()));
            let note = vertex.origin.note().map(|note| format!("\\n({note})")).unwrap_or_default();
            let style = if vertex.origin == Origin::Generated { "" } else { ", style=\"rounded,dashed\"" };
            let _ = writeln!(text, "    e{number}v{place} [label=\"{kind}\\n{name}{note}\"{style}];");
        }
        for edge in &graph.edges {
            let (from, to, relation) = (edge.from, edge.to, edge.relation);
            let _ = writeln!(text, "    e{number}v{from} -> e{number}v{to} [label=\"{relation}\"];");
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}

/// A text that stays one between double quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::sample;

    #[test]
    fn a_graph_has_a_cluster_an_environment() {
        assert_eq!(
            dot(&[sample()]),
            r#"digraph kubewright {
  rankdir=LR;
  node [shape=box, style=rounded];
  subgraph cluster_0 {
    label="production";
    e0v0 [label="Namespace\nshop"];
    e0v1 [label="Deployment\nweb"];
    e0v2 [label="Service\nweb"];
    e0v3 [label="Secret\nweb-db\n(not generated)", style="rounded,dashed"];
    e0v1 -> e0v3 [label="reads"];
    e0v2 -> e0v1 [label="selects"];
  }
}
"#
        );
    }

    #[test]
    fn no_name_ends_its_quotes() {
        assert_eq!(escaped(r#"a"b\"#), r#"a\"b\\"#);
    }
}
