//! Graphs as a flowchart of Mermaid (<https://mermaid.js.org/syntax/flowchart.html>).

use std::fmt::Write as _;

use super::{Graph, Origin};

/// The graphs as one flowchart, each environment in a frame of its own.
pub fn mermaid(graphs: &[Graph]) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (number, graph) in graphs.iter().enumerate() {
        let _ = writeln!(text, "  subgraph e{number}[\"{}\"]", escaped(&graph.environment));
        for (place, vertex) in graph.vertices.iter().enumerate() {
            let name = escaped(&vertex.full_name());
            let note = vertex.origin.note().map(|note| format!("<br/>({note})")).unwrap_or_default();
            let class = if vertex.origin == Origin::Generated { "" } else { ":::other" };
            let _ = writeln!(text, "    e{number}v{place}[\"{}<br/>{name}{note}\"]{class}", escaped(&vertex.kind));
        }
        for edge in &graph.edges {
            let _ = writeln!(text, "    e{number}v{} -->|{}| e{number}v{}", edge.from, edge.relation, edge.to);
        }
        text.push_str("  end\n");
    }
    text.push_str("  classDef other stroke-dasharray: 4 3\n");
    text
}

/// A text that stays one between double quotes, and is no markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | ';' => _ = write!(escaped, "#{};", u32::from(c)),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::sample;

    #[test]
    fn a_flowchart_has_a_frame_an_environment() {
        assert_eq!(
            mermaid(&[sample()]),
            "flowchart LR
  subgraph e0[\"production\"]
    e0v0[\"Namespace<br/>shop\"]
    e0v1[\"Deployment<br/>web\"]
    e0v2[\"Service<br/>web\"]
    e0v3[\"Secret<br/>web-db<br/>(not generated)\"]:::other
    e0v1 -->|reads| e0v3
    e0v2 -->|selects| e0v1
  end
  classDef other stroke-dasharray: 4 3
"
        );
    }

    #[test]
    fn no_name_ends_its_quotes() {
        assert_eq!(escaped("a\"]<b>#1"), "a#34;]#60;b#62;#35;1");
    }
}
