//! Which column and which row a vertex of a picture has: an arrow goes from left to right, and few cross.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;

/// How often the columns are ordered by their neighbours, to and fro.
const SWEEPS: usize = 8;

/// A graph in columns.
pub(super) struct Layers {
    /// The items of each column from top to bottom. An item below the number of vertices is a vertex; each further
    /// one is where an arrow passes by.
    pub(super) columns: Vec<Vec<usize>>,
    /// The arrows: the items that each leads along from its start to its end, and its relations.
    pub(super) arrows: Vec<(Vec<usize>, Vec<&'static str>)>,
}

impl Layers {
    /// Puts the vertices that any edge touches into columns.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut pairs: BTreeMap<(usize, usize), Vec<&'static str>> = BTreeMap::new();
        for edge in &graph.edges {
            pairs.entry((edge.from, edge.to)).or_default().push(edge.relation);
        }
        let forward = forward(graph, pairs.keys().copied());
        let ranks = ranks(graph.vertices.len(), &forward);
        let linked: BTreeSet<usize> = pairs.keys().flat_map(|(from, to)| [*from, *to]).collect();
        let mut columns = vec![Vec::new(); linked.iter().map(|vertex| ranks[*vertex] + 1).max().unwrap_or(0)];
        linked.iter().for_each(|vertex| columns[ranks[*vertex]].push(*vertex));
        let mut next = graph.vertices.len();
        let mut arrows = Vec::new();
        for ((from, to), relations) in pairs {
            let (left, right) = if ranks[from] < ranks[to] { (from, to) } else { (to, from) };
            let mut items = vec![left];
            for column in &mut columns[ranks[left] + 1..ranks[right]] {
                column.push(next);
                items.push(next);
                next += 1;
            }
            items.push(right);
            if left != from {
                items.reverse();
            }
            arrows.push((items, relations));
        }
        let mut layers = Self { columns, arrows };
        layers.order(next);
        layers
    }

