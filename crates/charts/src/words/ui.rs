//! What the pages around the charts say: buttons, fields, messages. (Texts that pictures, files and spoken summaries share with
//! the pages stand in [`words`](super).)

use rssac002_model::Day;

use crate::format::grouped;

// Pages.

/// The link past the menu.
pub const SKIP: &str = "Skip to the chart";
/// The title of an address that leads nowhere,
pub const NO_PAGE: &str = "No such page";
/// its text before the address
pub const NO_CHART_AT: &str = "There is no chart at ";
/// and after it.
pub const NEAREST: &str = ". Perhaps one of these:";
/// While the first numbers come.
pub const LOADING: &str = "Loading the numbers …";
/// The name of the bar that says how much of them has come.
pub const RECEIVED: &str = "Numbers received";
/// In place of a chart without any number.
pub const NO_REPORT: &str = "No report for this choice. Try other days, or more RSIs.";
/// In place of a chart whose legend hides all.
pub const ALL_HIDDEN: &str = "All series are hidden. Choose one in the legend.";
/// Takes the line away that says what of an address was ignored.
pub const DISMISS: &str = "Dismiss";
/// Where a part of the app does not come.
pub const PART_FAILED: &str = "A part of this page did not come. Is there a connection to the server?";
/// Asks the server again.
pub const TRY_AGAIN: &str = "Try again";
/// After what went wrong, where there is a chart.
pub const CHART_BEFORE: &str = " The chart below is the one before.";
/// What went wrong: no answer,
pub const UNREACHABLE: &str = "The server cannot be reached.";
/// half an answer,
pub const BROKEN_OFF: &str = "The answer broke off.";
/// or the page itself.
pub const BROKEN: &str = "Something in this page is broken. Loading it again may help.";
/// The name of the two tabs.
pub const SHOW_AS: &str = "Show as";
/// The tab of the picture.
pub const CHART: &str = "Chart";
/// The tab of the numbers, and the name of what scrolls in it.
pub const TABLE: &str = "Table";
/// Before the field that finds rows,
pub const FIND: &str = "Find ";
/// and in it.
pub const FIND_WHAT: &str = "a date, number or word";
/// The way back from the letters of one slice.
pub const WHOLE_PIE: &str = "← The whole pie";
/// Changes to a dark page; the theme of an embed.
pub const DARK: &str = "Dark";
/// Changes to a light page; the theme of an embed.
pub const LIGHT: &str = "Light";

// Keys.

/// The head of the list of keys,
pub const KEYS: &str = "Keys and gestures";
/// and where they work.
pub const KEYS_WHERE: &str =
    "Keys work where the chart has the focus: press Tab until it is framed, or click on it.";
/// What keys do in every chart but maps.
pub const KEYS_OF_CHARTS: &[(&str, &str)] = &[
    ("← →", "read out the place before or after"),
    ("↑ ↓", "another series"),
    ("Page Up, Page Down", "a month, or a tenth of all"),
    ("Home, End", "the first or the last place"),
    ("Enter", "hold what is read out; once more for what there is to tell of it"),
    ("Esc", "let go"),
    ("t", "the numbers as a table"),
    ("?", "this list"),
];
/// What keys do where a chart can be shown over the whole screen.
pub const KEYS_OF_SCREENS: &[(&str, &str)] =
    &[("f", "the whole screen; once more, or Esc, back to the page")];
/// What keys and hands do to days.
pub const KEYS_OF_DAYS: &[(&str, &str)] = &[
    ("+ −", "fewer or more days"),
    ("0", "all days"),
    ("drag", "choose the days to be shown; with Shift move them"),
    ("Ctrl and wheel, two fingers", "fewer or more days"),
    ("handles below", "drag them, or ← → a day or a week, Page Up and Page Down a month"),
];
/// What keys do on a map.
pub const KEYS_OF_MAPS: &[(&str, &str)] = &[
    ("← →", "read out the place before or after"),
    ("Home, End", "the first or the last place"),
    ("Enter", "open a circle of several places"),
    ("+ −", "nearer or farther"),
    ("0", "the whole world"),
    ("Shift and ← →, ↑ ↓", "move the map"),
    ("Esc", "let go"),
];

