//! A graph as a tree for people.

use std::fmt::Write as _;

use super::{Graph, Vertex};

/// The graph as a tree: what nothing refers to on the left, the longest way first, below each what it refers to. What
/// stands below several is told in full once.
pub fn text(graph: &Graph) -> String {
    let mut tree = Tree { graph, shown: vec![false; graph.vertices.len()], text: format!("{}\n", graph.environment) };
    let (roots, rest): (Vec<usize>, Vec<usize>) =
        (0..graph.vertices.len()).partition(|vertex| !graph.is_referred_to(*vertex));
    let (alone, mut roots): (Vec<usize>, Vec<usize>) =
        roots.into_iter().partition(|vertex| graph.from(*vertex).next().is_none());
    // What stands farthest from the end is where requests come in.
    let depths = depths(graph);
    roots.sort_by_key(|vertex| std::cmp::Reverse(depths[*vertex]));
    // What refers to each other in a circle has no beginning.
    for vertex in roots.into_iter().chain(rest).chain(alone) {
        if !tree.shown[vertex] {
            let _ = writeln!(tree.text, "  {}", title(&graph.vertices[vertex]));
            tree.below(vertex, "  ");
        }
    }
    tree.text
}

struct Tree<'a> {
    graph: &'a Graph,
    shown: Vec<bool>,
    text: String,
}

impl Tree<'_> {
    /// Writes what a vertex refers to.
    fn below(&mut self, vertex: usize, indent: &str) {
        self.shown[vertex] = true;
        let graph = self.graph;
        let mut edges = graph.from(vertex).peekable();
        while let Some(edge) = edges.next() {
            let (branch, further) = if edges.peek().is_some() { ("├─", "│  ") } else { ("└─", "   ") };
            let to = &graph.vertices[edge.to];
            let again = self.shown[edge.to] && graph.from(edge.to).next().is_some();
            let above = if again { " (above)" } else { "" };
            let _ = writeln!(self.text, "{indent}{branch} {} {}{above}", edge.relation, title(to));
            if !self.shown[edge.to] {
                self.below(edge.to, &format!("{indent}{further}"));
            }
        }
    }
}

/// The length of the longest way from each vertex.
fn depths(graph: &Graph) -> Vec<usize> {
    let mut depths = vec![0; graph.vertices.len()];
    // No way without a circle is longer than the number of vertices.
    for _ in 0..graph.vertices.len() {
        let ways: Vec<_> = graph.edges.iter().map(|edge| (edge.from, depths[edge.to] + 1)).collect();
        ways.into_iter().for_each(|(from, depth)| depths[from] = depth.min(graph.vertices.len()).max(depths[from]));
    }
    depths
}

fn title(vertex: &Vertex) -> String {
    let note = vertex.origin.note().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{} {}{note}", vertex.kind, vertex.full_name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::sample;
    use crate::graph::{Edge, Origin};

    #[test]
    fn a_tree_has_what_refers_above_what_is_referred_to() {
        assert_eq!(
            text(&sample()),
            "production\n  Service web\n  └─ selects Deployment web\n     └─ reads Secret web-db (not generated)\n  Namespace shop\n"
        );
    }

    #[test]
    fn a_circle_ends() {
        let vertex = |kind: &str| Vertex {
            kind: kind.to_owned(),
            namespace: None,
            name: "db".to_owned(),
            origin: Origin::Generated,
        };
        let edge = |from, to, relation| Edge { from, to, relation };
        let graph = Graph {
            environment: "staging".to_owned(),
            vertices: vec![vertex("StatefulSet"), vertex("Service")],
            edges: vec![edge(0, 1, "is governed by"), edge(1, 0, "selects")],
        };
        assert_eq!(
            text(&graph),
            "staging\n  StatefulSet db\n  └─ is governed by Service db\n     └─ selects StatefulSet db (above)\n"
        );
    }
}
