//! What came of measuring, and the table of it.

use serde::Serialize;

/// Something measured several times.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Figure {
    /// What.
    pub what: String,
    /// The unit of all numbers.
    pub unit: &'static str,
    /// What each run gave.
    pub runs: Vec<f64>,
    /// What is wanted of the median.
    pub reach: Option<Reach>,
    /// The same of other programs, in the same minutes.
    pub peers: Vec<Peer>,
}

/// What is wanted.
#[derive(Serialize, Clone, Copy, PartialEq, Debug)]
pub enum Reach {
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
}

/// Somebody else's program and what came of it.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// What each run gave.
    pub runs: Vec<f64>,
}

impl Figure {
    /// Something measured, of which nothing is wanted.
    pub fn new(what: impl Into<String>, unit: &'static str, runs: Vec<f64>) -> Figure {
        Figure { what: what.into(), unit, runs, reach: None, peers: Vec::new() }
    }

    /// The same, with what is wanted.
    pub fn reach(self, reach: Reach) -> Figure {
        Figure { reach: Some(reach), ..self }
    }

    /// The same, beside those of others.
    pub fn beside(self, peers: Vec<Peer>) -> Figure {
        Figure { peers, ..self }
    }

    /// A line that says it.
    pub fn line(&self) -> String {
        let [what, ours, runs, reach, met, peer, _] = self.cells();
        let more =
            [reach, met, peer].into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ");
        format!("{what}: {ours} ({runs}) {more}")
    }

    /// Its row of the table.
    fn cells(&self) -> [String; 7] {
        let ours = median(&self.runs);
        let (reach, is_met) = match self.reach {
            Some(Reach::AtMost(most)) => (format!("at most {}", number(most)), Some(ours <= most)),
            Some(Reach::AtLeast(least)) => (format!("at least {}", number(least)), Some(ours >= least)),
            None => (String::new(), None),
        };
        let met = is_met.map_or("", |is_met| if is_met { "met" } else { "not met" });
        let runs = match extent(&self.runs) {
            Some((least, most)) if self.runs.len() > 1 => {
                format!("{} to {}, {} runs", number(least), number(most), self.runs.len())
            }
            _ => "1 run".to_owned(),
        };
        let beside = |cell: fn(&Peer, f64) -> String| {
            self.peers.iter().map(|peer| cell(peer, ours)).collect::<Vec<_>>().join(", ")
        };
        [
            self.what.clone(),
            format!("{} {}", number(ours), self.unit),
            runs,
            reach,
            met.to_owned(),
            beside(|peer, _| format!("{} {}", number(median(&peer.runs)), peer.name)),
            beside(|peer, ours| format!("{:.1}", median(&peer.runs) / ours)),
        ]
    }
}

/// The table, in Markdown.
pub fn table(figures: &[Figure]) -> String {
    let head =
        ["what", "median", "least to most", "reach", "met", "peers", "peers / ours"].map(str::to_owned);
    let rule = head.clone().map(|_| "---".to_owned());
    let rows = [head, rule].into_iter().chain(figures.iter().map(Figure::cells));
    rows.map(|row| format!("| {} |", row.join(" | "))).collect::<Vec<_>>().join("\n")
}

/// The middle one; of an even number the mean of the two in the middle. NaN of none.
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[length / 2],
        length => (sorted[length / 2 - 1] + sorted[length / 2]) / 2.0,
    }
}

/// The one that so many of a hundred do not exceed. NaN of none.
pub fn percentile(numbers: &[f64], per_cent: usize) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

fn extent(numbers: &[f64]) -> Option<(f64, f64)> {
    Some((numbers.iter().copied().reduce(f64::min)?, numbers.iter().copied().reduce(f64::max)?))
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_edge_of_numbers() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0]), 2.5);
        assert!(median(&[]).is_nan() && percentile(&[], 95).is_nan());
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(
            [percentile(&hundred, 95), percentile(&hundred, 100), percentile(&[7.0], 95)],
            [95.0, 100.0, 7.0]
        );
    }

    #[test]
    fn a_row_says_what_was_wanted_and_whether_it_is_so() {
        let peers =
            vec![Peer { name: "one", runs: vec![100.0, 300.0] }, Peer { name: "other", runs: vec![5.0] }];
        let figure =
            Figure::new("a frame", "ms", vec![8.0, 10.0, 12.5]).reach(Reach::AtMost(9.0)).beside(peers);
        assert_eq!(
            table(&[figure, Figure::new("requests", "/s", vec![1234.4]).reach(Reach::AtLeast(1000.0))])
                .lines()
                .skip(2)
                .collect::<Vec<_>>(),
            [
                "| a frame | 10.0 ms | 8.00 to 12.5, 3 runs | at most 9.00 | not met | 200 one, 5.00 other | 20.0, 0.5 |",
                "| requests | 1234 /s | 1 run | at least 1000 | met |  |  |",
            ]
        );
    }
}
