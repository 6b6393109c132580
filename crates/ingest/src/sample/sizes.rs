//! How large the messages of one day are.

use rssac002_model::{Day, Table};

use super::rng::Rng;
use super::story;
use super::traffic::LetterDay;

const SIZES: u64 = 11;

/// Requests are counted up to 287 octets, responses up to 4095; the last range is open.
const REQUEST_RANGES: usize = 18;
const RESPONSE_RANGES: usize = 256;

/// UDP requests by range of 16 octets before 2020-11-04; the third is 32-47.
const UDP_REQUESTS: [f64; REQUEST_RANGES + 1] = [
    0.0, 0.058, 0.56, 0.205, 0.094, 0.045, 0.018, 0.009, 0.005, 0.0025, 0.0013, 0.0008, 0.0005, 0.0003,
    0.0002, 0.00015, 0.0001, 0.00005, 0.0001,
];
/// How much of the part of 32-47 goes with Chromium's probes, and where the part of the others grows.
const PROBES_32_47: f64 = 0.11;
const GROWS: [(usize, f64); 5] = [(1, 0.06), (3, 0.46), (4, 0.27), (5, 0.16), (6, 0.05)];

/// TCP requests by range of 16 octets.
const TCP_REQUESTS: [f64; REQUEST_RANGES + 1] = [
    0.0, 0.09, 0.36, 0.3, 0.14, 0.06, 0.025, 0.012, 0.006, 0.003, 0.0015, 0.0009, 0.0005, 0.0003, 0.0002,
    0.0001, 0.0001, 0.00005, 0.0001,
];

/// Peaks of the responses: range, height, width.
type Peak = (f64, f64, f64);
const UDP_PEAKS: [Peak; 6] = [
    (6.5, 0.24, 1.2),
    (44.0, 0.34, 1.1),
    (32.0, 0.10, 3.0),
    (52.0, 0.08, 2.2),
    (24.0, 0.06, 4.0),
    (70.0, 0.02, 6.0),
];
const TCP_PEAKS: [Peak; 5] =
    [(8.0, 0.12, 2.0), (46.0, 0.30, 2.0), (66.0, 0.25, 3.5), (80.0, 0.12, 6.0), (28.0, 0.10, 5.0)];

fn response_shares(peaks: &[Peak], tail: f64, floor: f64) -> Vec<f64> {
    let height = |range: f64| {
        let peaks = peaks.iter().map(|(at, h, width)| h * (-((range - at) / width).powi(2)).exp());
        floor * (-range / tail).exp() + peaks.sum::<f64>()
    };
    (0..=RESPONSE_RANGES).map(|i| height(i as f64)).collect()
}

/// The key of a range: `32-47`, or `288-` for the open one.
fn range_key(index: usize, open: usize) -> String {
    if index == open { format!("{}-", index * 16) } else { format!("{}-{}", index * 16, index * 16 + 15) }
}

/// What does not depend on the day: the shares.
pub(super) struct Shares {
    udp_responses: Vec<f64>,
    tcp_responses: Vec<f64>,
}

impl Shares {
    pub(super) fn new() -> Shares {
        Shares {
            udp_responses: response_shares(&UDP_PEAKS, 30.0, 0.004),
            tcp_responses: response_shares(&TCP_PEAKS, 45.0, 0.003),
        }
    }
}

/// Gives a table the keys of its ranges, so that the number of a key is the number of its range.
pub(super) fn intern(table: &mut Table, requests: bool) {
    let open = if requests { REQUEST_RANGES } else { RESPONSE_RANGES };
    for index in 0..=open {
        table.intern(&range_key(index, open));
    }
}

/// Range and count, for UDP requests, UDP responses, TCP requests and TCP responses.
pub(super) fn sizes(shares: &Shares, letter: u64, at: Day, of: &LetterDay) -> [Vec<(u32, f64)>; 4] {
    let mut rng = Rng::new(&[SIZES, letter, at.to_epoch() as u64]);
    let [udp_in, tcp_in, udp_out, tcp_out] = of.messages();
    let mut udp = UDP_REQUESTS;
    let moved = PROBES_32_47 * story::probes_gone(at);
    udp[2] -= moved;
    for (range, part) in GROWS {
        udp[range] += moved * part;
    }
    if of.attack > 1.0 {
        // An attack asks for one name, so its queries are of one size.
        udp.iter_mut().for_each(|share| *share /= of.attack);
        udp[3 + rng.pick(3)] += 1.0 - 1.0 / of.attack;
    }
    [
        split(udp_in, &udp, 0.02, &mut rng),
        responses(udp_out, &shares.udp_responses, 0.08, &mut rng),
        split(tcp_in, &TCP_REQUESTS, 0.05, &mut rng),
        responses(tcp_out, &shares.tcp_responses, 0.1, &mut rng),
    ]
}

/// Responses fill the small ranges; of the large ones only a few have any.
fn responses(total: f64, shares: &[f64], blur: f64, rng: &mut Rng) -> Vec<(u32, f64)> {
    let common = 70 + rng.pick(35);
    let mut parts = split(total, &shares[..common], blur, rng);
    let mut range = common + 1 + rng.pick(20);
    while range < RESPONSE_RANGES {
        parts.push((range as u32, 1.0 + (total * 2e-5 * rng.unit().powi(3)).floor()));
        range += 1 + rng.pick(50);
    }
    parts.push((RESPONSE_RANGES as u32, 1.0 + (total * 1e-6 * rng.unit()).floor()));
    parts
}

/// Splits a count by shares, each blurred by some part of itself, so that the parts add up to it but for roundings.
/// Ranges without messages are left out.
fn split(total: f64, shares: &[f64], blur: f64, rng: &mut Rng) -> Vec<(u32, f64)> {
    let mut parts: Vec<(u32, f64)> = Vec::with_capacity(shares.len());
    let mut sum = 0.0;
    for (range, share) in shares.iter().enumerate() {
        let part = share * (1.0 + blur * (2.0 * rng.unit() - 1.0));
        sum += part;
        parts.push((range as u32, part));
    }
    for (_, part) in &mut parts {
        *part = (total * *part / sum).floor();
    }
    parts.retain(|(_, count)| *count > 0.0);
    parts
}
