//! The language that pages, pictures and tables speak: what browsers call it, and how it writes numbers and dates.
//!
//! Numbers are written in the language of the words around them, not in the visitor's own: "1.234 billion" means a thousand times
//! more to one who reads 1.234 as a German. The server writes the same page without a browser, so this is a table, and
//! `tests/wasm.rs` holds it against the browser's `Intl`.

/// A language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Language {
    /// Its tag (BCP 47), for `lang` and `Intl`.
    pub tag: &'static str,
    /// Where its lines begin: `ltr` or `rtl`, for `dir`.
    pub direction: &'static str,
    /// What stands between thousands.
    pub group: char,
    /// What stands before decimals.
    pub point: char,
    /// The months, from January.
    pub months: [&'static str; 12],
    /// The same, short.
    pub short_months: [&'static str; 12],
    /// The days of the week, from Monday.
    pub weekdays: [&'static str; 7],
}

/// The language of everything that visitors read.
pub const LANGUAGE: Language = Language {
    tag: "en",
    direction: "ltr",
    group: ',',
    point: '.',
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};
