//! The calendar as a picture on one sheet: a line of days for each letter or metric.

use rssac002_model::{Day, DayRange, DayStatus};

use super::calendar::{Calendar, Row};
use super::state::CoverageState;
use super::words;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::sheet::{Sheet, Sizes, at_most};
use crate::draw::{Surface, text};
use crate::format;
use crate::picture::{font, notice};
use crate::provenance::{Provenance, source_line};
use crate::theme::{Colour, Hue};

/// The status of days in the order of the key.
const KEY: [DayStatus; 4] = [DayStatus::Clean, DayStatus::Repaired, DayStatus::Refused, DayStatus::Missing];
/// Up to so many days are told apart by months instead of years.
const BY_MONTH: usize = 400;

/// The height at which a sheet of this width shows its rows well.
pub fn height(calendar: &Calendar, width: f64) -> f64 {
    // Words take more lines where they have less room.
    let words = if width < 480.0 { 21.0 } else { 15.0 };
    (font(width) * (words + 1.6 * calendar.rows.len() as f64)).round()
}

/// Places the days of a calendar on a surface. One that is too small for its rows says so.
pub fn picture(
    state: &CoverageState,
    calendar: &Calendar,
    surface: &Surface,
    provenance: &Provenance,
) -> Scene {
    let placed = place(state, calendar, surface, provenance);
    placed.unwrap_or_else(|| notice(words::TITLE, crate::words::TOO_SMALL, surface))
}

fn place(
    state: &CoverageState,
    calendar: &Calendar,
    surface: &Surface,
    provenance: &Provenance,
) -> Option<Scene> {
    let sizes = Sizes::of(surface);
    let room = (surface.width - 2.0 * sizes.margin).max(1.0);
    let mut sheet = Sheet::new(surface, sizes.margin * 0.8);
    sheet.lines(&[text::cut(words::TITLE, sizes.title, room)], sizes.title, Colour::Text);
    let subtitle = text::wrap(&words::subtitle(state, calendar.range), sizes.text, room);
    sheet.lines(&at_most(subtitle, 2, sizes.text, room), sizes.text, Colour::Muted);
    sheet.y += sizes.text * 0.3;

    let footer = footer(provenance, &sizes, room);
    let foot = sheet.foot(footer.len());
    match calendar.range {
        Some(range) => {
            place_key(&mut sheet, &sizes, room);
            place_rows(&sheet, state, calendar, range, &sizes, foot - sizes.small * 0.4)?;
        }
        None => {
            let middle = (surface.width / 2.0, (sheet.y + foot) / 2.0);
            let line = text::cut(words::NOTHING, sizes.text, room);
            sheet.pen.text(&line, middle, Anchor::Middle, sizes.text, Colour::Muted);
        }
    }
    Some(sheet.finish(foot, footer))
}

/// The lines below: that numbers are made up, whose they are, and where the page is.
fn footer(provenance: &Provenance, sizes: &Sizes, room: f64) -> Vec<(String, Colour)> {
    let sample = provenance.sample.then(|| (crate::words::SAMPLE_PICTURE.to_owned(), Colour::Warning));
    let source = (source_line(provenance), Colour::Muted);
    let link = (!provenance.link.is_empty()).then(|| (provenance.link.clone(), Colour::Muted));
    let lines = sample.into_iter().chain([source]).chain(link);
    let wrapped = |(line, colour): (String, Colour)| {
        let lines = at_most(text::wrap(&line, sizes.small, room), 2, sizes.small, room);
        lines.into_iter().map(move |line| (line, colour))
    };
    lines.flat_map(wrapped).collect()
}

fn colour(status: DayStatus) -> Colour {
    match status {
        DayStatus::Missing => Colour::Grid,
        DayStatus::Refused => Colour::Nth(12),
        DayStatus::Repaired => Colour::Hue(Hue::Orange),
        DayStatus::Clean => Colour::Hue(Hue::Blue),
    }
}

/// From where to where in the height of a row a status is drawn, so that colour is not all that tells them apart.
fn extent(status: DayStatus) -> (f64, f64) {
    match status {
        DayStatus::Missing => (0.45, 0.55),
        DayStatus::Refused => (0.6, 1.0),
        DayStatus::Repaired | DayStatus::Clean => (0.0, 1.0),
    }
}

fn place_key(sheet: &mut Sheet<'_>, sizes: &Sizes, room: f64) {
    let (line, mut x) = (sizes.small * 1.5, 0.0);
    for status in KEY {
        let name = words::status(status);
        let wide = sizes.small * 2.5 + text::width(name, sizes.small);
        if x > 0.0 && x + wide > room {
            (x, sheet.y) = (0.0, sheet.y + line);
        }
        let (left, top) = (sizes.margin + x, sheet.y + line * 0.2);
        let (from, to) = extent(status);
        let (high, right) = (line * 0.6, left + sizes.small * 1.2);
        sheet.rect((left, top + from * high), (right, top + to * high), colour(status));
        let at = (right + sizes.small * 0.5, sheet.y + line / 2.0);
        sheet.pen.text(name, at, Anchor::Start, sizes.small, Colour::Text);
        x += wide + sizes.small;
    }
    sheet.y += line + sizes.small * 0.4;
}

