//! What is asked for next, and when. It has no clock and no network: whoever has them tells it what came of each request.

use std::time::{Duration, SystemTime};

use rssac002_model::Day;
use rssac002_model::answer::Content;

use super::key::{FIRST_YEAR, Key};

/// A year may still change for so many days after its end, as operators publish late and mend what they published.
const SETTLED: i32 = 60;
/// How old an answer of a year that changes may be before it is asked for again.
const OFTEN: Duration = Duration::from_secs(60 * 60);
/// The same where the server says nothing by which it could answer that nothing changed. The data are of whole days.
const WHOLE: Duration = Duration::from_secs(6 * 60 * 60);
/// How old an answer of any other year may be: publishers mend these, too, but rarely.
const SELDOM: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The pause after an answer failed for the first time; twice as long after each further time.
const RETRY: Duration = Duration::from_secs(60);
const LONGEST_RETRY: Duration = Duration::from_secs(6 * 60 * 60);
/// The same before the server is asked for anything else, where it is not there or wants to be left alone.
const REST: Duration = Duration::from_secs(10);
const LONGEST_REST: Duration = Duration::from_secs(10 * 60);
/// Whoever asks to be left alone for longer is asked again after this.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What is known of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    /// There is no answer yet.
    Nothing,
    /// There is one, and the server said at that time that it is current.
    Since {
        confirmed: SystemTime,
        /// Whether the server can be asked for another version than that.
        validated: bool,
    },
}

/// A request that did not bring an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Failure {
    /// How long the server asks to be left alone.
    pub(crate) wait: Option<Duration>,
    /// Whether nothing else would have come either.
    pub(crate) is_down: bool,
}

struct Entry {
    key: Key,
    held: Held,
    /// How often in a row it failed.
    failures: u32,
    /// When it is to be asked for.
    due: SystemTime,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Next {
    /// What is asked for.
    pub key: Key,
    /// Not before then.
    pub at: SystemTime,
}

/// All that is asked for, the newest year first.
pub(crate) struct Plan {
    entries: Vec<Entry>,
    /// The least time from the beginning of one request to that of the next.
    pause: Duration,
    last: Option<SystemTime>,
    /// How often in a row the server was not there.
    down: u32,
    rest: SystemTime,
}

impl Plan {
    /// Of every year up to today's, with what there is of each key.
    pub(crate) fn new(held: impl Fn(Key) -> Held, pause: Duration, today: Day, now: SystemTime) -> Plan {
        let mut plan = Plan { entries: Vec::new(), pause, last: None, down: 0, rest: SystemTime::UNIX_EPOCH };
        for year in FIRST_YEAR..=today.year() {
            plan.add(
                year,
                |key| match held(key) {
                    // A clock was wrong when it came, or is now.
                    Held::Since { confirmed, validated } if confirmed > now => {
                        Held::Since { confirmed: SystemTime::UNIX_EPOCH, validated }
                    }
                    held => held,
                },
                today,
            );
        }
        plan
    }

    fn add(&mut self, year: i32, held: impl Fn(Key) -> Held, today: Day) {
        let entry = |key| Entry { key, held: held(key), failures: 0, due: held(key).due(key, today) };
        self.entries.splice(0..0, Key::of_year(year).map(entry));
    }

    /// Adds the years that have begun.
    pub(crate) fn reach(&mut self, today: Day) {
        let newest = self.entries.first().map_or(FIRST_YEAR - 1, |entry| entry.key.year);
        for year in newest + 1..=today.year() {
            self.add(year, |_| Held::Nothing, today);
        }
    }

    /// What to ask for next: of what is due the newest, else what is due first. `None` where the clock is before every year.
    pub(crate) fn next(&self, now: SystemTime) -> Option<Next> {
        let due = self.entries.iter().find(|entry| entry.due <= now);
        let entry = due.or_else(|| self.entries.iter().min_by_key(|entry| entry.due))?;
        let spaced = self.last.map_or(now, |last| last + self.pause);
        Some(Next { key: entry.key, at: entry.due.max(spaced).max(self.rest) })
    }

    /// Whether there is nothing to be asked for now.
    pub(crate) fn is_idle(&self, now: SystemTime) -> bool {
        self.rest > now || self.entries.iter().all(|entry| entry.due > now)
    }