// The strip of all days.

/// Its name.
pub const STRIP: &str = "Days shown, among all";
/// The name of its first handle
pub const FIRST_DAY: &str = "First day shown";
/// and of its last.
pub const LAST_DAY: &str = "Last day shown";

// Controls.

/// The name of all controls.
pub const CHOICES: &str = "Choices";
/// Day or week.
pub const INTERVAL: &str = "Interval";
/// Queries or responses, UDP or TCP.
pub const MESSAGES: &str = "Messages";
/// Protocols, IP versions or transports.
pub const SPLIT: &str = "Told apart by";
/// Lines, stacked, shares, bands.
pub const FORM: &str = "Form";
/// By weekday or by day.
pub const ALIGN: &str = "Days under one another";
/// As published, averaged, compared.
pub const READING: &str = "View";
/// Before the number of days averaged,
pub const OVER: &str = "over";
/// and after it.
pub const OVER_DAYS: &str = "days";
/// The day on which an index is 100.
pub const BASE: &str = "100 on";
/// IPv4, IPv6 or both.
pub const IP_VERSION: &str = "IP version";
/// Which instances are counted.
pub const INSTANCES: &str = "Instances";
/// Per day or per second.
pub const UNIT: &str = "Unit";
/// One axis for all panels, or each its own.
pub const PANEL_AXES: &str = "Axes of the panels";
/// Linear or logarithmic.
pub const AXIS: &str = "Axis";
/// Before the limit of a load,
pub const WITHIN: &str = "within";
/// and after it.
pub const SECONDS: &str = "seconds";
/// Before the number of sizes,
pub const THE: &str = "the";
/// and after it.
pub const MOST_FREQUENT: &str = "most frequent";
/// Everything as at first.
pub const RESET_ALL: &str = "Reset all";
/// The days shown; the days of a link.
pub const DAYS: &str = "Days";
/// The day shown.
pub const DAY: &str = "Day";
/// The days of the second period.
pub const OTHER_DAYS: &str = "Days to compare with";
/// Before them.
pub const AGAINST: &str = "against";
/// The same days a year before.
pub const YEAR_BEFORE: &str = "the year before";
/// Takes the days to compare with away.
pub const COMPARE_WITH_NONE: &str = "No comparison";
/// Before the first day,
pub const FROM: &str = "from";
/// the last,
pub const TO: &str = "to";
/// or the only one.
pub const ON: &str = "on";
/// All days.
pub const ALL_DAYS: &str = "All";
/// The days as at first.
pub const RESET_ZOOM: &str = "Reset zoom";
/// Shows month after month;
pub const PLAY: &str = "Play";
/// stays at this one.
pub const STOP: &str = "Stop";
/// What is wrong with a day.
pub const FIRST_BEFORE_LAST: &str = "The first day has to come before the last.";
/// Before the letters chosen.
pub const RSIS: &str = "RSIs: ";
/// The name of the thirteen boxes.
pub const RSIS_LONG: &str = "Root server identifiers";
/// Chooses all letters;
pub const ALL_RSIS: &str = "All 13";
/// only these.
pub const REPORTED_RSIS: &str = "Only those that reported on 95% of the days";
/// Before the field for letters.
pub const LETTERS: &str = "Letters ";
/// What is wrong with no letters.
pub const NO_RSI: &str = "At least one RSI has to be shown.";
/// The name of the legend,
pub const LEGEND: &str = "Series: hide and show";
/// and how it is used.
pub const LEGEND_HOW: &str = "Click hides or shows; double click shows it alone";
/// Before a link to days that can be marked: the box that does so.
pub const MARK: &str = " mark ";
/// The link to known events.
pub const EVENTS: &str = "known events";
/// The link to unusual days.
pub const UNUSUAL: &str = "unusual days";
/// Chooses the days on which all the letters chosen reported.
pub const COMPLETE: &str = " only days on which all of them reported";
/// Chooses the chart without doubtful values.
pub const LEAVE_OUT: &str = " leave them out altogether";
/// The last row of a readout.
pub const TOTAL: &str = "Total";
/// In place of a value that is missing.
pub const NO_VALUE: &str = "no report";
/// After a value that is in doubt.
pub const DOUBTFUL: &str = " (doubtful)";
/// Opens the notes on a chart.
pub const METHOD: &str = "What this counts, and how it is computed";
/// After the line of the source.
pub const DAYS_ARE_UTC: &str = " Days are UTC. ";

