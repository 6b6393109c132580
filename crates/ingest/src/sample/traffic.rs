//! What one letter counts on one day: queries, responses, codes, sources, load times.

use rssac002_model::{Day, Rsi};

use super::rng::Rng;
use super::story;

const DAY: u64 = 10;

/// Days on which a letter's zone load times are usually this many seconds.
const LOAD_SECONDS: [f64; Rsi::COUNT] =
    [6.0, 3.0, 4.0, 9.0, 22.0, 14.0, 12.0, 7.0, 12.0, 6.0, 11.0, 17.0, 8.0];

/// The rare response codes and their part of all that is neither NOERROR nor NXDOMAIN.
const RARE_CODES: [(u32, f64); 8] =
    [(1, 0.05), (2, 0.08), (4, 0.06), (5, 0.79), (6, 2e-7), (7, 1e-5), (9, 4e-3), (16, 2e-3)];

/// One letter's numbers of one day. Whole numbers that fit together: codes add up to responses, and so on.
pub(super) struct LetterDay {
    /// In the order of `TRAFFIC_VOLUME_KEYS`.
    pub(super) volume: [f64; 8],
    /// Code and responses, by code.
    pub(super) codes: Vec<(u32, f64)>,
    /// In the order of `UNIQUE_SOURCES_KEYS`.
    pub(super) sources: [f64; 3],
    /// Seconds by serial, in the order of [`story::serials`].
    pub(super) load: Vec<f64>,
    /// By how much an attack multiplied the queries.
    pub(super) attack: f64,
}

impl LetterDay {
    /// Queries over UDP, over TCP; responses over UDP, over TCP.
    pub(super) fn messages(&self) -> [f64; 4] {
        let v = &self.volume;
        [v[0] + v[1], v[2] + v[3], v[4] + v[5], v[6] + v[7]]
    }
}

/// Makes one letter's numbers of one day.
pub(super) fn letter_day(rsi: Rsi, at: Day) -> LetterDay {
    let mut rng = Rng::new(&[DAY, rsi.index() as u64, at.to_epoch() as u64]);
    let quiet = story::queries(rsi, at, &mut rng);
    let attack = story::attack(rsi, at);
    let queries = quiet * attack;
    let volume = volume(rsi, at, queries, attack, &mut rng);
    let responses: f64 = volume[4..].iter().sum();
    LetterDay {
        codes: codes(at, responses, attack, &mut rng),
        sources: sources(rsi, at, quiet * (volume[0] + volume[2]) / queries, attack, &mut rng),
        load: load(rsi, at, &mut rng),
        volume,
        attack,
    }
}

fn volume(rsi: Rsi, at: Day, queries: f64, attack: f64, rng: &mut Rng) -> [f64; 8] {
    let years = story::years(at);
    // Attacks come over UDP and IPv4, and not all of them are answered.
    let ipv6 =
        ((0.10 + 0.014 * years + (rsi.index() % 5) as f64 * 0.006).min(0.3) + 0.002 * rng.bell()) / attack;
    let tcp =
        (0.012 + 0.0045 * years + (rsi.index() % 3) as f64 * 0.002) * (1.0 + 0.03 * rng.bell()) / attack;
    let answered = (0.985 + 0.003 * rng.bell()).min(0.9995) * if attack > 1.0 { 0.8 } else { 1.0 };
    let received = [
        queries * (1.0 - ipv6) * (1.0 - tcp),
        queries * ipv6 * (1.0 - 1.3 * tcp),
        queries * (1.0 - ipv6) * tcp,
        queries * ipv6 * 1.3 * tcp,
    ];
    let answered = [answered, (answered * 1.003).min(0.9995), 0.995, 0.996];
    std::array::from_fn(|i| if i < 4 { received[i] } else { received[i - 4] * answered[i - 4] }.floor())
}

fn codes(at: Day, responses: f64, attack: f64, rng: &mut Rng) -> Vec<(u32, f64)> {
    let years = story::years(at);
    // Chromium's probes are names that do not exist: their part grew until 2020-11-04 and then went.
    let before = 0.64 + 0.025 * years.min(3.84);
    let after = 0.59 - 0.004 * (years - 4.0).max(0.0);
    let gone = story::probes_gone(at);
    let weekend = if at.weekday() >= 5 { 0.006 } else { -0.0024 };
    let nxdomain = before * (1.0 - gone) + after * gone + weekend + 0.006 * rng.bell();
    // What an attack asks for does not exist either.
    let nxdomain = 1.0 - (1.0 - nxdomain) / attack;
    let rest = responses * (0.009 + 0.004 * rng.unit()) / attack;
    let mut codes: Vec<(u32, f64)> = RARE_CODES
        .iter()
        .map(|(code, part)| (*code, (rest * part * rng.between(0.7, 1.3)).floor()))
        .filter(|(code, count)| *code <= 5 || *count > 0.0)
        .collect();
    codes.push((3, (responses * nxdomain).floor()));
    let others: f64 = codes.iter().map(|(_, count)| count).sum();
    codes.push((0, responses - others));
    codes.sort_by_key(|(code, _)| *code);
    codes
}

fn sources(rsi: Rsi, at: Day, ipv4_queries: f64, attack: f64, rng: &mut Rng) -> [f64; 3] {
    let years = story::years(at);
    let gone = story::probes_gone(at);
    let busy = story::level(at);
    // Queries per source: f's fell from about 22,000 to about 8,000 (data.md); other letters see more sources.
    let per_source = if rsi.letter() == 'f' {
        22_000.0 * (busy / 101e9).powf(0.4) * (1.0 - gone) + 8_000.0 * (busy / 93e9).powf(0.4) * gone
    } else {
        (1_150.0 + 90.0 * (rsi.index() % 4) as f64) * (busy / 77e9).powf(0.8)
    };
    // An attack with made-up addresses adds sources.
    let spoofed = if attack > 1.0 { rng.between(1.2, 4.0) } else { 1.0 };
    let ipv4 = ipv4_queries / per_source * (1.0 + 0.01 * rng.bell()) * spoofed;
    let ipv6 = ipv4 / spoofed * (0.07 + 0.022 * years) * (1.0 + 0.02 * rng.bell());
    let aggregate = ipv6 * (0.62 + 0.01 * rng.bell());
    [ipv4.floor(), ipv6.floor(), aggregate.floor()]
}

fn load(rsi: Rsi, at: Day, rng: &mut Rng) -> Vec<f64> {
    story::serials(at)
        .map(|_| {
            let usual = LOAD_SECONDS[rsi.index()] * (0.5 * rng.bell()).exp();
            let slow = if rng.happens(0.012) { rng.between(20.0, 200.0) } else { 1.0 };
            (usual * slow).floor().max(1.0)
        })
        .collect()
}
