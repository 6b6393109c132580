//! Where the instances are on one day.

use rssac002_model::{DayPlaces, DayRange, Field, Place};
use std::sync::Arc;

use super::words;
use crate::catalogue::Instances;
use crate::state::ChartState;
use crate::transform::greatest_first;
use crate::view::{Body, Code, MapLetter, MapPlace, MapView, View};
use crate::world::Outline;

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

/// Degrees north and east of a place, where they are those of a place on Earth. Around 0, 0 there is nothing but the Gulf of
/// Guinea for hundreds of kilometres: whoever published that had no coordinates and filled in a zero.
fn coordinates(place: &Place) -> Option<(f64, f64)> {
    let at = (*place.latitude.value()?, *place.longitude.value()?);
    let is_placeholder = at.0.abs() < 1.0 && at.1.abs() < 1.0;
    (at.0.abs() <= 90.0 && at.1.abs() <= 180.0 && !is_placeholder).then_some(at)
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
    map.places = greatest_first(map.places, MapPlace::total);
    View {
        state: state.clone(),
        range: DayRange::single(day),
        title: words::title_map(state.chart.title, &map),
        subtitle: words::subtitle_map(state.rsis, state.instances, day),
        coverage: words::coverage_map(&map),
        throughout: map.letters.iter().map(|letter| letter.rsi).collect(),
        summary: words::summary_map(&map),
        code: Code::of::<MapView>(),
        body: Body::Map(map),
    }
}
