//! Both readers beside one another.

use super::{Document, MAX_ENTRIES, MAX_EVENTS, Node, events, plain, text};

/// Reads octets with both readers, and says which promise is broken: what the plain one takes, the full one takes and reads alike, and
/// neither holds more than the limits. `None` where all is well.
pub(crate) fn broken_promise(bytes: &[u8]) -> Option<String> {
    let text = text::decode(bytes).ok()?;
    let full = events::parse(&text);
    if let Some(too_much) = full.as_ref().ok().and_then(too_much) {
        return Some(too_much);
    }
    let fast = plain::parse(&text)?;
    match full {
        Err(error) => Some(format!("only the plain reader takes it: {error}")),
        Ok(full) if !same(&fast, fast.root(), &full, full.root()) || fast.more != full.more => {
            Some(format!("the plain reader has {fast:?}, the full one {full:?}"))
        }
        Ok(_) => None,
    }
}

/// Where a document holds more than it may.
fn too_much(document: &Document<'_>) -> Option<String> {
    let entries = |node: &Node<'_>| match node {
        Node::Scalar(_) => 0,
        Node::Map(entries) => entries.len(),
    };
    let (nodes, entries) = (document.nodes.len(), document.nodes.iter().map(entries).sum::<usize>());
    (nodes > MAX_EVENTS || entries > MAX_ENTRIES).then(|| format!("{nodes} values and {entries} entries"))
}

/// Whether two values are the same, lines and repeats included.
fn same(a: &Document<'_>, x: &Node<'_>, b: &Document<'_>, y: &Node<'_>) -> bool {
    match (x, y) {
        (Node::Scalar(x), Node::Scalar(y)) => x == y,
        (Node::Map(x), Node::Map(y)) => {
            x.len() == y.len()
                && x.iter().zip(y).all(|(p, q)| {
                    (&p.key, p.line, p.repeated, p.cut) == (&q.key, q.line, q.repeated, q.cut)
                        && same(a, a.value(p), b, b.value(q))
                })
        }
        _ => false,
    }
}
