//! The plain, clean file, which nearly all published ones are, in one pass and without copying.
//!
//! It takes block maps, and lists of block maps, of plain or simply quoted scalars, one pair a line. Whatever else there
//! is (comments, tabs, flow style, tags, escapes, several documents, blank lines, odd indentation) makes it give up, and
//! [`super::events`] reads the file. What it does read it reads as `events` does; a property test holds it to that.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use super::{Document, Entry, MAX_EVENTS, Node, Scalar, keep_last};

/// Longer lines than this are not plain: libyaml ends keys there.
const LONGEST_LINE: usize = 1000;

/// A place has about as many keys, and so has the head of a file.
const FEW_KEYS: usize = 8;

/// The document, or `None` if the text is not plain.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let body = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")).unwrap_or(text);
    let first = if body.len() < text.len() { 2 } else { 1 };
    // A line gives one value, and few begin a map in a list.
    let lines = memchr_iter(b'\n', body.as_bytes()).count();
    let nodes = Vec::with_capacity((lines + lines / 4 + 2).min(MAX_EVENTS));
    // The start of the text and that of its document.
    let mut reader = Reader { rest: body, next: None, line: first, nodes, events: 2 };
    reader.advance()?;
    let next = reader.next.as_ref()?;
    if next.indent != 0 || next.dash {
        return None;
    }
    let root = reader.map(0, 0)?;
    // Everything must have been read.
    let whole = reader.next.is_none() && reader.events <= MAX_EVENTS;
    whole.then_some(Document { nodes: reader.nodes, root, more: false })
}

/// One line, taken apart.
struct Line<'t> {
    /// The column of the key.
    indent: usize,
    /// Whether a `- ` stands before the key.
    dash: bool,
    key: Cow<'t, str>,
    /// Whether the key is not what is written.
    cut: bool,
    value: Scalar<'t>,
    /// Whether nothing stands after the colon.
    bare: bool,
    number: u32,
}

struct Reader<'t> {
    rest: &'t str,
    /// The line to be read next; `None` at the end.
    next: Option<Line<'t>>,
    line: u32,
    nodes: Vec<Node<'t>>,
    /// What libyaml would have told so far, to stop where [`super::events`] does.
    events: usize,
}

impl<'t> Reader<'t> {
    /// Takes the next line apart. `None` if it is not plain.
    fn advance(&mut self) -> Option<()> {
        if self.rest.is_empty() {
            self.next = None;
            return Some(());
        }
        let end = memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let line = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        self.next = Some(Line { number: self.line, ..split(line)? });
        self.line += 1;
        // The key; its value is counted where it is added.
        self.events += 1;
        (self.events <= MAX_EVENTS).then_some(())
    }

