//! What is found of a day, and said of it.

use rssac002_model::{Column, Columns, Dataset, Day, Direction, Endpoint, Rsi, RsiSet};

use super::state::{DayState, ENDPOINTS};
use super::topic::Topic;
use super::words;
use crate::state::LONGEST_LOAD;
use crate::transform::usual::{Scale, is_doubtful};
use crate::transform::{Deviation, in_size_order, quantile, sum};
use crate::words::{octets, rcode};

/// One quantity of the day.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What it is a part of.
    pub topic: Topic,
    /// Its name for people, such as `UDP over IPv4`; of shares that of the code or the sizes.
    pub label: String,
    /// All letters together that have a value which is not doubtful, and the usual of the same letters; `None` where none has.
    pub all: Option<Deviation>,
    /// Each letter that has a value, beside its own days before.
    pub letters: Vec<(Rsi, Letter)>,
}

/// A letter's value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Letter {
    /// Beside the days before.
    Compared(Deviation),
    /// Too few days before have a value to say what is usual.
    Alone(f64),
}

impl Letter {
    /// Beside the days before.
    pub fn deviation(self) -> Option<Deviation> {
        match self {
            Letter::Compared(deviation) => Some(deviation),
            Letter::Alone(_) => None,
        }
    }
}

impl Row {
    /// The letters whose value is unusual, in this direction.
    pub fn unusual(&self, more: bool) -> RsiSet {
        let wanted = |deviation: Deviation| deviation.is_unusual() && (deviation.score > 0.0) == more;
        let letters = self.letters.iter().filter(|(_, letter)| letter.deviation().is_some_and(wanted));
        letters.map(|(rsi, _)| *rsi).collect()
    }

    /// The letters whose value is doubtful.
    pub fn doubtful(&self) -> RsiSet {
        let letters = self.letters.iter().filter(|(_, l)| l.deviation().is_some_and(|d| d.is_doubtful));
        letters.map(|(rsi, _)| *rsi).collect()
    }

    /// These letters' values together against their usual together: of counts.
    fn ratio(&self, rsis: RsiSet) -> Option<f64> {
        let of =
            self.letters.iter().filter(|(rsi, _)| rsis.contains(*rsi)).filter_map(|(_, l)| l.deviation());
        let (value, usual) = of.fold((0.0, 0.0), |(v, u), d| (v + d.value, u + d.usual));
        (usual > 0.0).then(|| value / usual)
    }
}

/// Values of a letter over days: a count, or a count and what it is a share or a ratio of.
struct Series {
    rsi: Rsi,
    above: Column,
    below: Option<Column>,
    /// Whether a count that is not listed beside others is zero.
    unlisted_is_zero: bool,
}

impl Series {
    /// What a value is made of, above and below the line.
    fn parts(&self, row: usize) -> Option<(f64, f64)> {
        let above = self.above.get(row);
        match &self.below {
            None => Some((above?, 1.0)),
            Some(below) => {
                let below = below.get(row).filter(|below| *below > 0.0)?;
                Some((if self.unlisted_is_zero { above.unwrap_or(0.0) } else { above? }, below))
            }
        }
    }

    fn value(&self, row: usize, factor: f64) -> Option<f64> {
        self.parts(row).map(|(above, below)| factor * above / below)
    }

