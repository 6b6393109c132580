//! What is found of a day, and said of it.

use rssac002_model::{Columns, RsiSet};

use super::quantities::{Row, quantities};
use super::state::DayState;
use super::topic::Topic;
use super::words;
use crate::transform::Deviation;
use crate::transform::usual::Scale;

/// What is found of a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Findings {
    /// What it is found of.
    pub state: DayState,
    /// Every quantity, topic by topic.
    pub rows: Vec<Row>,
    /// What happened: queries first, then topic by topic.
    pub sentences: Vec<String>,
}

impl Findings {
    /// What the answers to [`DayState::requests`], in their order, say of the day. What was not answered is missing.
    pub fn new(state: DayState, answers: &[Option<Columns>]) -> Findings {
        let start = state.range().start();
        let at = |days: i32| usize::try_from(state.day - days - start).ok();
        let before: Vec<usize> = state.baseline.days_before().into_iter().filter_map(at).collect();
        let rows = Topic::ALL.iter().flat_map(|topic| quantities(*topic, state.rsis, answers));
        let rows = at(0).map(|today| rows.filter_map(|quantity| quantity.beside(today, &before)).collect());
        let rows: Vec<Row> = rows.unwrap_or_default();
        let mut findings = Findings { state, rows, sentences: Vec::new() };
        findings.sentences = findings.say();
        findings
    }

