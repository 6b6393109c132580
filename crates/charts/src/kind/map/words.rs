//! What is said of maps.

use rssac002_model::{Day, RsiSet};

use crate::catalogue::Instances;
use crate::format;
use crate::view::{MapPlace, MapView};
use crate::words::{greatest, instances_counted, letters};

/// A number of places.
pub(crate) fn places(count: usize) -> String {
    if count == 1 { "1 place".into() } else { format!("{} places", format::grouped(count as f64)) }
}

/// A number of instances.
pub(crate) fn instances_number(count: f64) -> String {
    if count == 1.0 { "1 instance".into() } else { format!("{} instances", format::grouped(count)) }
}

/// The name of a place.
pub(crate) fn town(place: &MapPlace) -> &str {
    if place.town.is_empty() { "Unnamed place" } else { &place.town }
}

/// What is said of a place that cannot be drawn.
pub(crate) const NO_COORDINATES: &str = "not on the map: no usable coordinates are published";

/// Degrees as people write them: `33.9° S, 18.4° E`.
pub(crate) fn coordinates((north, east): (f64, f64)) -> String {
    let part = |degrees: f64, plus, minus| {
        let side = if degrees < 0.0 { minus } else { plus };
        format!("{}° {side}", format::fixed(degrees.abs(), 2))
    };
    format!("{}, {}", part(north, 'N', 'S'), part(east, 'E', 'W'))
}

/// The title of a map, with its counts.
pub(crate) fn title_map(title: &str, map: &MapView) -> String {
    let [(instances, count), _] = map.totals();
    if map.places.is_empty() {
        return title.to_owned();
    }
    let letters = match map.letters.iter().filter(|l| l.instances > 0.0).count() {
        1 => "1 RSI".to_owned(),
        n => format!("{n} RSIs"),
    };
    format!("{title}: {} at {}, {letters}", format::grouped(instances), places(count))
}

/// The line below the title of a map.
pub(crate) fn subtitle_map(rsis: RsiSet, count: Instances, day: Day) -> String {
    format!("{}, {}, {} (UTC)", letters(rsis), instances_counted(count), format::long_day(day))
}

/// How completely the chosen letters list their places, and what of it the map cannot show.
pub(crate) fn coverage_map(map: &MapView) -> String {
    let listed: RsiSet = map.letters.iter().map(|l| l.rsi).collect();
    let absent = map.expected.without(listed);
    let mut text = match (absent.is_empty(), listed.is_empty()) {
        (_, true) => "No list of instances for this day.".into(),
        (true, _) => format!("{} listed their instances.", letters(map.expected)),
        (false, _) => {
            format!(
                "{} of {} RSIs listed their instances, without {absent}.",
                listed.len(),
                map.expected.len()
            )
        }
    };
    let [_, (instances, count)] = map.totals();
    if count > 0 {
        let without = map.places.iter().filter(|p| p.at.is_none());
        let mut named: Vec<String> = without
            .take(NAMED)
            .map(|p| {
                let rsis: RsiSet = p.counts.iter().map(|(rsi, _)| *rsi).collect();
                format!("{} ({rsis})", town(p))
            })
            .collect();
        if count > NAMED {
            named.push(format!("and {} more", count - NAMED));
        }
        text += &format!(
            " Not on the map, because no usable coordinates are published: {} at {}, {}.",
            instances_number(instances),
            places(count),
            named.join(", ")
        );
    }
    if map.silent > 0.0 {
        text += &format!(
            " Not counted, because neither IPv4 nor IPv6 is said: {}.",
            instances_number(map.silent)
        );
    }
    text
}

/// Places without coordinates that are named; the others are counted.
const NAMED: usize = 8;

/// The towns with the most instances, in one sentence. Operators place one town differently, so names are added up.
pub(crate) fn summary_map(map: &MapView) -> String {
    let mut towns: Vec<(&str, f64)> = Vec::new();
    for place in map.places.iter().filter(|p| !p.town.is_empty()) {
        match towns.iter_mut().find(|(name, _)| *name == place.town) {
            Some((_, instances)) => *instances += place.total(),
            None => towns.push((&place.town, place.total())),
        }
    }
    let named = towns.into_iter().map(|(name, n)| (n, format!("{name} {}", format::grouped(n))));
    let greatest = greatest(named);
    greatest.map_or_else(String::new, |towns| format!("Most instances by name of town: {towns}."))
}
