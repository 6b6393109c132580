//! Any file, by the events of a port of libyaml, put together as PHP's YAML extension does.

use std::borrow::Cow;
use std::collections::HashMap;

use libyaml_safer::{Encoding, Event, EventData, Parser, ScalarStyle};

use super::{Document, Entry, MAX_DEPTH, MAX_ENTRIES, MAX_EVENTS, Node, Scalar, YamlError, keep_last};

/// Reads the first document. A mistake behind it does no harm, as in PHP.
pub(super) fn parse<'t>(text: &str) -> Result<Document<'t>, YamlError> {
    // libyaml-safer 0.3.0 panics where a text ends within an escape or a block scalar; a line end mends that.
    let closed: Cow<'_, str> = if text.ends_with('\n') { text.into() } else { format!("{text}\n").into() };
    if let Some(line) = tag_before_comma(&closed) {
        return Err(YamlError::new(Some(line), "a tag stands before a comma"));
    }
    let mut input = closed.as_bytes();
    let mut parser = parser(&mut input);
    let mut builder = Builder::default();
    loop {
        let event = match parser.parse() {
            Ok(event) => event,
            Err(_) if builder.done() => break,
            Err(error) => {
                let line = error.problem_mark().map(|m| m.line as u32 + 1);
                return Err(YamlError::new(line, error.problem()));
            }
        };
        if matches!(event.data, EventData::DocumentEnd { .. } | EventData::StreamEnd) {
            break;
        }
        builder.event(event)?;
    }
    let more =
        builder.done() && matches!(parser.parse(), Ok(Event { data: EventData::DocumentStart { .. }, .. }));
    Ok(builder.finish(more))
}

fn parser<'t>(input: &'t mut &'t [u8]) -> Parser<&'t mut &'t [u8]> {
    let mut parser = Parser::new();
    parser.set_encoding(Encoding::Utf8);
    parser.set_input_string(input);
    parser
}

/// The line of what may be a tag with a comma right behind it, in a text with flow style: libyaml-safer 0.3.0 panics on
/// that. No published file has tags at all.
///
/// An exclamation mark begins a tag, but not in quotes or within a word. So it reads the text with a blank before each such
/// comma, which means the same and is no cause to panic, and only where there is a tag then, or a mistake, is one told.
fn tag_before_comma(text: &str) -> Option<u32> {
    if !text.contains(['[', '{']) {
        return None;
    }
    let (mut spaced, mut line, mut first, mut marked) = (String::new(), 1, None, false);
    for c in text.chars() {
        match c {
            '!' => marked = true,
            ',' if marked => {
                first = first.or(Some(line));
                spaced.push(' ');
            }
            c if c.is_whitespace() => {
                marked = false;
                line += u32::from(c == '\n');
            }
            _ => {}
        }
        spaced.push(c);
    }
    first.filter(|_| may_have_tags(&spaced))
}

/// Whether a text has tags, or is not read, so that nobody knows.
fn may_have_tags(text: &str) -> bool {
    let mut input = text.as_bytes();
    let mut parser = parser(&mut input);
    let mut depth = 0;
    for _ in 0..MAX_EVENTS {
        let tag = match parser.parse().map(|event| event.data) {
            Err(_) => return true,
            Ok(EventData::StreamEnd) => return false,
            Ok(EventData::SequenceStart { tag, .. } | EventData::MappingStart { tag, .. }) => {
                depth += 1;
                tag
            }
            Ok(EventData::SequenceEnd | EventData::MappingEnd) => {
                depth -= 1;
                None
            }
            Ok(EventData::Scalar { tag, .. }) => tag,
            Ok(_) => None,
        };
        if tag.is_some() || depth > MAX_DEPTH {
            return true;
        }
    }
    true
}

/// A list or map that is not complete yet.
struct Level<'t> {
    node: u32,
    line: u32,
    entries: Vec<Entry<'t>>,
    reference: bool,
    kind: Kind<'t>,
}

enum Kind<'t> {
    /// With the number that the next item gets.
    List(usize),
    /// With the key that waits for its value.
    Map(Option<Key<'t>>),
}

enum Key<'t> {
    /// A key and whether it was cut, its line, and whether it is a plain `<<`.
    Text((Cow<'t, str>, bool), u32, bool),
    /// A list or map as a key, which PHP's arrays cannot have: the pair is dropped.
    Illegal,
}

#[derive(Default)]
struct Builder<'t> {
    nodes: Vec<Node<'t>>,
    levels: Vec<Level<'t>>,
    anchors: HashMap<String, u32>,
    root: Option<u32>,
    events: usize,
    entries: usize,
}

impl<'t> Builder<'t> {
    /// Whether the document is complete.
    fn done(&self) -> bool {
        self.root.is_some() && self.levels.is_empty()
    }