    /// Puts each item as high as what it is linked to in the column beside it.
    fn order(&mut self, items: usize) {
        let mut beside: Vec<Vec<usize>> = vec![Vec::new(); items];
        for (path, _) in &self.arrows {
            for pair in path.windows(2) {
                beside[pair[0]].push(pair[1]);
                beside[pair[1]].push(pair[0]);
            }
        }
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            let count = self.columns.len();
            for step in 1..count {
                let (column, by) = if sweep % 2 == 0 { (step, step - 1) } else { (count - 1 - step, count - step) };
                let rows = rows(&self.columns[by]);
                let mean = |item: &usize| {
                    let near: Vec<f64> = beside[*item].iter().filter_map(|other| rows.get(other).copied()).collect();
                    (!near.is_empty()).then(|| near.iter().sum::<f64>() / near.len() as f64)
                };
                let own = self::rows(&self.columns[column]);
                let key = |item: &usize| mean(item).unwrap_or(own[item]);
                self.columns[column].sort_by(|one, other| key(one).total_cmp(&key(other)));
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    /// How many arrows cross.
    fn crossings(&self) -> usize {
        let mut row = BTreeMap::new();
        for (column, items) in self.columns.iter().enumerate() {
            items.iter().enumerate().for_each(|(place, item)| _ = row.insert(*item, (column, place)));
        }
        let segment = |pair: &[usize]| {
            let (one, other) = (row[&pair[0]], row[&pair[1]]);
            if one < other { (one, other) } else { (other, one) }
        };
        let segments: Vec<_> = self.arrows.iter().flat_map(|(path, _)| path.windows(2).map(segment)).collect();
        let cross = |one: &((usize, usize), (usize, usize)), other: &((usize, usize), (usize, usize))| {
            one.0.0 == other.0.0
                && (one.0.1 < other.0.1 && one.1.1 > other.1.1 || one.0.1 > other.0.1 && one.1.1 < other.1.1)
        };
        let below = |(place, one)| segments[place + 1..].iter().filter(|other| cross(one, other)).count();
        segments.iter().enumerate().map(below).sum()
    }
}

/// The height of each item of a column around its middle, in rows.
pub(super) fn rows(column: &[usize]) -> BTreeMap<usize, f64> {
    let middle = (column.len() as f64 - 1.0) / 2.0;
    column.iter().enumerate().map(|(place, item)| (*item, place as f64 - middle)).collect()
}

/// The pairs without those that close a circle.
fn forward(graph: &Graph, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    fn walk(vertex: usize, below: &[Vec<usize>], state: &mut [u8], kept: &mut Vec<(usize, usize)>) {
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        state[vertex] = OPEN;
        for to in &below[vertex] {
            if state[*to] != OPEN {
                kept.push((vertex, *to));
            }
            if state[*to] == 0 {
                walk(*to, below, state, kept);
            }
        }
        state[vertex] = DONE;
    }
    let count = graph.vertices.len();
    let mut below = vec![Vec::new(); count];
    pairs.for_each(|(from, to)| below[from].push(to));
    let (mut state, mut kept) = (vec![0; count], Vec::new());
    let (starts, rest): (Vec<usize>, Vec<usize>) = (0..count).partition(|vertex| !graph.is_referred_to(*vertex));
    for vertex in starts.into_iter().chain(rest) {
        if state[vertex] == 0 {
            walk(vertex, &below, &mut state, &mut kept);
        }
    }
    kept
}

/// The column of each vertex: right of all that refer to it, and as near as can be to what it refers to.
fn ranks(count: usize, forward: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0; count];
    // No path is longer than the number of vertices.
    for _ in 0..count {
        forward.iter().for_each(|(from, to)| ranks[*to] = ranks[*to].max(ranks[*from] + 1));
    }
    for _ in 0..count {
        for vertex in 0..count {
            let nearest = forward.iter().filter(|(from, _)| *from == vertex).map(|(_, to)| ranks[*to] - 1).min();
            ranks[vertex] = nearest.map_or(ranks[vertex], |nearest| nearest.max(ranks[vertex]));
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Edge, Origin, Vertex};

    fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
        let vertex = |place: usize| Vertex {
            kind: "Pod".to_owned(),
            namespace: None,
            name: place.to_string(),
            origin: Origin::Generated,
        };
        let edges = edges.iter().map(|(from, to)| Edge { from: *from, to: *to, relation: "reads" }).collect();
        Graph { environment: "staging".to_owned(), vertices: (0..count).map(vertex).collect(), edges }
    }

    #[test]
    fn arrows_lead_to_the_right_and_long_ones_pass_by() {
        let layers = Layers::of(&graph(5, &[(0, 1), (1, 2), (0, 2), (3, 2)]));
        // 3 stands beside 1, since both refer to 2; 4 is not linked; item 5 is where the arrow from 0 to 2 passes.
        let columns: Vec<BTreeSet<usize>> =
            layers.columns.iter().map(|column| column.iter().copied().collect()).collect();
        assert_eq!(columns, [BTreeSet::from([0]), BTreeSet::from([1, 3, 5]), BTreeSet::from([2])]);
        assert!(layers.arrows.contains(&(vec![0, 5, 2], vec!["reads"])));
    }

    #[test]
    fn a_circle_has_one_arrow_back() {
        let layers = Layers::of(&graph(2, &[(0, 1), (1, 0)]));
        assert_eq!(layers.columns, [[0], [1]]);
        assert_eq!(layers.arrows, [(vec![0, 1], vec!["reads"]), (vec![1, 0], vec!["reads"])]);
    }

    #[test]
    fn what_can_be_drawn_without_a_crossing_is() {
        let layers = Layers::of(&graph(6, &[(0, 5), (1, 4), (2, 3)]));
        assert_eq!(layers.crossings(), 0);
    }
}