    /// Beside the days before. What an absurd count is a part of is as doubtful as the count.
    fn compared(&self, today: usize, before: &[usize], scale: Scale, factor: f64) -> Option<Letter> {
        let value = self.value(today, factor)?;
        let usual = before.iter().filter_map(|row| self.value(*row, factor));
        let Some(mut deviation) = Deviation::of(value, usual, scale) else {
            return Some(Letter::Alone(value));
        };
        if let Some((below, now)) = self.below.as_ref().and_then(|below| Some((below, below.get(today)?))) {
            let usual = before.iter().filter_map(|row| below.get(*row));
            deviation.is_doubtful |= Deviation::of(now, usual, Scale::Ratio).is_some_and(|d| d.is_doubtful);
        }
        Some(Letter::Compared(deviation))
    }
}

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
        let rows: Vec<Row> = Topic::ALL.iter().flat_map(|topic| rows(*topic, &state, answers)).collect();
        let mut findings = Findings { state, rows, sentences: Vec::new() };
        findings.sentences = findings.say();
        findings
    }

    /// The quantities of a topic.
    pub fn of(&self, topic: Topic) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.topic == topic)
    }

    /// Whether any letter reported anything.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.letters.is_empty())
    }

    /// The quantities of the letters together that are unusual, the farthest first.
    pub fn moved(&self) -> Vec<&Row> {
        let score = |row: &&Row| row.all.map_or(0.0, |all| -all.score.abs());
        let is_unusual = |row: &&Row| row.all.is_some_and(|all| all.is_unusual());
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
            let rsis = row.letters.iter().map(|(rsi, _)| *rsi).collect::<RsiSet>().without(row.doubtful());
            said.push(words::total(rsis, &Topic::Queries.write(all.value), all.value / all.usual));
        }
        let known = said.len();
        said.extend([true, false].into_iter().filter_map(|more| self.say_queries(more)));
        for topic in Topic::ALL {
            let moved: Vec<(&Row, Deviation)> = self
                .moved()
                .into_iter()
                .filter(|row| row.topic == topic)
                .filter_map(|row| Some((row, row.all?)))
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
        if self.rows.iter().all(|row| row.all.is_none()) {
            said.push(words::NOTHING_BEFORE.into());
        } else if said.len() == known {
            said.push(words::NOTHING_UNUSUAL.into());
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

fn rows(topic: Topic, state: &DayState, answers: &[Option<Columns>]) -> Vec<Row> {
    let answer = |endpoint: Endpoint| {
        let at = ENDPOINTS.iter().position(|one| *one == endpoint)?;
        answers.get(at)?.as_ref()
    };
    let data = |dataset: Dataset| answer(Endpoint::Data(dataset));
    // The sum of these keys of each letter, over what of the same or of another answer.
    let series = |columns: Option<&Columns>, above: &[&str], below: Option<(Option<&Columns>, &[&str])>| {
        let of = |columns: Option<&Columns>, rsi: Rsi, keys: &[&str]| -> Option<Column> {
            let group = columns?.rsi(rsi)?;
            let columns: Vec<&Column> = keys.iter().filter_map(|key| group.column(key)).collect();
            (!columns.is_empty()).then(|| sum(columns))
        };
        let of_letter = |rsi: Rsi| {
            let below = match below {
                None => None,
                Some((columns, keys)) => Some(of(columns, rsi, keys)?),
            };
            let unlisted_is_zero = topic.scale() == Scale::Share;
            let above = of(columns, rsi, above);
            let above =
                if unlisted_is_zero { above.or_else(|| Some(Column::missing(columns?.rows))) } else { above };
            Some(Series { rsi, above: above?, below, unlisted_is_zero })
        };
        state.rsis.iter().filter_map(of_letter).collect::<Vec<_>>()
    };
    let row = |label: &str, series: Vec<Series>| row(topic, label.to_owned(), state, &series);
    let volumes = data(Dataset::TrafficVolume);
    match topic {
        Topic::Queries | Topic::Responses => {
            let direction = if topic == Topic::Queries { Direction::Received } else { Direction::Sent };
            let keys = direction.keys();
            let all = row(words::ALL_PROTOCOLS, series(volumes, keys, None));
            let parts = keys.iter().map(|key| row(words::protocol(key), series(volumes, &[key], None)));
            std::iter::once(all).chain(parts).collect()
        }
        Topic::Sources | Topic::PerSource => {
            let sources = data(Dataset::UniqueSources);
            let versions =
                [("IPv4", "num-sources-ipv4", "-ipv4"), ("IPv6", "num-sources-ipv6-aggregate", "-ipv6")];
            let of_version = |(label, key, ending): (&str, &'static str, &str)| {
                let queries: Vec<&str> =
                    Direction::Received.keys().iter().copied().filter(|key| key.ends_with(ending)).collect();
                match topic {
                    Topic::Sources => row(label, series(sources, &[key], None)),
                    _ => row(label, series(volumes, &queries, Some((sources, &[key])))),
                }
            };
            versions.map(of_version).into()
        }
        Topic::Codes => {
            let codes = data(Dataset::RcodeVolume);
            let keys = keys_of(codes);
            let shares = keys.iter().filter_map(|key| {
                let label = rcode(key.parse().ok()?);
                Some(row(label, series(codes, &[key], Some((codes, &keys)))))
            });
            shares.filter(is_worth_showing).collect()
        }
        Topic::QuerySizes | Topic::ResponseSizes => {
            let is_query = topic == Topic::QuerySizes;
            let sizes = data(if is_query { Dataset::UdpRequestSizes } else { Dataset::UdpResponseSizes });
            let keys = keys_of(sizes);
            let shares =
                keys.iter().map(|key| row(&octets(key), series(sizes, &[key], Some((sizes, &keys)))));
            shares.filter(is_worth_showing).collect()
        }
        Topic::LoadTime => {
            let loads = data(Dataset::LoadTime);
            let medians = |rsi: Rsi| {
                let columns = loads?;
                let group = columns.rsi(rsi)?;
                let of_day = |at: usize| {
                    let records = group.records.iter().filter(|record| record.row == at);
                    let mut seconds: Vec<f64> = records.filter_map(|record| record.value).collect();
                    seconds.retain(|seconds| (1.0..=f64::from(LONGEST_LOAD)).contains(seconds));
                    seconds.sort_unstable_by(f64::total_cmp);
                    quantile(&seconds, 0.5)
                };
                let above = (0..columns.rows).map(of_day).collect();
                // Of letters together it is the mean of their medians, so that each counts once.
                let below = Some(Column::from(vec![1.0; columns.rows]));
                Some(Series { rsi, above, below, unlisted_is_zero: false })
            };
            vec![row(words::MEDIAN, state.rsis.iter().filter_map(medians).collect())]
        }
        Topic::Instances => {
            let counts = answer(Endpoint::InstancesCount);
            let larger = |rsi: Rsi| {
                let group = counts?.rsi(rsi)?;
                let [v4, v6] = ["ipv4", "ipv6"].map(|key| group.column(key));
                let larger = |(a, b): (Option<f64>, Option<f64>)| match (a, b) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                let above = v4?.iter().zip(v6?.iter()).map(larger).collect();
                Some(Series { rsi, above, below: None, unlisted_is_zero: false })
            };
            vec![row(words::ALL_INSTANCES, state.rsis.iter().filter_map(larger).collect())]
        }
    }
}

/// A share of less than one percent, before as on the day, is left out.
fn is_worth_showing(row: &Row) -> bool {
    row.all.is_some_and(|all| all.value >= 1.0 || all.usual >= 1.0)
}

/// The keys of all letters, in the order of their numbers.
fn keys_of(columns: Option<&Columns>) -> Vec<&str> {
    let groups = columns.into_iter().flat_map(|columns| &columns.groups);
    in_size_order(groups.flat_map(|group| &group.columns).map(|column| column.key.as_str()))
}

fn row(topic: Topic, label: String, state: &DayState, series: &[Series]) -> Row {
    let scale = topic.scale();
    let factor = if scale == Scale::Share { 100.0 } else { 1.0 };
    let start = state.range().start();
    let at = |day: Day| usize::try_from(day - start).ok();
    let Some(today) = at(state.day) else { return Row { topic, label, all: None, letters: Vec::new() } };
    let before: Vec<usize> =
        state.baseline.days_before().into_iter().filter_map(|days| at(state.day - days)).collect();
    let of_letter = |series: &Series| Some((series.rsi, series.compared(today, &before, scale, factor)?));
    let letters: Vec<(Rsi, Letter)> = series.iter().filter_map(of_letter).collect();
    // The system is those letters that can be compared, so that a letter which did not report is no fall.
    let sound = |rsi: Rsi| {
        let letter = letters.iter().find(|(one, _)| *one == rsi)?.1;
        letter.deviation().filter(|deviation| !deviation.is_doubtful)
    };
    let together: Vec<(&Series, f64)> =
        series.iter().filter_map(|series| Some((series, sound(series.rsi)?.usual))).collect();
    let all_of = |row: usize| {
        let (mut above, mut below) = (0.0, 0.0);
        for (series, usual) in &together {
            let parts = series.parts(row);
            if series.below.is_some() {
                let (a, b) = parts.unwrap_or_default();
                (above, below) = (above + a, below + b);
            } else {
                // A day that a letter did not report, or on which its count is absurd, is as its usual day.
                let is_sound = |value: &f64| !is_doubtful(*value, *usual);
                above += parts.map(|(value, _)| value).filter(is_sound).unwrap_or(*usual);
            }
        }
        let is_sum = together.first()?.0.below.is_none();
        if is_sum { Some(above) } else { (below > 0.0).then(|| factor * above / below) }
    };
    let all = all_of(today)
        .and_then(|value| Deviation::of(value, before.iter().filter_map(|row| all_of(*row)), scale));
    Row { topic, label, all, letters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Baseline;
    use rssac002_model::{Group, KeyedColumn, RsiSet, Step};

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
            moved.windows(2).all(|pair| pair[0].all.unwrap().score.abs() >= pair[1].all.unwrap().score.abs())
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
        assert!((all.all.unwrap().value / all.all.unwrap().usual - 1.0).abs() < 0.01, "{all:?}");
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
            assert_eq!((udp.doubtful(), udp.all.unwrap().value), (letters("a"), 2000.0));
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
        assert_eq!(alone.of(Topic::Queries).next().unwrap().letters, [(Rsi::A, Letter::Alone(1000.0))]);
        assert_eq!(alone.sentences, [words::NOTHING_BEFORE]);
        let nothing = found("a-m", &[None, None, None, None, None, None, None]);
        assert_eq!(nothing.sentences, [words::NOTHING_HELD]);
        assert!(nothing.is_empty() && nothing.moved().is_empty());
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
        let all = found.of(Topic::Queries).next().unwrap().all.unwrap();
        assert_eq!((all.usual, all.days, all.score), (1000.0, 8, 0.0));
    }
}