    fn finish(mut self, more: bool) -> Document<'t> {
        let root = self.root.unwrap_or_else(|| self.add(Node::Scalar(Scalar::Null)));
        Document { nodes: self.nodes, root, more }
    }

    fn add(&mut self, node: Node<'t>) -> u32 {
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    fn event(&mut self, event: Event) -> Result<(), YamlError> {
        let line = event.start_mark.line as u32 + 1;
        self.events += 1;
        if self.events > MAX_EVENTS {
            return Err(YamlError::new(Some(line), "more values than any published file has"));
        }
        match event.data {
            EventData::Scalar { anchor, tag, value, plain_implicit, quoted_implicit, style } => {
                let merge = value == "<<" && style == ScalarStyle::Plain;
                let scalar = evaluate(value, tag.as_deref(), plain_implicit, quoted_implicit, style);
                let node = self.add(Node::Scalar(scalar));
                self.value(node, anchor.is_some(), false, line, merge)?;
                self.anchor(anchor, node);
            }
            EventData::Alias { anchor } => match self.anchors.get(&anchor) {
                Some(node) => self.value(*node, true, true, line, false)?,
                None => {
                    return Err(YamlError::new(Some(line), format!("the alias `{anchor}` has no anchor")));
                }
            },
            EventData::SequenceStart { anchor, .. } => self.open(anchor, Kind::List(0), line)?,
            EventData::MappingStart { anchor, .. } => self.open(anchor, Kind::Map(None), line)?,
            EventData::SequenceEnd | EventData::MappingEnd => {
                if let Some(level) = self.levels.pop() {
                    self.nodes[level.node as usize] = Node::Map(keep_last(level.entries));
                    self.value(level.node, level.reference, false, level.line, false)?;
                }
            }
            EventData::StreamStart { .. }
            | EventData::StreamEnd
            | EventData::DocumentStart { .. }
            | EventData::DocumentEnd { .. } => {}
        }
        Ok(())
    }

    fn anchor(&mut self, anchor: Option<String>, node: u32) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
    }

    fn open(&mut self, anchor: Option<String>, kind: Kind<'t>, line: u32) -> Result<(), YamlError> {
        if self.levels.len() >= MAX_DEPTH {
            return Err(YamlError::new(Some(line), "nested deeper than any published file"));
        }
        // Empty until it is complete; an alias inside it sees it so.
        let node = self.add(Node::Map(Vec::new()));
        let reference = anchor.is_some();
        self.anchor(anchor, node);
        self.levels.push(Level { node, line, entries: Vec::new(), reference, kind });
        Ok(())
    }

    /// Puts a complete value where it belongs.
    fn value(
        &mut self,
        node: u32,
        reference: bool,
        alias: bool,
        line: u32,
        merge: bool,
    ) -> Result<(), YamlError> {
        let Some(level) = self.levels.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        let ((key, cut), line) = match &mut level.kind {
            Kind::List(next) => {
                let key = next.to_string();
                *next += 1;
                ((key.into(), false), line)
            }
            Kind::Map(waiting) => match waiting.take() {
                None => {
                    *waiting = Some(match &self.nodes[node as usize] {
                        Node::Scalar(scalar) => Key::Text(scalar.clone().into_key(), line, merge),
                        Node::Map(_) => Key::Illegal,
                    });
                    return Ok(());
                }
                Some(Key::Illegal) => return Ok(()),
                Some(Key::Text(_, at, true)) if matches!(self.nodes[node as usize], Node::Map(_)) => {
                    return self.merge(node, alias, at);
                }
                Some(Key::Text(key, at, _)) => (key, at),
            },
        };
        level.entries.push(Entry { key, line, repeated: false, cut, node, reference, merged: false });
        self.count(1, line)
    }

    /// Takes the entries of a map that an alias names, or of each in a list of such, into the map that is open.
    fn merge(&mut self, node: u32, alias: bool, line: u32) -> Result<(), YamlError> {
        let Node::Map(entries) = &self.nodes[node as usize] else { return Ok(()) };
        let from: Vec<u32> =
            if alias { vec![node] } else { entries.iter().filter(|e| e.reference).map(|e| e.node).collect() };
        for node in from {
            let Node::Map(entries) = &self.nodes[node as usize] else { continue };
            let merged: Vec<Entry<'t>> = entries
                .iter()
                .map(|e| Entry { merged: true, repeated: false, line, key: e.key.clone(), ..*e })
                .collect();
            self.count(merged.len(), line)?;
            if let Some(level) = self.levels.last_mut() {
                level.entries.extend(merged);
            }
        }
        Ok(())
    }

    fn count(&mut self, entries: usize, line: u32) -> Result<(), YamlError> {
        self.entries += entries;
        if self.entries > MAX_ENTRIES {
            return Err(YamlError::new(Some(line), "more entries than any published file has"));
        }
        Ok(())
    }
}

/// The value of a scalar with its tag and quotes, as PHP's YAML extension finds it. Time stamps and binary data stay
/// text, and PHP objects too: that is how the extension is set up unless told otherwise.
fn evaluate<'t>(
    value: String,
    tag: Option<&str>,
    plain_implicit: bool,
    quoted_implicit: bool,
    style: ScalarStyle,
) -> Scalar<'t> {
    if quoted_implicit {
        return Scalar::Text(value.into());
    }
    let plain = Scalar::plain(value.clone().into());
    if plain_implicit {
        // A quoted text with the tag `!` gets here too; PHP does not read truth values in those.
        return match plain {
            Scalar::Bool(_) if style != ScalarStyle::Plain => Scalar::Text(value.into()),
            plain => plain,
        };
    }
    match (tag.and_then(|t| t.strip_prefix("tag:yaml.org,2002:")), plain) {
        (Some("null"), _) => Scalar::Null,
        (Some("bool"), plain @ Scalar::Bool(_)) if style == ScalarStyle::Plain => plain,
        (Some("bool"), _) => Scalar::Bool(!matches!(value.as_str(), "" | "0")),
        (Some("int" | "float"), plain @ (Scalar::Int(..) | Scalar::Float(..))) => plain,
        (Some("int" | "float"), _) => Scalar::Float(numeric_start(&value), value.into()),
        _ => Scalar::Text(value.into()),
    }
}

/// PHP's cast of a text to a number: as far as it is one, else 0.
fn numeric_start(text: &str) -> f64 {
    (0..=text.len().min(64)).rev().filter_map(|end| text.get(..end)).find_map(super::numeric).unwrap_or(0.0)
}