    /// The quantities of a topic.
    pub fn of(&self, topic: Topic) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.topic == topic)
    }

    /// The quantities of a topic that any letter has a value of: those that page and files show.
    pub fn shown(&self, topic: Topic) -> impl Iterator<Item = &Row> {
        self.of(topic).filter(|row| !row.letters.is_empty())
    }

    /// Whether any letter reported anything.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.letters.is_empty())
    }

    /// The quantities of the letters together that are unusual, the farthest first.
    pub fn moved(&self) -> Vec<&Row> {
        let score = |row: &&Row| row.deviation().map_or(0.0, |all| -all.score.abs());
        let is_unusual = |row: &&Row| row.deviation().is_some_and(|all| all.is_unusual());
        let mut moved: Vec<&Row> = self.rows.iter().filter(is_unusual).collect();
        moved.sort_by(|a, b| score(a).total_cmp(&score(b)));
        moved
    }

    fn say(&self) -> Vec<String> {
        if self.is_empty() {
            return vec![words::NOTHING_HELD.into()];
        }
        let mut said: Vec<String> = Vec::new();
        let total = self.of(Topic::Queries).next().and_then(|row| row.all.map(|all| (row, all)));
        if let Some((row, all)) = total {
            let ratio = all.deviation().map(|all| all.value / all.usual);
            said.push(words::total(row.together(), &Topic::Queries.write(all.value()), ratio));
        }
        let known = said.len();
        said.extend([true, false].into_iter().filter_map(|more| self.say_queries(more)));
        for topic in Topic::ALL {
            let moved: Vec<(&Row, Deviation)> = self
                .moved()
                .into_iter()
                .filter(|row| row.topic == topic)
                .filter_map(|row| Some((row, row.deviation()?)))
                .collect();
            // Of shares what there is more of: the others have less because of it.
            let more = moved.iter().find(|(_, all)| topic.scale() == Scale::Share && all.score > 0.0);
            let Some((row, all)) = more.or(moved.first()) else { continue };
            let [value, usual] = [all.value, all.usual].map(|value| topic.write(value));
            match topic {
                // Told above, by protocol.
                Topic::Queries => {}
                _ => said.push(words::moved(topic, &row.label, &value, &usual)),
            }
        }
        if self.rows.iter().all(|row| row.deviation().is_none()) {
            said.push(words::NOTHING_BEFORE.into());
        } else {
            if said.len() == known {
                said.push(words::NOTHING_UNUSUAL.into());
            }
            let held = |topic: &Topic| self.shown(*topic).next().is_some();
            let compared = |topic: &Topic| self.of(*topic).any(|row| row.deviation().is_some());
            let unknown: Vec<Topic> =
                Topic::ALL.into_iter().filter(|topic| held(topic) && !compared(topic)).collect();
            if !unknown.is_empty() {
                said.push(words::nothing_before_of(&unknown));
            }
        }
        let doubtful: RsiSet =
            self.rows.iter().flat_map(|row| row.doubtful().iter().collect::<Vec<_>>()).collect();
        if !doubtful.is_empty() {
            said.push(words::doubtful(doubtful));
        }
        said
    }

    /// Which letters received more, or less, queries than usual, by the protocol that accounts for most of it, and from how
    /// many sources.
    fn say_queries(&self, more: bool) -> Option<String> {
        let change = |row: &Row| -> f64 {
            let rsis = row.unusual(more);
            let of = row.letters.iter().filter(|(rsi, _)| rsis.contains(*rsi));
            of.filter_map(|(_, l)| l.deviation()).map(|d| (d.value - d.usual).abs()).sum()
        };
        // The first row is that of all protocols.
        let by_protocol = self.of(Topic::Queries).skip(1).filter(|row| !row.unusual(more).is_empty());
        let row = by_protocol.max_by(|a, b| change(a).total_cmp(&change(b)))?;
        let letters = row.unusual(more);
        let ratio = row.ratio(letters)?;
        let version = usize::from(row.label.ends_with("IPv6"));
        let sources = self.of(Topic::Sources).nth(version).and_then(|sources| sources.ratio(letters));
        Some(words::received(letters, ratio, &row.label, sources))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::{Baseline, Measured};
    use rssac002_model::{Column, Day, Group, KeyedColumn, Rsi, Step};

    const DAY: Day = Day::from_epoch(18_570);

    fn letters(text: &str) -> RsiSet {
        RsiSet::parse_api(text).unwrap()
    }

    fn state(rsis: &str) -> DayState {
        DayState { rsis: letters(rsis), ..DayState::new(DAY) }
    }

    /// A key, its usual value and that of the day.
    type Key = (&'static str, f64, f64);

    /// An answer of 29 days in which each letter's keys have a usual value on the 28 days before, a little up and down, and
    /// another on the day.
    fn answer(of: &[(char, &[Key])]) -> Option<Columns> {
        let column = |(key, usual, today): &Key| {
            let wave = |row: i32| usual * (1.0 + 0.02 * f64::from(row % 3 - 1));
            let values = (0..29).map(|row| if row == 28 { *today } else { wave(row) });
            KeyedColumn { key: (*key).to_owned(), values: Column::from(values.collect::<Vec<f64>>()) }
        };
        let group = |(letter, keys): &(char, &[Key])| Group {
            columns: keys.iter().map(column).collect(),
            ..Group::new(Rsi::from_letter(*letter))
        };
        Some(Columns { start: DAY - 28, step: Step::DAY, rows: 29, groups: of.iter().map(group).collect() })
    }

    const UDP4: &str = "dns-udp-queries-received-ipv4";
    const UDP6: &str = "dns-udp-queries-received-ipv6";

    fn found(rsis: &str, answers: &[Option<Columns>]) -> Findings {
        Findings::new(state(rsis), answers)
    }

    #[test]
    fn an_attack_is_told_with_its_letters_sources_codes_and_sizes() {
        let volume = answer(&[
            ('a', &[(UDP4, 1000.0, 4100.0), (UDP6, 100.0, 101.0)]),
            ('j', &[(UDP4, 2000.0, 8200.0), (UDP6, 200.0, 202.0)]),
            ('k', &[(UDP4, 3000.0, 3030.0), (UDP6, 300.0, 303.0)]),
        ]);
        let sources = answer(&[
            ('a', &[("num-sources-ipv4", 100.0, 102.0)]),
            ('j', &[("num-sources-ipv4", 100.0, 102.0)]),
            ('k', &[("num-sources-ipv4", 100.0, 100.0)]),
        ]);
        let codes = answer(&[('a', &[("0", 390.0, 680.0), ("3", 610.0, 3320.0)])]);
        let sizes = answer(&[('a', &[("16-31", 800.0, 800.0), ("32-47", 200.0, 3200.0)])]);
        let found = found("a-m", &[volume, sources, codes, sizes, None, None, None]);
        assert_eq!(
            found.sentences,
            [
                "3 RSIs (a, j and k) received 15.9 thousand queries, 2.41 times the usual.",
                "RSIs a and j received 4.10 times their usual queries by UDP over IPv4, from 1.02 times their usual sources.",
                "Queries per source, IPv4: 50.4 instead of 20.0.",
                "NXDomain: 83.00% of all responses instead of 61.00%.",
                "UDP queries of 32-47 octets: 80.00% of all instead of 20.00%.",
            ]
        );
        let moved = found.moved();
        assert!(
            moved
                .windows(2)
                .all(|pair| pair[0].deviation().unwrap().score.abs()
                    >= pair[1].deviation().unwrap().score.abs())
        );
        assert_eq!(found.of(Topic::Queries).nth(1).unwrap().unusual(true), letters("a,j"));
        assert_eq!(found.of(Topic::Queries).nth(1).unwrap().unusual(false), RsiSet::EMPTY);
    }

    #[test]
    fn a_letter_that_did_not_report_is_no_fall() {
        let volume = answer(&[
            ('a', &[(UDP4, 1000.0, f64::NAN)]),
            ('j', &[(UDP4, 2000.0, 2010.0)]),
            ('k', &[(UDP4, 3000.0, 3000.0)]),
        ]);
        let found = found("a-m", &[volume, None, None, None, None, None, None]);
        let all = found.of(Topic::Queries).next().unwrap();
        assert_eq!(all.letters.len(), 2);
        assert!(
            (all.deviation().unwrap().value / all.deviation().unwrap().usual - 1.0).abs() < 0.01,
            "{all:?}"
        );
        assert!(found.sentences[1].starts_with("Nothing"), "{:?}", found.sentences);
    }

    #[test]
    fn a_mistaken_count_stands_apart() {
        for mistake in [1e18, 5.0] {
            let volume = answer(&[('a', &[(UDP4, 1000.0, mistake)]), ('j', &[(UDP4, 2000.0, 2000.0)])]);
            let codes =
                answer(&[('a', &[("0", 390.0, 390.0), ("3", 610.0, 1e18)]), ('j', &[("0", 500.0, 500.0)])]);
            let found = found("a-m", &[volume, None, codes, None, None, None, None]);
            let udp = found.of(Topic::Queries).nth(1).unwrap();
            assert_eq!((udp.doubtful(), udp.all.unwrap().value()), (letters("a"), 2000.0));
            assert!(found.of(Topic::Codes).all(|code| code.doubtful() == letters("a")), "{found:?}");
            assert!(
                found.sentences.last().unwrap().contains("Doubtful values of RSI a"),
                "{:?}",
                found.sentences
            );
        }
    }

    #[test]
    fn without_days_before_nothing_is_usual_and_without_the_day_nothing_is_held() {
        let volume = answer(&[('a', &[(UDP4, f64::NAN, 1000.0)])]);
        let alone = found("a-m", &[volume, None, None, None, None, None, None]);
        assert_eq!(alone.of(Topic::Queries).next().unwrap().letters, [(Rsi::A, Measured::Alone(1000.0))]);
        assert_eq!(alone.of(Topic::Queries).next().unwrap().all, Some(Measured::Alone(1000.0)));
        assert_eq!(alone.sentences, ["RSI a received 1,000 queries.", words::NOTHING_BEFORE]);
        let nothing = found("a-m", &[None, None, None, None, None, None, None]);
        assert_eq!(nothing.sentences, [words::NOTHING_HELD]);
        assert!(nothing.is_empty() && nothing.moved().is_empty());
        // What can be compared does not speak for what cannot.
        let volume = answer(&[('a', &[(UDP4, f64::NAN, 1000.0)])]);
        let codes = answer(&[('a', &[("0", 390.0, 390.0), ("3", 610.0, 610.0)])]);
        let partly = found("a", &[volume, None, codes, None, None, None, None]);
        assert_eq!(partly.sentences[1], words::NOTHING_UNUSUAL);
        assert_eq!(
            partly.sentences[2],
            "Too few of the days before are held to say what was usual of: Queries received."
        );
        // The sentence names those letters that its figure counts.
        let volume = answer(&[('a', &[(UDP4, 1000.0, 1000.0)]), ('k', &[(UDP4, f64::NAN, 5000.0)])]);
        let mixed = found("a-m", &[volume, None, None, None, None, None, None]);
        assert_eq!(mixed.sentences[0], "RSI a received 1,000 queries, 1.00 times the usual.");
        // Letters that were not asked for do not count.
        let other = answer(&[('k', &[(UDP4, 1000.0, 9000.0)])]);
        assert!(found("a", &[other, None, None, None, None, None, None]).is_empty());
    }

    #[test]
    fn the_same_weekday_has_eight_days() {
        let rows = 57;
        let values: Vec<f64> =
            (0..rows).map(|row| if (rows - 1 - row) % 7 == 0 { 1000.0 } else { 3000.0 }).collect();
        let column = KeyedColumn { key: UDP4.to_owned(), values: Column::from(values) };
        let group = Group { columns: vec![column], ..Group::new(Some(Rsi::A)) };
        let volume = Columns { start: DAY - 56, step: Step::DAY, rows: rows as usize, groups: vec![group] };
        let state = DayState { baseline: Baseline::SameWeekday, ..state("a") };
        assert_eq!(state.range().start(), DAY - 56);
        let found = Findings::new(state, &[Some(volume), None, None, None, None, None, None]);
        let all = found.of(Topic::Queries).next().unwrap().deviation().unwrap();
        assert_eq!((all.usual, all.days, all.score), (1000.0, 8, 0.0));
    }
}
