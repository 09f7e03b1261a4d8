//! Graphs as a picture that needs nothing beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::layers::{Layers, rows};
use super::xml::xml_text;
use super::{Graph, Origin, Vertex};

/// Height of a box, and the space below it.
const BOX: f64 = 40.0;
const SPACE: f64 = 18.0;
/// Space around everything, and above a graph for its name.
const MARGIN: f64 = 16.0;
const HEADING: f64 = 34.0;
/// Widths of letters, a little wider than those of the usual fonts are on average.
const LETTER: f64 = 7.2;
const SMALL_LETTER: f64 = 6.0;
/// How far an arrow back stands from the one there: further than what is written on them is high.
const BESIDE: f64 = 14.0;

const STYLE: &str = "text{font-family:system-ui,sans-serif;fill:#1c2330}.heading{font-size:16px;font-weight:600}\
.kind,.relation{font-size:10px;fill:#5d6778}.name{font-size:12px}.relation{text-anchor:middle;paint-order:stroke;\
stroke:#f6f7f9;stroke-width:4px}rect{fill:#fff;stroke:#8a94a6}.page{fill:#f6f7f9;stroke:none}.other rect{stroke-dasharray:4 3}\
path{fill:none;stroke:#8a94a6}#arrow path{fill:#8a94a6}";

