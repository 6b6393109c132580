//! Choices made on a page.

use anyhow::Result;
use rssac002_visitor::page::View;

use crate::Setting;
use crate::browser::{act, numbers, open, start};
use crate::figure::{Figure, Reach};

/// How often each is made.
const RUNS: usize = 5;

/// A choice: on which page, the name and the value of its button.
const CHOICES: [(&str, &str, &str); 4] = [
    ("/queries-received", "type", "stacked"),
    ("/queries-received", "scale", "log"),
    ("/unique-sources/queries", "type", "lines"),
    ("/packet-sizes/rsi", "scale", "log"),
];

/// 13 panels from weeks to days, nothing fetched before; and choices whose data is there.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    let chosen = |name: &str, value: &str| {
        (
            format!("document.querySelector('input[name={name}][value={value}]').click()"),
            format!(
                "document.documentElement.dataset.chartState === 'ready' && location.search.includes('{name}={value}')"
            ),
        )
    };
    let (mut days, mut tasks) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let page = open(&system, View::DESKTOP, "/response-codes/rsi")?;
        page.js("bench.long = []")?;
        let (choose, is_chosen) = chosen("interval", "day");
        days.push(act(&page, &choose, &is_chosen)?);
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
            let (choose, is_chosen) = chosen(name, value);
            runs.push(act(&page, &choose, &is_chosen)?);
        }
        figures.push(Figure::new(format!("{path}, {name} {value}"), "ms", runs).reach(Reach::AtMost(30.0)));
    }
    Ok(figures)
}