    fn add(&mut self, node: Node<'t>) -> u32 {
        self.events += match &node {
            Node::Scalar(_) => 1,
            // Its start and its end.
            Node::Map(_) => 2,
        };
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    /// Reads the map whose keys stand in this column. Its first line may have a dash before the key.
    fn map(&mut self, indent: usize, depth: usize) -> Option<u32> {
        let node = self.add(Node::Map(Vec::new()));
        let mut entries = Vec::with_capacity(FEW_KEYS);
        let mut first = true;
        while let Some(line) = self.next.take_if(|l| l.indent == indent && (first || !l.dash)) {
            first = false;
            self.advance()?;
            let node =
                if line.bare { self.nested(indent, depth)? } else { self.add(Node::Scalar(line.value)) };
            let (key, line, cut) = (line.key, line.number, line.cut);
            entries.push(Entry { key, line, repeated: false, cut, node, reference: false, merged: false });
        }
        self.nodes[node as usize] = Node::Map(keep_last(entries));
        Some(node)
    }

    /// What stands below a key without a value: a map further in, a list, or nothing.
    fn nested(&mut self, indent: usize, depth: usize) -> Option<u32> {
        match &self.next {
            // The published files have three levels: a map, a list, maps.
            Some(next) if next.indent > indent && !next.dash && depth < 3 => {
                let inner = next.indent;
                self.map(inner, depth + 1)
            }
            Some(next) if next.dash && next.indent >= indent + 2 && depth < 3 => {
                let column = next.indent;
                self.list(column, depth + 1)
            }
            _ => Some(self.add(Node::Scalar(Scalar::Null))),
        }
    }

    /// Reads the list of maps whose keys stand in this column.
    fn list(&mut self, column: usize, depth: usize) -> Option<u32> {
        let node = self.add(Node::Map(Vec::new()));
        let mut entries = Vec::new();
        while let Some(line) = self.next.as_ref().filter(|l| l.dash && l.indent == column) {
            let (line, key) = (line.number, entries.len().to_string().into());
            let node = self.map(column, depth)?;
            let (cut, reference) = (false, false);
            entries.push(Entry { key, line, repeated: false, cut, node, reference, merged: false });
        }
        self.nodes[node as usize] = Node::Map(entries);
        Some(node)
    }
}

/// Takes a line apart; `None` if it is not plain. Its number is set by the caller.
fn split(line: &str) -> Option<Line<'_>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    // Octet by octet, as this is the most of what reading a file costs.
    let blanks = line.bytes().take_while(|b| *b == b' ').count();
    let text = &line[blanks..];
    let (dash, text) = text.strip_prefix("- ").map_or((false, text), |after| (true, after));
    let indent = line.len() - text.len();
    let (key, rest) = if let Some((key, rest)) = quoted(text) {
        (Scalar::Text(key.into()), rest)
    } else {
        let end =
            text.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')))?;
        if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        (Scalar::plain(text[..end].into()), &text[end..])
    };
    let value = rest.strip_prefix(':')?;
    let trimmed = value.trim_matches(' ');
    let bare = trimmed.is_empty();
    if !bare && !value.starts_with(' ') {
        return None;
    }
    let value = if bare {
        Scalar::Null
    } else if let Some((text, rest)) = quoted(trimmed) {
        if !rest.is_empty() {
            return None;
        }
        Scalar::Text(text.into())
    } else if plain(trimmed) {
        Scalar::plain(trimmed.into())
    } else {
        return None;
    };
    let (key, cut) = key.into_key();
    Some(Line { indent, dash, key, cut, value, bare, number: 0 })
}

/// A text in quotes without anything that quotes can escape, nor the beginning of tags, at which [`super::events`] looks twice, and what
/// follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = *text.as_bytes().first().filter(|b| matches!(b, b'\'' | b'"'))?;
    let end = memchr(quote, &text.as_bytes()[1..])?;
    let (inner, rest) = (&text[1..=end], &text[end + 2..]);
    let simple =
        inner.chars().all(|c| letter(c) || (c.is_ascii_graphic() && !matches!(c, '\\' | '!')) || c == ' ');
    // Two single quotes are an escaped one.
    (simple && !rest.starts_with(char::from(quote))).then_some((inner, rest))
}

/// Whether a text is a plain scalar beyond doubt, in a block map on one line.
fn plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // What nearly every value is.
    if bytes.iter().all(u8::is_ascii_digit) {
        return !bytes.is_empty();
    }
    let starts = match bytes {
        [b'-' | b'+' | b'.', second, ..] => second.is_ascii_digit(),
        _ => text.starts_with(|c: char| c.is_ascii_alphanumeric() || letter(c)),
    };
    let ascii = |b: u8| b.is_ascii_alphanumeric() || b" ._-+,/()'&;:@=~".contains(&b);
    let body = bytes.iter().all(|b| ascii(*b))
        || text.chars().all(|c| letter(c) || u8::try_from(c).is_ok_and(ascii));
    // A colon before a blank or at the end would make it a key.
    let is_key = || memchr_iter(b':', bytes).any(|at| matches!(bytes.get(at + 1), None | Some(b' ')));
    starts && body && !is_key()
}

/// Latin letters with accents: no breaks, blanks or marks among them.
fn letter(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}')
}