    /// A request begins.
    pub(crate) fn begun(&mut self, now: SystemTime) {
        self.last = Some(now);
    }

    /// An answer came, or the server said that there is no other one.
    pub(crate) fn came(&mut self, key: Key, held: Held, today: Day) {
        self.down = 0;
        if let Some(entry) = self.entry(key) {
            *entry = Entry { key, held, failures: 0, due: held.due(key, today) };
        }
    }

    /// No answer came; says when the same is asked for again.
    pub(crate) fn failed(&mut self, key: Key, now: SystemTime, failure: Failure) -> SystemTime {
        let wait = failure.wait.unwrap_or_default().min(LONGEST_WAIT);
        if failure.is_down {
            self.down = self.down.saturating_add(1);
            self.rest = now + growing(REST, self.down, LONGEST_REST).max(wait);
        } else {
            self.down = 0;
        }
        let rest = self.rest;
        let Some(entry) = self.entry(key) else { return rest };
        entry.failures = entry.failures.saturating_add(1);
        entry.due = now + growing(RETRY, entry.failures, LONGEST_RETRY).max(wait);
        entry.due.max(rest)
    }

    /// What was kept is no longer there.
    pub(crate) fn lost(&mut self, key: Key) {
        if let Some(entry) = self.entry(key) {
            (entry.held, entry.due) = (Held::Nothing, SystemTime::UNIX_EPOCH);
        }
    }

    /// Has what changes and what failed asked for now.
    pub(crate) fn ask_again(&mut self, today: Day) {
        self.rest = SystemTime::UNIX_EPOCH;
        for entry in self.entries.iter_mut().filter(|entry| entry.matters(today)) {
            entry.due = SystemTime::UNIX_EPOCH;
        }
    }

    /// Whether there is any answer.
    pub(crate) fn any_held(&self) -> bool {
        self.entries.iter().any(|entry| entry.held != Held::Nothing)
    }

    /// The keys of a content that have an answer, the oldest year first.
    pub(crate) fn held_of(&self, content: Content) -> Vec<Key> {
        let held = |entry: &&Entry| entry.held != Held::Nothing && entry.key.content == content;
        self.entries.iter().rev().filter(held).map(|entry| entry.key).collect()
    }

    /// How many years, from the newest on, have all come or failed.
    pub(crate) fn years_tried(&self) -> usize {
        let untried = |entry: &Entry| entry.held == Held::Nothing && entry.failures == 0;
        let newest = self.entries.first().map_or(0, |entry| entry.key.year);
        let oldest = self.entries.last().map_or(0, |entry| entry.key.year - 1);
        let first_untried = self.entries.iter().find(|entry| untried(entry));
        usize::try_from(newest - first_untried.map_or(oldest, |entry| entry.key.year)).unwrap_or(0)
    }

    /// When the answers that matter were confirmed, the oldest of them: those of years that change, and those that failed.
    pub(crate) fn confirmed(&self, today: Day) -> Option<SystemTime> {
        let all = || self.entries.iter().filter_map(|entry| Some((entry, entry.held.since()?)));
        let oldest = all().filter(|(entry, _)| entry.matters(today)).map(|(_, since)| since).min();
        oldest.or_else(|| all().map(|(_, since)| since).max())
    }

    /// How many answers are there, and could not be had again when they were asked for.
    pub(crate) fn failing(&self) -> usize {
        self.entries.iter().filter(|entry| entry.failures > 0 && entry.held != Held::Nothing).count()
    }

    /// How many answers are not there.
    pub(crate) fn missing(&self) -> usize {
        self.entries.iter().filter(|entry| entry.held == Held::Nothing).count()
    }

    fn entry(&mut self, key: Key) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.key == key)
    }
}

impl Entry {
    /// Whether it says how current the numbers are: its year still changes, or it could not be had.
    fn matters(&self, today: Day) -> bool {
        self.key.is_recent(today) || self.failures > 0
    }
}

impl Key {
    /// Whether its year still changes.
    fn is_recent(self, today: Day) -> bool {
        self.year >= (today - SETTLED).year()
    }
}

