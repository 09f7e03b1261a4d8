//! What is generated and how it hangs together: the objects, what they refer to, and pictures of both.

mod dot;
mod layers;
mod mermaid;
mod svg;
mod text;
pub(crate) mod xml;

use crate::check::{Link, MAKES, Object, Other, Set, Target, links};
use crate::manifest::Document;

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;
pub use text::text;

/// The objects of an environment, and what they refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The environment.
    pub environment: String,
    /// The objects, in the order in which they are applied, then those that they refer to elsewhere.
    pub vertices: Vec<Vertex>,
    /// The references, by who refers.
    pub edges: Vec<Edge>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vertex {
    /// Its kind.
    pub kind: String,
    /// Its namespace, where it is another one than that of who refers to it.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where an object comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is one of the manifests.
    Generated,
    /// A controller makes it of one of the manifests.
    Made,
    /// It has to be in the cluster already.
    Elsewhere,
}

impl Origin {
    /// What a picture says beside the name; nothing of what is generated.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Generated => None,
            Self::Made => Some("made in the cluster"),
            Self::Elsewhere => Some("not generated"),
        }
    }
}

/// A reference from an object to another one, by their places among the vertices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Who refers.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// What it is to it, as a verb.
    pub relation: &'static str,
}

impl Vertex {
    /// The name, behind the namespace where that is another one.
    pub fn full_name(&self) -> String {
        self.namespace.as_ref().map_or_else(|| self.name.clone(), |namespace| format!("{namespace}/{}", self.name))
    }
}

impl Graph {
    /// The graph of an environment's documents.
    pub fn of(environment: &str, documents: &[Document]) -> Self {
        let objects: Vec<Object> = documents.iter().map(object).collect();
        let generated = |object: &Object| Vertex {
            kind: object.identity.kind.clone(),
            namespace: None,
            name: object.identity.name.clone(),
            origin: Origin::Generated,
        };
        let links = links(&Set::new(&objects), &objects);
        let mut others: Vec<(&Other, Origin)> = Vec::new();
        let mut edges = Vec::new();
        for Link { from, to, relation } in &links {
            let to = match to {
                Target::Object(place) => *place,
                Target::Other(other) => {
                    let known = others.iter().position(|(known, _)| *known == other);
                    let place = known.unwrap_or_else(|| {
                        others.push((other, Origin::Elsewhere));
                        others.len() - 1
                    });
                    if *relation == MAKES {
                        others[place].1 = Origin::Made;
                    }
                    objects.len() + place
                }
            };
            edges.push(Edge { from: *from, to, relation });
        }
        let elsewhere = |(other, origin): (&Other, Origin)| {
            let Other { kind, namespace, name } = other.clone();
            Vertex { kind, namespace, name, origin }
        };
        let vertices = objects.iter().map(generated).chain(others.into_iter().map(elsewhere)).collect();
        Self { environment: environment.to_owned(), vertices, edges }
    }

    /// The edges from a vertex.
    fn from(&self, vertex: usize) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.from == vertex)
    }

    /// Whether anything refers to a vertex.
    fn is_referred_to(&self, vertex: usize) -> bool {
        self.edges.iter().any(|edge| edge.to == vertex)
    }
}

/// A document as what the lookups work on.
fn object(document: &Document) -> Object {
    Object {
        identity: document.identity.clone(),
        api_version: document.get("apiVersion").and_then(|value| value.as_str()).unwrap_or_default().to_owned(),
        node: document.node.clone(),
        file: document.file.as_str().into(),
        document: 0,
        items: Vec::new(),
        ambiguous: std::sync::Arc::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Service, its Deployment, the Secret that the Deployment reads, and what stands alone.
    pub(super) fn sample() -> Graph {
        let text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, envFrom: [{secretRef: {name: web-db}}]}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n";
        let documents = text.split("---\n").enumerate().map(|(place, text)| {
            Document::parse("sample", &format!("{place}.yaml"), text.to_owned()).expect("an object")
        });
        Graph::of("production", &documents.collect::<Vec<_>>())
    }

    #[test]
    fn what_is_generated_stands_before_what_it_refers_to_elsewhere() {
        let graph = sample();
        let told: Vec<_> =
            graph.vertices.iter().map(|one| (one.kind.as_str(), one.name.as_str(), one.origin)).collect();
        assert_eq!(
            told,
            [
                ("Namespace", "shop", Origin::Generated),
                ("Deployment", "web", Origin::Generated),
                ("Service", "web", Origin::Generated),
                ("Secret", "web-db", Origin::Elsewhere),
            ]
        );
        let edges: Vec<_> = graph.edges.iter().map(|edge| (edge.from, edge.relation, edge.to)).collect();
        assert_eq!(edges, [(1, "reads", 3), (2, "selects", 1)]);
    }
}
