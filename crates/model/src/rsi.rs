//! Root server identifiers (RSIs), the letters a to m.

use std::fmt;

/// One of the 13 root server identifiers. Ordered by letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rsi(u8);

impl Rsi {
    /// How many identifiers there are.
    pub const COUNT: usize = 13;
    /// The first, `a`. zone-size answers stand under it.
    pub const A: Rsi = Rsi(0);

    /// All 13, in order of letter.
    pub fn all() -> impl DoubleEndedIterator<Item = Rsi> + ExactSizeIterator {
        (0..Self::COUNT as u8).map(Rsi)
    }

    /// The identifier with this letter, in either case; `None` for any other character.
    pub fn from_letter(letter: char) -> Option<Rsi> {
        let lower = letter.to_ascii_lowercase();
        ('a'..='m').contains(&lower).then(|| Rsi(lower as u8 - b'a'))
    }

    /// 0 for a to 12 for m.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The lower-case letter.
    pub fn letter(self) -> char {
        (b'a' + self.0) as char
    }

    /// The lower-case letter as text, for keys of maps.
    pub fn as_str(self) -> &'static str {
        const LETTERS: &str = "abcdefghijklm";
        &LETTERS[self.index()..=self.index()]
    }
}

impl fmt::Display for Rsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Rsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rsi({self})")
    }
}

/// A set of root server identifiers. Iterates in order of letter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RsiSet(u16);

/// Why a text is not a set of RSIs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RsiError {
    /// Nothing in it, or more than 50 characters.
    #[error("it has {0} characters; 1 to 50 are accepted")]
    Length(usize),
    /// A character that is no letter a to m, comma or hyphen.
    #[error("`{0}` is no letter a to m, comma or hyphen")]
    Character(char),
    /// A separator at an end, or a hyphen beside another separator.
    #[error("a comma or hyphen stands where a letter is needed")]
    Separator,
    /// A range that does not ascend.
    #[error("the range {0}-{1} does not ascend")]
    Range(Rsi, Rsi),
}

impl RsiSet {
    /// No RSI.
    pub const EMPTY: RsiSet = RsiSet(0);
    /// All 13.
    pub const ALL: RsiSet = RsiSet((1 << Rsi::COUNT) - 1);

    /// The set of one.
    pub fn only(rsi: Rsi) -> RsiSet {
        RsiSet(1 << rsi.0)
    }

    /// Adds one; no effect if it is there.
    pub fn insert(&mut self, rsi: Rsi) {
        self.0 |= 1 << rsi.0;
    }

    /// Takes one out; no effect if it is not there.
    pub fn remove(&mut self, rsi: Rsi) {
        self.0 &= !(1 << rsi.0);
    }

    /// Whether it is in the set.
    pub fn contains(self, rsi: Rsi) -> bool {
        self.0 & (1 << rsi.0) != 0
    }

