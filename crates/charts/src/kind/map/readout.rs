//! What is read out at a circle of the map.

use super::words;
use crate::format;
use crate::theme::Colour;
use crate::view::{MapPlace, MapView, Readout, ReadoutRow};

/// Towns named in the readout of places that are drawn as one.
const NAMED: usize = 5;

/// What is read out of some places together: the towns, and the instances of each letter. `None` where there is none
/// of them.
pub fn together(map: &MapView, places: &[usize]) -> Option<Readout> {
    let places: Vec<&MapPlace> = places.iter().filter_map(|at| map.places.get(*at)).collect();
    let first = places.first()?;
    let rows = map.letters.iter().filter(|l| !l.hidden).filter_map(|letter| {
        let of = |p: &&MapPlace| {
            p.counts.iter().filter(|(rsi, _)| *rsi == letter.rsi).map(|(_, n)| n).sum::<f64>()
        };
        let instances: f64 = places.iter().map(of).sum();
        (instances > 0.0).then(|| ReadoutRow {
            id: letter.rsi.to_string(),
            label: letter.rsi.to_string(),
            colour: Colour::Rsi(letter.rsi),
            value: format::count(instances),
            share: String::new(),
            doubtful: false,
        })
    });
    let rows: Vec<ReadoutRow> = rows.collect();
    let total: f64 = places.iter().map(|p| map.shown(p)).sum();
    // Operators place the same town a little apart.
    let mut towns: Vec<&str> = Vec::new();
    for town in places.iter().map(|p| words::town(p)) {
        if !towns.contains(&town) {
            towns.push(town);
        }
    }
    Some(Readout {
        more: None,
        heading: match towns.as_slice() {
            [town] => (*town).to_owned(),
            _ => words::places(places.len()),
        },
        total: if rows.len() > 1 { format::count(total) } else { String::new() },
        rows,
        note: match (places.len(), first.at) {
            (1, None) => words::NO_COORDINATES.to_owned(),
            (1, Some(at)) => words::coordinates(at),
            (n, _) if towns.len() == 1 => words::places(n),
            _ => {
                let more = if towns.len() > NAMED { ", …" } else { "" };
                towns.truncate(NAMED);
                towns.join(", ") + more
            }
        },
    })
}
