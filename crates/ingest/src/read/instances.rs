//! Instance files: a letter's places of one day.

/// What the published API takes out of the names of towns.
const NOT_IN_TOWNS: [char; 15] = ['`', '$', ':', ';', '-', '/', '*', '=', '{', '}', '(', ')', '&', '|', '\''];

/// A town's name as the published API gives it: blanks around it and some punctuation are gone.
pub(crate) fn clean_town(name: &str) -> String {
    let trimmed = name.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0b']);
    trimmed.replace("\\'", "").replace(NOT_IN_TOWNS, "")
}