// The map.

/// The buttons that move a map.
pub const MOVE_MAP: &str = "Move the map";
/// Nearer.
pub const ZOOM_IN: &str = "Zoom in";
/// Farther.
pub const ZOOM_OUT: &str = "Zoom out";
/// As at first.
pub const WHOLE_WORLD: &str = "Whole world";
/// To this side.
pub const WEST: &str = "West";
/// To this side.
pub const EAST: &str = "East";
/// To this side.
pub const NORTH: &str = "North";
/// To this side.
pub const SOUTH: &str = "South";

/// Chooses one of several panels where there is room for one.
pub const PANEL: &str = "Panel";

// Sharing, embedding and downloading.

/// The name of the three buttons.
pub const SHARE_BAR: &str = "Share, embed and download";
/// Closes a dialog.
pub const CLOSE: &str = "Close";
/// Copies a text;
pub const COPY: &str = "Copy";
/// it was,
pub const COPIED: &str = "Copied";
/// or could not be.
pub const SELECTED: &str = "Selected: press Ctrl C";
/// Days that follow the latest,
pub const MOVING: &str = "Move on with the data";
/// or not.
pub const FIXED: &str = "Fixed for ever";
/// Opens the dialog of the link:
pub const SHARE: &str = "Share";
/// its title.
pub const SHARE_LONG: &str = "Share this chart";
/// The address.
pub const LINK: &str = "Link";
/// Opens the sheet of the system.
pub const SEND: &str = "Send by …";
/// The heading of citations.
pub const CITE: &str = "Cite it";
/// One as a text,
pub const CITATION: &str = "Citation";
/// one for BibTeX.
pub const BIBTEX: &str = "BibTeX";
/// Opens the dialog of the frame:
pub const EMBED: &str = "Embed";
/// its title.
pub const EMBED_LONG: &str = "Put this chart into a page";
/// How the frame looks.
pub const THEME: &str = "Theme";
/// Light or dark as each reader has it.
pub const SYSTEM: &str = "As the reader's system";
/// The size of the frame.
pub const SIZE: &str = "Size";
/// As wide as the page around it has room,
pub const FULL_WIDTH: &str = "Full width";
/// or of this many pixels.
pub const EMBED_SIZES: [(&str, (u32, u32)); 5] = [
    ("240 × 160", (240, 160)),
    ("320 × 200", (320, 200)),
    ("450 × 180", (450, 180)),
    ("700 × 480", (700, 480)),
    ("1200 × 300", (1200, 300)),
];
/// Before the height of the frame,
pub const HEIGHT: &str = "Height";
/// and after it.
pub const PIXELS: &str = "pixels";
/// Leaves subtitle and legend out.
pub const MINIMAL: &str = " Only title, chart and source";
/// The HTML of the frame.
pub const HTML: &str = "HTML";
/// The frame itself.
pub const PREVIEW: &str = "Preview";
/// Opens the dialog of files:
pub const DOWNLOAD: &str = "Download";
/// its title.
pub const DOWNLOAD_LONG: &str = "Download or copy this chart";
/// Copies the picture;
pub const COPY_PICTURE: &str = "Copy picture";
/// copies the table.
pub const COPY_TABLE: &str = "Copy table";
/// Why nothing was copied: the browser, or the page around a frame, does not let this page;
pub const NOT_ALLOWED: &str = "the browser does not allow it";
/// or it does not say.
pub const NO_REASON: &str = "the browser does not say why";
/// Shows the chart over the whole screen, and in the page again.
pub const FULL_SCREEN: &str = "Full screen";
/// The name of the picture to be saved.
pub const PICTURE: &str = "The picture";
/// How fine it is.
pub const RATIO: &str = "Pixels of the PNG per point";

// Without a connection, and of another version.