/// The rows between the sheet's pen and a height, with years or months above them; `None` where they have no room.
fn place_rows(
    sheet: &Sheet<'_>,
    state: &CoverageState,
    calendar: &Calendar,
    range: DayRange,
    sizes: &Sizes,
    bottom: f64,
) -> Option<()> {
    let (pen, surface) = (&sheet.pen, sheet.pen.surface());
    let name = |row: &Row| words::row(state, row.rsi, row.metric);
    let widest = calendar.rows.iter().map(|row| text::width(&name(row), sizes.small)).fold(0.0, f64::max);
    let (left, right) = (sizes.margin + widest + sizes.small, surface.width - sizes.margin);
    let top = sheet.y + sizes.small * 1.5;
    let each = (bottom - top) / calendar.rows.len().max(1) as f64;
    if right - left < surface.font * 6.0 || each < 3.0 {
        return None;
    }
    let at = |day: Day| left + (right - left) * f64::from(day - range.start()) / range.len() as f64;
    let mut free = left;
    for (day, name) in ticks(range) {
        let x = at(day);
        pen.rule((x, top), (x, bottom), Colour::Grid);
        if x >= free && x + text::width(&name, sizes.small) <= right {
            pen.text(&name, (x, sheet.y + sizes.small * 0.7), Anchor::Start, sizes.small, Colour::Muted);
            free = x + text::width(&name, sizes.small) + sizes.small;
        }
    }
    let ends = (pen.px(left), pen.px(right));
    // Letters that do not fit into a row are left out, evenly.
    let named = (sizes.small * 1.1 / each).ceil().max(1.0) as usize;
    for (place, row) in calendar.rows.iter().enumerate() {
        let y = top + each * (place as f64 + 0.12);
        let high = each * 0.76;
        if place % named == 0 {
            let middle = (sizes.margin, y + high / 2.0);
            pen.text(&name(row), middle, Anchor::Start, sizes.small, Colour::Text);
        }
        for (from, to, status) in columns(row, range, ends) {
            let (upper, lower) = extent(status);
            let upper = pen.px(y + upper * high);
            let lower = pen.px(y + lower * high).max(upper + pen.hair());
            pen.rect((from, upper), (to, lower), pen.colour(colour(status)));
        }
    }
    Some(())
}

/// The first days of years, or of months where there are few days, with their names; the first day has one too.
fn ticks(range: DayRange) -> Vec<(Day, String)> {
    let by_month = range.len() <= BY_MONTH;
    let begins = |day: &Day| {
        let (_, month, of_month) = day.ymd();
        *day == range.start() || (of_month == 1 && (by_month || month == 1))
    };
    let name = |day: Day| if by_month { format::month(day).to_owned() } else { day.year().to_string() };
    range.days().filter(begins).map(|day| (day, name(day))).collect()
}

/// Runs of pixel columns from one end to the other, and what each shows: of the days that share a column the one that is worth
/// a look, so that a single refused file among ten years is seen.
fn columns(row: &Row, range: DayRange, (left, right): (i32, i32)) -> Vec<(i32, i32, DayStatus)> {
    let width = usize::try_from(right - left).unwrap_or(0);
    let days = range.len();
    let worth = |status: DayStatus| match status {
        DayStatus::Missing => 0,
        DayStatus::Clean => 1,
        DayStatus::Repaired => 2,
        DayStatus::Refused => 3,
    };
    let mut shown = vec![DayStatus::Missing; width];
    for run in &row.runs {
        let (Ok(first), Ok(last)) = (
            usize::try_from(run.days.start() - range.start()),
            usize::try_from(run.days.end() - range.start()),
        ) else {
            continue;
        };
        let (from, to) = (first * width / days, ((last + 1) * width).div_ceil(days).min(width));
        for column in shown.get_mut(from..to).into_iter().flatten() {
            if worth(run.status) > worth(*column) {
                *column = run.status;
            }
        }
    }
    let mut out: Vec<(i32, i32, DayStatus)> = Vec::new();
    for (x, status) in (left..right).zip(shown) {
        match out.last_mut() {
            Some((_, to, last)) if *last == status => *to = x + 1,
            _ => out.push((x, x + 1, status)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::calendar::Run;
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::{Metric, Rsi};

    proptest! {
        #[test]
        fn every_refused_day_is_seen_and_every_pixel_has_one_status(
            lengths in proptest::collection::vec((1..500i32, 0..4usize), 1..60),
            width in 1..1500i32,
        ) {
            let mut day = Day::CHARTS_START;
            let mut runs = Vec::new();
            for (length, status) in lengths {
                let days = DayRange::new(day, day + (length - 1)).unwrap();
                runs.push(Run { days, status: KEY[status], notes: Vec::new() });
                day = day + length;
            }
            let range = DayRange::new(Day::CHARTS_START, day + (-1)).unwrap();
            let row = Row { rsi: Rsi::A, metric: Metric::TrafficVolume, runs };
            let columns = columns(&row, range, (10, 10 + width));
            let mut next = 10;
            for (from, to, _) in &columns {
                prop_assert_eq!(*from, next);
                prop_assert!(to > from);
                next = *to;
            }
            prop_assert_eq!(next, 10 + width);
            for run in row.runs.iter().filter(|run| run.status == DayStatus::Refused) {
                let middle = f64::from(run.days.start() - range.start()) + run.days.len() as f64 / 2.0;
                let x = 10 + (middle / range.len() as f64 * f64::from(width)) as i32;
                let shown = columns.iter().find(|(from, to, _)| (*from..*to).contains(&x)).unwrap();
                prop_assert_eq!(shown.2, DayStatus::Refused);
            }
            // What is wholly missing is never drawn as reported.
            if row.runs.iter().all(|run| run.status == DayStatus::Missing) {
                prop_assert_eq!(columns.len(), 1);
            }
        }
    }
}
