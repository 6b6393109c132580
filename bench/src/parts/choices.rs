//! Choices made on a page.

use anyhow::Result;
use rssac002_visitor::engine::View;

use crate::Setting;
use crate::browser::{choose, numbers, open, start};
use crate::figure::{Figure, Reach};

/// How often each is made.
const RUNS: usize = 5;

/// A choice: on which page, the name and the value of its button.
const CHOICES: [(&str, &str, &str); 4] = [
    ("/queries-received", "type", "Stacked"),
    ("/queries-received", "scale", "Log"),
    ("/unique-sources/queries", "scale", "Linear"),
    ("/packet-sizes/rsi", "scale", "Linear"),
];

/// 13 panels from weeks to days, nothing fetched before; and choices whose data is there.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    let (mut days, mut tasks) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let page = open(&system, View::DESKTOP, "/response-codes/rsi")?;
        days.push(choose(&page, "interval", "Day")?);
        tasks.push(numbers(&page, "bench.long")?.into_iter().fold(0.0, f64::max));
    }
    let mut figures = vec![
        Figure::new("13 panels, weeks to days, nothing fetched before", "ms", days)
            .reach(Reach::AtMost(130.0)),
        Figure::new("the same, the longest task above 50 ms (0: none)", "ms", tasks)
            .reach(Reach::AtMost(100.0)),
    ];
    for (path, name, value) in CHOICES {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let page = open(&system, View::DESKTOP, path)?;
            runs.push(choose(&page, name, value)?);
        }
        figures.push(Figure::new(format!("{path}, {name} {value}"), "ms", runs).reach(Reach::AtMost(30.0)));
    }
    Ok(figures)
}