/// After the connection came back to a page from before.
pub const BACK: &str = "The connection is back. What is shown was fetched before.";
/// After the server got another version.
pub const NEW_VERSION: &str = "A new version is here.";
/// Loads the page again.
pub const RELOAD: &str = "Reload";

// With something in them.

/// Why a key of an address that other charts have is not taken.
pub const NOT_OFFERED: &str = "this chart has no such choice";
/// Why a choice is not taken that another one rules out.
pub const NOT_TOGETHER: &str = "one of two that exclude each other; the other was taken";

/// A part of an address that was not understood.
pub fn ignored(part: &str, accepted: &str) -> String {
    if accepted == NOT_OFFERED {
        return format!("{part} was ignored: {accepted}");
    }
    format!("{part} was ignored (accepted: {accepted})")
}

/// On a site without a server, where a page that only a server makes is asked for with choices.
pub fn only_default(query: &str) -> String {
    format!("{query} was ignored: without a server this page is here without choices only.")
}

/// What a field for a number takes.
pub fn whole_number(most: u32) -> String {
    format!("A whole number from 1 to {most}.")
}

/// Which days there are.
pub fn days_are(first: Day, last: Day) -> String {
    format!("Days are from {first} to {last}.")
}

/// What was typed in place of a day.
pub fn no_day(text: &str) -> String {
    format!("`{text}` is no day; days are written 2020-11-04.")
}

/// How many rows a table has, or how many of them were found.
pub fn rows(found: usize, all: usize) -> String {
    let of = if found == all { String::new() } else { format!("{} of ", grouped(found as f64)) };
    format!("{of}{} row{}", grouped(all as f64), if all == 1 { "" } else { "s" })
}

/// How many of the rows are on paper.
pub fn rows_printed(printed: usize, all: usize) -> String {
    format!("The first {} of {} rows", grouped(printed as f64), grouped(all as f64))
}

/// Why nothing was copied.
pub fn not_copied(why: &str) -> String {
    format!("Not copied: {why}")
}

/// An answer with a status of failure.
pub fn answered(status: u16, text: &str) -> String {
    format!("The server answered {status} {text}.")
}

/// Letters that were typed and are none.
pub fn wrong_rsis(text: &str, why: &impl std::fmt::Display) -> String {
    format!("`{text}` is not understood: {why}. Letters a to m, as a-c,k.")
}

/// An answer that is none.
pub fn not_understood(why: &impl std::fmt::Display) -> String {
    format!("The server's answer is not understood: {why}.")
}

/// How new the numbers are that are shown though the server is not reached, and when they came, so many seconds ago.
pub fn away(data_to: &str, seconds: u64) -> String {
    format!("No connection: {data_to}, fetched {}.", ago(seconds))
}

/// How long ago something was.
fn ago(seconds: u64) -> String {
    let many = |count: u64, unit: &str| match count {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    };
    match seconds / 60 {
        0 => "less than a minute ago".to_owned(),
        minutes @ 1..60 => many(minutes, "minute"),
        minutes @ 60..1440 => many(minutes / 60, "hour"),
        minutes => many(minutes / 1440, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_in_words() {
        assert_eq!([rows(0, 0), rows(1, 1), rows(3590, 3590)], ["0 rows", "1 row", "3,590 rows"]);
        assert_eq!([rows(1, 3590), rows(0, 1)], ["1 of 3,590 rows", "0 of 1 row"]);
        assert_eq!(rows_printed(500, 3590), "The first 500 of 3,590 rows");
    }

    #[test]
    fn ages_are_told_in_the_largest_unit_that_has_one() {
        for (seconds, words) in [
            (0, "less than a minute ago"),
            (60, "1 minute ago"),
            (3599, "59 minutes ago"),
            (3600, "1 hour ago"),
            (86_399, "23 hours ago"),
            (86_400, "1 day ago"),
            (40 * 86_400, "40 days ago"),
        ] {
            assert_eq!(ago(seconds), words);
        }
        assert_eq!(
            away("data to 31 Oct 2026", 3 * 3600),
            "No connection: data to 31 Oct 2026, fetched 3 hours ago."
        );
    }
}
