//! Where the instances are on one day.

use std::sync::Arc;

use rssac002_model::sort::sort_by;
use rssac002_model::{Day, DayPlaces, DayRange, Field, Place, Rsi, RsiSet};

use crate::catalogue::Instances;
use crate::state::ChartState;
use crate::theme::Colour;
use crate::view::{Body, Readout, ReadoutRow, View};
use crate::world::Outline;
use crate::{format, words};

/// A town at a pair of coordinates, with the instances of all letters that name both alike.
#[derive(Clone, PartialEq, Debug)]
pub struct MapPlace {
    /// The town as published; empty where no name is.
    pub town: String,
    /// Degrees north and east; `None` where none are published, or none that are on a globe.
    pub at: Option<(f64, f64)>,
    /// How many instances of which letter, in the order of the letters; none of them is 0.
    pub counts: Vec<(Rsi, f64)>,
}

impl MapPlace {
    /// All its instances.
    pub fn total(&self) -> f64 {
        self.counts.iter().map(|(_, n)| n).sum()
    }
}

/// A letter of the map.
#[derive(Clone, PartialEq, Debug)]
pub struct MapLetter {
    /// The letter.
    pub rsi: Rsi,
    /// Its instances, those at places without coordinates included.
    pub instances: f64,
    /// Whether the legend hides it.
    pub hidden: bool,
}

/// The instances of one day, by place.
#[derive(Clone, PartialEq, Debug)]
pub struct MapView {
    /// The day.
    pub day: Day,
    /// Places that have an instance of those that count, the largest first.
    pub places: Vec<MapPlace>,
    /// The letters chosen that have a list for the day.
    pub letters: Vec<MapLetter>,
    /// The letters chosen.
    pub expected: RsiSet,
    /// Instances that say neither of IPv4 nor of IPv6 that they answer over it, and so never count.
    pub silent: f64,
    /// The land, once it has come.
    pub outline: Option<Arc<Outline>>,
}

impl MapView {
    /// Instances and places with coordinates, and those without.
    pub fn totals(&self) -> [(f64, usize); 2] {
        [true, false].map(|on_map| {
            let there = || self.places.iter().filter(move |p| p.at.is_some() == on_map);
            (there().map(MapPlace::total).sum(), there().count())
        })
    }

    /// The letters of a place that the legend does not hide, and how many instances each has there.
    pub fn counts<'a>(&'a self, place: &'a MapPlace) -> impl Iterator<Item = &'a (Rsi, f64)> {
        let hidden = |rsi| self.letters.iter().any(|l| l.rsi == rsi && l.hidden);
        place.counts.iter().filter(move |(rsi, _)| !hidden(*rsi))
    }

    /// The instances of a place that the legend does not hide.
    pub fn shown(&self, place: &MapPlace) -> f64 {
        self.counts(place).map(|(_, n)| n).sum()
    }
}

/// Whether a place's instances count.
fn counts(place: &Place, which: Instances) -> bool {
    // As instances-count does: a place without an IPv4 key counts as IPv4.
    let v4 = matches!(place.ipv4, Field::Absent | Field::Value(true));
    let v6 = place.ipv6 == Field::Value(true);
    match which {
        Instances::All => v4 || v6,
        Instances::DualStack => v4 && v6,
        Instances::V4 => v4,
        Instances::V6 => v6,
        Instances::OnlyV4 => v4 && !v6,
        Instances::OnlyV6 => v6 && !v4,
    }
}

/// Degrees north and east of a place, where they are those of a place on Earth.
fn coordinates(place: &Place) -> Option<(f64, f64)> {
    let at = (*place.latitude.value()?, *place.longitude.value()?);
    (at.0.abs() <= 90.0 && at.1.abs() <= 180.0).then_some(at)
}

pub(crate) fn build(state: &ChartState, published: &DayPlaces, outline: Option<Arc<Outline>>) -> View {
    let day = published.day;
    let mut map =
        MapView { day, places: Vec::new(), letters: Vec::new(), expected: state.rsis, silent: 0.0, outline };
    for rsi in state.rsis.iter() {
        let Some(list) = published.of(rsi) else { continue };
        let mut letter = MapLetter { rsi, instances: 0.0, hidden: state.hides(rsi.as_str()) };
        for place in list.iter().filter(|p| p.instances() > 0.0) {
            let instances = place.instances();
            if !counts(place, state.instances) {
                if !counts(place, Instances::All) {
                    map.silent += instances;
                }
                continue;
            }
            letter.instances += instances;
            let (town, at) = (place.town.value().map_or("", String::as_str), coordinates(place));
            let known = map.places.iter_mut().find(|p| p.at == at && p.town == town);
            match known {
                Some(known) => match known.counts.last_mut() {
                    Some((last, n)) if *last == rsi => *n += instances,
                    _ => known.counts.push((rsi, instances)),
                },
                None => {
                    let counts = vec![(rsi, instances)];
                    map.places.push(MapPlace { town: town.to_owned(), at, counts });
                }
            }
        }
        map.letters.push(letter);
    }
    // Places alike in number stay in the order of letters and lists.
    sort_by(&mut map.places, |a, b| b.total().total_cmp(&a.total()));
    View {
        state: state.clone(),
        range: DayRange::single(day),
        title: words::title_map(state.chart.title, &map),
        subtitle: words::subtitle_map(state.rsis, state.instances, day),
        coverage: words::coverage_map(&map),
        summary: words::summary_map(&map),
        body: Body::Map(map),
    }
}

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