impl Held {
    fn since(self) -> Option<SystemTime> {
        match self {
            Held::Nothing => None,
            Held::Since { confirmed, .. } => Some(confirmed),
        }
    }

    /// When it is to be asked for, unless it fails.
    fn due(self, key: Key, today: Day) -> SystemTime {
        let Held::Since { confirmed, validated } = self else { return SystemTime::UNIX_EPOCH };
        let age = match (key.is_recent(today), validated) {
            (true, true) => OFTEN,
            (true, false) => WHOLE,
            (false, _) => SELDOM,
        };
        confirmed + age
    }
}

/// The pause after so many failures in a row.
fn growing(first: Duration, failures: u32, longest: Duration) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1))).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn today() -> Day {
        Day::from_ymd(2015, 6, 1).unwrap()
    }

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_433_116_800)
    }

    fn empty() -> Plan {
        Plan::new(|_| Held::Nothing, SECOND, today(), now())
    }

    /// What a plan asks for until a time, and when, where each request has this end.
    fn run(plan: &mut Plan, until: SystemTime, mut end: impl FnMut(&mut Plan, Next)) -> Vec<(String, u64)> {
        let (mut at, mut asked) = (now(), Vec::new());
        loop {
            let next = plan.next(at).unwrap();
            if next.at > until {
                return asked;
            }
            // What is due may have changed while it waited.
            if next.at > at {
                at = next.at;
                continue;
            }
            plan.begun(at);
            asked.push((next.key.to_string(), at.duration_since(now()).unwrap().as_secs()));
            end(plan, Next { at, ..next });
        }
    }

    fn comes(plan: &mut Plan, next: Next) {
        plan.came(next.key, Held::Since { confirmed: next.at, validated: true }, today());
    }

    fn fails(is_down: bool) -> impl FnMut(&mut Plan, Next) {
        move |plan, next| {
            plan.failed(next.key, next.at, Failure { wait: None, is_down });
        }
    }

    #[test]
    fn the_newest_year_comes_first_and_no_faster_than_the_rate() {
        let mut plan = empty();
        let mut tried = Vec::new();
        let asked = run(&mut plan, now() + SECOND * 600, |plan, next| {
            comes(plan, next);
            tried.push(plan.years_tried());
        });
        assert_eq!(asked.len(), 10 + 9 + 9, "each once");
        assert_eq!(
            [&asked[0], &asked[9], &asked[10], &asked[27]],
            [
                &("load-time of 2015".to_owned(), 0),
                &("instances-detail of 2015".to_owned(), 9),
                &("load-time of 2014".to_owned(), 10),
                &("zone-size of 2013".to_owned(), 27),
            ]
        );
        assert_eq!([tried[8], tried[9], tried[18], tried[27]], [0, 1, 2, 3]);
        assert!(plan.is_idle(now() + SECOND * 600) && plan.missing() == 0);
    }

    #[test]
    fn years_that_change_are_asked_for_often_and_others_seldom() {
        let mut plan = empty();
        let week = run(&mut plan, now() + SELDOM + SECOND * 27, comes);
        let times = |key: &str| week.iter().filter(|(asked, _)| asked == key).count();
        assert!((165..=169).contains(&times("load-time of 2015")), "{}", times("load-time of 2015"));
        assert_eq!((times("load-time of 2014"), times("load-time of 2013")), (2, 2));
        let mut plan = empty();
        let day = run(&mut plan, now() + SECOND * 86_399, |plan, next| {
            plan.came(next.key, Held::Since { confirmed: next.at, validated: false }, today());
        });
        assert_eq!(day.iter().filter(|(asked, _)| asked == "load-time of 2015").count(), 4);
    }

    #[test]
    fn last_year_changes_until_two_months_after_its_end() {
        let key = Key::of_year(2014).next().unwrap();
        let (march, april) = (Day::from_ymd(2015, 2, 28).unwrap(), Day::from_ymd(2015, 4, 1).unwrap());
        assert_eq!((key.is_recent(march), key.is_recent(april)), (true, false));
    }

    #[test]
    fn what_fails_is_asked_for_again_after_growing_pauses() {
        let mut plan = empty();
        let bad = "rcode-volume of 2015";
        let asked = run(&mut plan, now() + SECOND * 1000, |plan, next| {
            if next.key.to_string() == bad { fails(false)(plan, next) } else { comes(plan, next) }
        });
        let at: Vec<u64> = asked.iter().filter(|(key, _)| key == bad).map(|(_, at)| *at).collect();
        assert_eq!(at, [1, 61, 181, 421, 901]);
        assert_eq!((plan.missing(), plan.failing()), (1, 0));
        assert_eq!(plan.years_tried(), 3, "what failed does not hold the others back");
    }

    #[test]
    fn a_server_that_is_down_is_left_alone_for_growing_pauses() {
        let mut plan = empty();
        let asked = run(&mut plan, now() + SECOND * 3000, fails(true));
        let at: Vec<u64> = asked.iter().map(|(_, at)| *at).collect();
        assert_eq!(at, [0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430]);
        let back = now() + SECOND * 3030;
        let next = plan.next(back).unwrap();
        plan.begun(back);
        comes(&mut plan, Next { at: back, ..next });
        assert_eq!(plan.next(back).unwrap().at, back + SECOND, "it is there again");
    }

    #[test]
    fn it_waits_as_long_as_the_server_asks() {
        for is_down in [false, true] {
            let mut plan = empty();
            let key = plan.next(now()).unwrap().key;
            let again = |plan: &mut Plan, wait| {
                plan.failed(key, now(), Failure { wait: Some(SECOND * wait), is_down }).duration_since(now())
            };
            assert_eq!(again(&mut plan, 4000).unwrap(), SECOND * 4000);
            assert_eq!(again(&mut plan, 9_000_000).unwrap(), LONGEST_WAIT);
            assert_eq!(plan.is_idle(now() + SECOND * 5000), is_down);
        }
    }

    #[test]
    fn a_kept_answer_is_asked_for_when_it_is_old() {
        let since = |age: u64| Held::Since { confirmed: now() - SECOND * age as u32, validated: true };
        let plan = Plan::new(|_| since(60), SECOND, today(), now());
        assert!(plan.is_idle(now()));
        assert_eq!(plan.next(now()).unwrap().at, now() + OFTEN - SECOND * 60);
        let future = Held::Since { confirmed: now() + OFTEN * 1000, validated: true };
        let plan = Plan::new(|_| future, SECOND, today(), now());
        assert_eq!(plan.next(now()).unwrap().at, now(), "a clock was wrong");
    }

    #[test]
    fn the_age_is_that_of_what_changes_and_of_what_failed() {
        let since = |age: u32| Held::Since { confirmed: now() - SECOND * age, validated: true };
        let held =
            |key: Key| if key.year == 2015 { since(key.content.letters().len() as u32) } else { since(9000) };
        let mut plan = Plan::new(held, SECOND, today(), now());
        assert_eq!(plan.confirmed(today()), Some(now() - SECOND * 13));
        let old = Key::of_year(2013).next().unwrap();
        plan.failed(old, now(), Failure { wait: None, is_down: false });
        assert_eq!((plan.confirmed(today()), plan.failing()), (Some(now() - SECOND * 9000), 1));
        assert_eq!(empty().confirmed(today()), None);
    }

    #[test]
    fn told_to_it_asks_at_once_for_what_changes_and_what_failed() {
        let mut plan = empty();
        run(&mut plan, now() + SECOND * 27, comes);
        let later = now() + SECOND * 60;
        let old = Key::of_year(2013).next().unwrap();
        plan.failed(old, later, Failure { wait: None, is_down: true });
        assert!(plan.is_idle(later));
        plan.ask_again(today());
        let due = plan.entries.iter().filter(|entry| entry.due <= later).count();
        assert_eq!((plan.is_idle(later), due), (false, 11));
    }

    #[test]
    fn a_year_that_begins_is_asked_for() {
        let mut plan = empty();
        run(&mut plan, now() + SECOND * 27, comes);
        plan.reach(Day::from_ymd(2016, 1, 1).unwrap());
        let next = plan.next(now() + SECOND * 60).unwrap();
        assert_eq!((next.key.to_string().as_str(), plan.missing()), ("load-time of 2016", 10));
    }
}