/// The graphs below each other: arrows lead from who refers to what is referred to, and what is not generated has a
/// dashed frame.
pub fn svg(graphs: &[Graph]) -> String {
    let (mut body, mut height, mut width) = (String::new(), MARGIN, 0.0_f64);
    for graph in graphs {
        let picture = Picture::of(graph);
        let _ = writeln!(body, "<g transform=\"translate({MARGIN} {height})\">");
        let _ = writeln!(body, "<text class=\"heading\" y=\"16\">{}</text>", xml_text(&graph.environment));
        let _ = writeln!(body, "<g transform=\"translate(0 {HEADING})\">\n{}</g>\n</g>", picture.body);
        height += HEADING + picture.height + MARGIN;
        width = width.max(picture.width);
    }
    width += 2.0 * MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>Objects and what they refer to</title>\n\
         <style>{STYLE}</style>\n<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

/// A graph, drawn.
struct Picture {
    body: String,
    width: f64,
    height: f64,
}

/// Where an item stands: its left and right end, and its middle.
#[derive(Clone, Copy)]
struct Spot {
    left: f64,
    right: f64,
    middle: f64,
}

impl Picture {
    fn of(graph: &Graph) -> Self {
        let layers = Layers::of(graph);
        let widest = |items: &[usize]| {
            let vertices = items.iter().filter_map(|item| graph.vertices.get(*item));
            vertices.map(width).fold(0.0_f64, f64::max)
        };
        let longest = layers.arrows.iter().map(|(_, relations)| relations.join(", ").len()).max().unwrap_or(0);
        let gap = 50.0 + SMALL_LETTER * longest as f64;
        let rows_of = |items: &[usize]| items.len() as f64 * (BOX + SPACE);
        let linked = layers.columns.iter().map(|column| rows_of(column)).fold(0.0_f64, f64::max);
        let mut spots: BTreeMap<usize, Spot> = BTreeMap::new();
        let mut left = 0.0;
        for column in &layers.columns {
            let right = left + widest(column);
            for (item, row) in rows(column) {
                let middle = linked / 2.0 + row * (BOX + SPACE) - SPACE / 2.0;
                spots.insert(item, Spot { left, right, middle });
            }
            left = right + gap;
        }
        let mut whole = (left - gap).max(0.0);
        // What is linked to nothing stands in a row of its own.
        let alone = (0..graph.vertices.len()).filter(|vertex| !spots.contains_key(vertex)).collect::<Vec<_>>();
        let mut left = 0.0;
        for vertex in &alone {
            let right = left + width(&graph.vertices[*vertex]);
            spots.insert(*vertex, Spot { left, right, middle: linked + BOX / 2.0 });
            whole = whole.max(right);
            left = right + SPACE;
        }
        let height = linked + if alone.is_empty() { 0.0 } else { BOX + SPACE };
        let mut body = String::new();
        for (path, _) in &layers.arrows {
            let points: Vec<Spot> = path.iter().map(|item| spots[item]).collect();
            let _ = writeln!(body, "<path d=\"{}\" marker-end=\"url(#arrow)\"/>", curve(&points));
        }
        for (path, relations) in &layers.arrows {
            let (x, y) = label(spots[&path[0]], spots[&path[1]]);
            let relation = xml_text(&relations.join(", "));
            let _ = writeln!(body, "<text class=\"relation\" x=\"{x:.1}\" y=\"{y:.1}\">{relation}</text>");
        }
        for (place, vertex) in graph.vertices.iter().enumerate() {
            body.push_str(&frame(vertex, spots[&place]));
        }
        Self { body, width: whole, height }
    }
}

/// The ends of an arrow from one item to the next, and how far each stands from the middle.
fn ends(from: Spot, to: Spot) -> ((f64, f64), (f64, f64)) {
    if from.left < to.left {
        ((from.right, from.middle), (to.left, to.middle))
    } else {
        ((from.left, from.middle + BESIDE), (to.right, to.middle + BESIDE))
    }
}

fn curve(points: &[Spot]) -> String {
    let mut path = String::new();
    for (place, pair) in points.windows(2).enumerate() {
        let ((x, y), (to_x, to_y)) = ends(pair[0], pair[1]);
        let bend = (x + to_x) / 2.0;
        let start = if place == 0 { "M" } else { "L" };
        let _ = write!(path, "{start}{x:.1} {y:.1}C{bend:.1} {y:.1} {bend:.1} {to_y:.1} {to_x:.1} {to_y:.1}");
    }
    path
}

/// Where an arrow says what it means: in the middle of its first part.
fn label(from: Spot, to: Spot) -> (f64, f64) {
    let ((x, y), (to_x, to_y)) = ends(from, to);
    ((x + to_x) / 2.0, (y + to_y) / 2.0 + 3.0)
}

fn frame(vertex: &Vertex, spot: Spot) -> String {
    let class = if vertex.origin == Origin::Generated { "" } else { " class=\"other\"" };
    let (x, y, width) = (spot.left, spot.middle - BOX / 2.0, spot.right - spot.left);
    format!(
        "<g{class} transform=\"translate({x:.1} {y:.1})\"><rect width=\"{width:.1}\" height=\"{BOX}\" rx=\"6\"/>\
         <text class=\"kind\" x=\"10\" y=\"15\">{}</text><text class=\"name\" x=\"10\" y=\"31\">{}</text></g>\n",
        xml_text(&kind(vertex)),
        xml_text(&vertex.full_name())
    )
}

/// The kind, and where the object comes from.
fn kind(vertex: &Vertex) -> String {
    vertex.origin.note().map_or_else(|| vertex.kind.clone(), |note| format!("{} · {note}", vertex.kind))
}

fn width(vertex: &Vertex) -> f64 {
    let letters = |text: &str, each: f64| text.chars().count() as f64 * each;
    20.0 + letters(&vertex.full_name(), LETTER).max(letters(&kind(vertex), SMALL_LETTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Edge;
    use crate::graph::tests::sample;

    #[test]
    fn every_object_has_a_frame_and_every_reference_an_arrow() {
        let picture = svg(&[sample(), sample()]);
        assert_eq!(picture.matches("<rect width").count(), 8);
        assert_eq!(picture.matches("marker-end").count(), 4);
        assert_eq!(picture.matches("class=\"other\"").count(), 2);
        assert!(picture.contains(">selects</text>") && picture.contains(">Secret · not generated</text>"));
    }

    #[test]
    fn what_is_written_on_an_arrow_and_on_the_one_back_stands_apart() {
        let mut graph = sample();
        graph.edges.push(Edge { from: 1, to: 2, relation: "is governed by" });
        let picture = svg(&[graph]);
        let height = |relation: &str| {
            let (before, _) = picture.split_once(&format!("\">{relation}</text>")).expect("it is written");
            before.rsplit_once("y=\"").and_then(|(_, y)| y.parse::<f64>().ok()).expect("a height")
        };
        // Letters of 10px.
        assert!((height("selects") - height("is governed by")).abs() > 10.0, "{picture}");
    }
}