    /// How many are in the set.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether none is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members in order of letter.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Rsi> + Clone {
        (0..Rsi::COUNT as u8).map(Rsi).filter(move |r| self.contains(*r))
    }

    /// Those of this set that are not in the other.
    pub fn without(self, other: RsiSet) -> RsiSet {
        RsiSet(self.0 & !other.0)
    }

    /// Reads the API's spelling (`a-m`, `a,b,m,f`, `m,c-k`), after the rules of the published API: case and
    /// surrounding blanks do not matter, 1 to 50 characters, repeated commas are fine, commas may be left out,
    /// ranges ascend strictly and may be chained (`a-c-e`). A range starts at the letter written before `-`,
    /// where the published API starts at the letter added last.
    pub fn parse_api(text: &str) -> Result<RsiSet, RsiError> {
        let text = text.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0b']);
        let length = text.chars().count();
        if length == 0 || length > 50 {
            return Err(RsiError::Length(length));
        }
        let mut set = RsiSet::EMPTY;
        let mut before = ',';
        let mut last: Option<Rsi> = None;
        for c in text.chars() {
            match (Rsi::from_letter(c), before) {
                (Some(rsi), '-') => {
                    // A hyphen is only accepted behind a letter, so there is one.
                    let from = last.ok_or(RsiError::Separator)?;
                    if from >= rsi {
                        return Err(RsiError::Range(from, rsi));
                    }
                    (from.0..=rsi.0).for_each(|i| set.insert(Rsi(i)));
                    last = Some(rsi);
                }
                (Some(rsi), _) => {
                    set.insert(rsi);
                    last = Some(rsi);
                }
                (None, _) if c == ',' && before != '-' && last.is_some() => {}
                (None, _) if c == '-' && before != ',' && before != '-' => {}
                (None, _) if c == ',' || c == '-' => return Err(RsiError::Separator),
                (None, _) => return Err(RsiError::Character(c)),
            }
            before = c;
        }
        if before == ',' || before == '-' { Err(RsiError::Separator) } else { Ok(set) }
    }

    /// Reads the permalink's spelling: as the API's, with `.` in place of the comma (`a-c.k`), because only
    /// unreserved characters survive messengers and mail. Where a comma did survive, it is read too, and never written.
    pub fn parse_permalink(text: &str) -> Result<RsiSet, RsiError> {
        Self::parse_api(&text.replace('.', ","))
    }

    /// Its one spelling with this separator: runs of three or more as ranges, in order of letter.
    fn spell(self, separator: char) -> String {
        let members: Vec<Rsi> = self.iter().collect();
        let mut out = String::new();
        for run in members.chunk_by(|a, b| a.0 + 1 == b.0) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let parts = if run.len() > 2 {
                vec![format!("{first}-{last}")]
            } else {
                run.iter().map(Rsi::to_string).collect()
            };
            for part in parts {
                if !out.is_empty() {
                    out.push(separator);
                }
                out.push_str(&part);
            }
        }
        out
    }

    /// Its one spelling in a permalink, `a-c.k`. Empty for the empty set.
    pub fn to_permalink(self) -> String {
        self.spell('.')
    }

    /// Its one spelling for the API, `a-c,k`. Empty for the empty set.
    pub fn to_api(self) -> String {
        self.spell(',')
    }
}

impl FromIterator<Rsi> for RsiSet {
    fn from_iter<T: IntoIterator<Item = Rsi>>(iter: T) -> Self {
        let mut set = RsiSet::EMPTY;
        iter.into_iter().for_each(|r| set.insert(r));
        set
    }
}

/// As words read it: `a, b and k`; ranges of three or more as `a-c`.
impl fmt::Display for RsiSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spelled = self.spell(',');
        match spelled.rsplit_once(',') {
            Some((head, tail)) => write!(f, "{} and {tail}", head.replace(',', ", ")),
            None => f.write_str(&spelled),
        }
    }
}

impl fmt::Debug for RsiSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsiSet({})", self.spell(','))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn api(text: &str) -> Option<String> {
        RsiSet::parse_api(text).ok().map(|s| s.iter().map(Rsi::letter).collect())
    }

    #[test]
    fn reads_what_the_published_api_reads() {
        for (text, letters) in [
            ("a-m", "abcdefghijklm"),
            ("a,b,m,f", "abfm"),
            ("m,c-k", "cdefghijkm"),
            ("A-C", "abc"),
            (" a ", "a"),
            ("h,,,a-c", "abch"),
            ("abc", "abc"),
            ("a-c-e", "abcde"),
            ("c,a,c-e", "acde"),
        ] {
            assert_eq!(api(text).as_deref(), Some(letters), "{text}");
        }
        for text in ["", "n", "-b", "b,a-k,", "g-c", "a-a", "f,k,-l", "a-,b", "a--c", ",a", "a ,b", "a.b"] {
            assert_eq!(api(text), None, "{text}");
        }
        assert_eq!(api(&"a,".repeat(25)[..49]).as_deref(), Some("a"));
        assert_eq!(api(&format!("{}a", "a,".repeat(25))), None);
    }

    #[test]
    fn display_is_for_people() {
        let set = RsiSet::parse_api("a-c,k,l").unwrap();
        assert_eq!(set.to_string(), "a-c, k and l");
        assert_eq!(RsiSet::only(Rsi::A).to_string(), "a");
    }

    proptest! {
        #[test]
        fn every_set_has_one_spelling_that_reads_back(bits in 1u16..=RsiSet::ALL.0) {
            let set = RsiSet(bits);
            prop_assert_eq!(RsiSet::parse_api(&set.to_api()), Ok(set));
            prop_assert_eq!(RsiSet::parse_permalink(&set.to_permalink()), Ok(set));
        }

        #[test]
        fn no_text_panics(text in ".{0,60}") {
            let _ = RsiSet::parse_api(&text);
            let _ = RsiSet::parse_permalink(&text);
        }
    }
}
