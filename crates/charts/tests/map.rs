//! What must hold for any map: every place is drawn once, groups do not depend on where the map is, moving keeps what
//! is under the pointer there, and nothing is lost on the way from the published lists.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use rssac002_charts::draw::geometry::{MapGeometry, Mark};
use rssac002_charts::draw::scene::{Item, Scene};
use rssac002_charts::draw::{Geometry, Layer, Surface};
use rssac002_charts::export::{csv, table};
use rssac002_charts::kind::map::draw::{opened, place};
use rssac002_charts::kind::{readout, requests, view};
use rssac002_charts::state::{MOST_ZOOM, Viewport};
use rssac002_charts::view::{Body, MapView, View};
use rssac002_charts::world::Outline;
use rssac002_charts::{Answer, Chart, ChartState, Clock, DataStore};
use rssac002_model::{Day, DayPlaces, Field, Place, Rsi};

fn clock() -> Clock {
    Clock::new(Day::INSTANCES_START + 2000)
}

fn at(latitude: f64, longitude: f64, count: f64, town: &str) -> Place {
    Place {
        ipv4: Field::Value(true),
        ipv6: Field::Value(false),
        latitude: Field::Value(latitude),
        longitude: Field::Value(longitude),
        count: Field::Value(count),
        town: Field::Value(town.to_owned()),
    }
}

/// The view of lists of the first letters.
fn view_of(lists: &[Vec<Place>]) -> View {
    let state = ChartState::new(Chart::find("instances/map").unwrap());
    let request = requests(&state, &clock())[0];
    let mut places = DayPlaces::new(request.range.start());
    for (rsi, list) in Rsi::all().zip(lists) {
        places.list_mut(rsi).extend(list.iter().cloned());
    }
    let mut store = DataStore::default();
    assert!(!store.has(&request));
    store.insert(request, Answer::Places(places));
    assert!(store.has(&request));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/world.bin");
    store.set_outline(Outline::decode(&std::fs::read(path).unwrap()).unwrap());
    view(&state, &store, &clock()).unwrap()
}

fn map(view: &View) -> &MapView {
    let Body::Map(map) = &view.body else { panic!("no map") };
    map
}

fn drawn(view: &View, viewport: Viewport, surface: &Surface) -> (Scene, MapGeometry) {
    let scene = place(map(view), viewport, surface, Layer::All);
    let Geometry::Map(geometry) = scene.geometry.clone() else { panic!("no map") };
    (scene, geometry)
}

/// Groups of places, whatever their order.
fn groups(marks: &[Mark]) -> BTreeSet<Vec<usize>> {
    marks.iter().map(|m| m.places.clone()).collect()
}

fn places() -> impl Strategy<Value = Vec<Vec<Place>>> {
    // Towns stand in heaps, some of which lie across the antimeridian and at a pole.
    let heap = prop_oneof![
        Just((50.0, 8.0)),
        Just((-17.0, 180.0)),
        Just((-17.0, -179.5)),
        Just((89.0, 0.0)),
        Just((-90.0, 90.0)),
        Just((0.0, 0.0)),
        (-90f64..=90.0, -180f64..=180.0),
    ];
    let near =
        (heap, -3f64..3.0, -3f64..3.0, 0u32..40, 0..5u8).prop_map(|((north, east), dn, de, count, town)| {
            let east: f64 = east + de;
            let east = if east > 180.0 {
                east - 360.0
            } else if east < -180.0 {
                east + 360.0
            } else {
                east
            };
            at((north + dn).clamp(-90.0, 90.0), east, f64::from(count), &format!("town {town}"))
        });
    prop::collection::vec(prop::collection::vec(near, 0..60), 1..5)
}

fn surfaces() -> impl Strategy<Value = Surface> {
    (200f64..1600.0, 150f64..900.0, prop_oneof![Just(1.0), Just(2.0), Just(1.5)])
        .prop_map(|(width, height, ratio)| Surface { ratio, ..Surface::new(width, height) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_place_is_in_one_mark_and_nothing_is_lost(lists in places(), surface in surfaces(), east in -180f64..180.0) {
        let view = view_of(&lists);
        let map = map(&view);
        let (_, geometry) = drawn(&view, Viewport::new(0.0, east, 1.0), &surface);
        let mut seen = vec![0; map.places.len()];
        geometry.marks.iter().flat_map(|m| &m.places).for_each(|p| seen[*p] += 1);
        let on_map = map.places.iter().map(|place| usize::from(place.at.is_some()));
        prop_assert!(seen.into_iter().eq(on_map));
        let placeholder = |at: (f64, f64)| at.0.abs() < 1.0 && at.1.abs() < 1.0;
        prop_assert!(!map.places.iter().filter_map(|place| place.at).any(placeholder));
        prop_assert!(geometry.marks.iter().all(|m| m.places.len() == 1 || m.places.len() >= 5));
        let of = |place: &Place| (*place.latitude.value().unwrap(), *place.longitude.value().unwrap());
        let published = |on_map: bool| -> f64 {
            let wanted = lists.iter().flatten().filter(|place| placeholder(of(place)) != on_map);
            wanted.map(|p| p.count.value().unwrap()).sum()
        };
        let marked: f64 = geometry.marks.iter().map(|m| m.instances).sum();
        prop_assert_eq!(published(true), marked);
        let off = map.places.iter().filter(|place| place.at.is_none()).count();
        prop_assert_eq!(map.totals(), [(published(true), map.places.len() - off), (published(false), off)]);
        for mark in &geometry.marks {
            let of_places: f64 = mark.places.iter().map(|p| map.places[*p].total()).sum();
            prop_assert_eq!(mark.instances, of_places);
        }
        // The readout of any of them is one.
        prop_assert_eq!(readout(&view, 0, 0).is_some(), !map.places.is_empty());
    }

    #[test]
    fn groups_depend_on_the_zoom_and_not_on_where_the_map_is(lists in places(), surface in surfaces(), a in -180f64..180.0, b in -180f64..180.0) {
        let view = view_of(&lists);
        let [here, there] = [a, b].map(|east| groups(&drawn(&view, Viewport::new(0.0, east, 1.0), &surface).1.marks));
        prop_assert_eq!(here, there);
    }

    #[test]
    fn what_is_under_the_pointer_stays_there(
        surface in surfaces(), north in -60f64..60.0, east in -180f64..180.0, zoom in 2f64..20.0,
        from in (0.3f64..0.7, 0.3f64..0.7), to in (0.3f64..0.7, 0.3f64..0.7), factor in 0.6f64..2.5,
    ) {
        // A place under the first pointer, found by bringing it there.
        let view = view_of(&[vec![at(north, east, 1.0, "x")]]);
        let part = |p: (f64, f64)| (p.0 * surface.width, p.1 * surface.height);
        let (from, to) = (part(from), part(to));
        let spot = |viewport| drawn(&view, viewport, &surface).1.marks.first().map(|m| m.at);
        let (_, first) = drawn(&view, Viewport::new(north, east, zoom), &surface);
        let Some(start) = first.marks.first().map(|m| m.at) else { return Ok(()) };
        let (_, second) = drawn(&view, first.moved(start, from, 1.0), &surface);
        let Some(start) = second.marks.first().map(|m| m.at) else { return Ok(()) };
        let moved = second.moved(start, to, factor);
        let Some(end) = spot(moved) else { return Err(TestCaseError::fail("the place is lost")) };
        // Viewports come in steps of a hundredth of a degree and of zoom, and a surface keeps within the poles.
        let scale = second.fits * moved.zoom();
        let step = 0.02 * scale.to_radians() + 0.02 * surface.width / moved.zoom();
        prop_assert!((end.0 - to.0).abs() < step + 1.0, "{end:?} {to:?}");
        let room = 1.3173 - surface.height / 2.0 / scale;
        let (_, after) = drawn(&view, moved, &surface);
        if after.y.abs() < room - 0.01 {
            prop_assert!((end.1 - to.1).abs() < step + 1.0, "{end:?} {to:?}");
        }
    }

    #[test]
    fn nothing_leaves_the_canvas_at_any_viewport(
        lists in places(), surface in surfaces(), north in -90f64..=90.0, east in -180f64..180.0, zoom in 1f64..50.0,
    ) {
        let view = view_of(&lists);
        let (scene, geometry) = drawn(&view, Viewport::new(north, east, zoom), &surface);
        let (width, height) = (scene.width as i32, scene.height as i32);
        for item in &scene.items {
            if let Item::Polygon { points, .. } = item {
                prop_assert!(points.iter().all(|(x, y)| (-3..=width + 3).contains(x) && (-3..=height + 3).contains(y)));
            }
        }
        let again = drawn(&view, Viewport::new(north, east, zoom), &surface).1;
        prop_assert_eq!(&again, &geometry);
        for (i, mark) in geometry.marks.iter().enumerate() {
            let found = geometry.mark_at(mark.at.0, mark.at.1).unwrap();
            prop_assert!(geometry.marks[found].radius <= geometry.marks[i].radius);
            if let Some(viewport) = opened(map(&view), &geometry, mark) {
                prop_assert!(viewport.zoom() > geometry.viewport.zoom() && viewport.zoom() <= MOST_ZOOM);
            }
        }
    }
}

#[test]
fn a_group_comes_apart_on_zoom_and_names_its_places() {
    let towns = [("A", 8.0), ("B", 8.4), ("C", 8.8), ("D", 9.2), ("E", 9.6)];
    let list: Vec<Place> = towns.iter().map(|(t, e)| at(50.0, *e, 2.0, t)).collect();
    let view = view_of(&[list.clone(), list]);
    let surface = Surface::new(960.0, 480.0);
    let (scene, geometry) = drawn(&view, Viewport::WORLD, &surface);
    assert_eq!(geometry.marks.len(), 1);
    assert!(scene.items.iter().any(|i| matches!(i, Item::Text { text, .. } if text == "20")));
    let mark = &geometry.marks[0];
    let read = rssac002_charts::kind::map::readout::together(map(&view), &mark.places).unwrap();
    assert_eq!(
        (read.heading.as_str(), read.note.as_str(), read.total.as_str()),
        ("5 places", "A, B, C, D, E", "20")
    );
    let (_, near) = drawn(&view, opened(map(&view), &geometry, mark).unwrap(), &surface);
    assert_eq!(near.marks.len(), 5);
    assert_eq!(
        near.marks.iter().map(|m| m.places[0]).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4],
        "from west to east"
    );
    assert_eq!(view.title, "Instances on the map: 20 at 5 places, 2 RSIs");
}

#[test]
fn a_town_that_operators_place_apart_is_named_once() {
    let read = |towns: &[&str]| {
        let list: Vec<Place> =
            towns.iter().enumerate().map(|(i, t)| at(50.0, 8.0 + 0.1 * i as f64, 1.0, t)).collect();
        let read = rssac002_charts::kind::map::readout::together(map(&view_of(&[list])), &[0, 1, 2, 3, 4, 5])
            .unwrap();
        (read.heading, read.note)
    };
    let texts = |heading: &str, note: &str| (heading.to_owned(), note.to_owned());
    assert_eq!(read(&["Bern"; 6]), texts("Bern", "6 places"));
    assert_eq!(read(&["A", "B", "A", "B", "A", "A"]), texts("6 places", "A, B"));
    assert_eq!(read(&["A", "B", "C", "D", "E", "F"]), texts("6 places", "A, B, C, D, E, …"));
}

#[test]
fn places_on_both_sides_of_the_antimeridian_fall_together() {
    let towns = [179.8, 179.9, 180.0, -180.0, -179.9];
    let list: Vec<Place> = towns.iter().map(|e| at(-17.0, *e, 1.0, &e.to_string())).collect();
    let view = view_of(&[list]);
    for east in [0.0, 180.0] {
        assert_eq!(drawn(&view, Viewport::new(0.0, east, 1.0), &Surface::new(960.0, 480.0)).1.marks.len(), 1);
    }
}

#[test]
fn what_the_map_cannot_show_is_counted_and_named() {
    let mut nowhere = at(0.0, 0.0, 3.0, "Here, there");
    nowhere.latitude = Field::Null;
    let mut absent = at(0.0, 0.0, 4.0, "");
    (absent.longitude, absent.town) = (Field::Absent, Field::Null);
    let beyond = at(52.0, 181.0, 5.0, "Beyond");
    let filled_in = at(0.0, 0.0, 2.0, "Guinea");
    let mut silent = at(1.0, 1.0, 6.0, "Silent");
    silent.ipv4 = Field::Null;
    let one = at(1.0, 2.0, 1.0, "One");
    let list = vec![one, nowhere, absent, beyond, silent, at(9.0, 9.0, 0.0, "None"), filled_in];
    let view = view_of(&[list, Vec::new()]);
    assert_eq!(map(&view).totals(), [(1.0, 1), (14.0, 4)]);
    assert_eq!(view.title, "Instances on the map: 1 at 1 place, 1 RSI");
    assert_eq!(
        view.coverage,
        "2 of 13 RSIs listed their instances, without c-m. Not on the map, because no usable coordinates are published: \
         14 instances at 4 places, Beyond (a), Unnamed place (a), Here, there (a), Guinea (a). Not counted, because neither IPv4 nor \
         IPv6 is said: 6 instances."
    );
    assert_eq!(view.summary, "Most instances by name of town: Beyond 5, Here, there 3, Guinea 2.");
    assert_eq!(table(&view).rows.len(), 5);
    let csv = csv(&view);
    assert!(csv.contains(",a,Guinea,,,2\r\n"), "{csv}");
    assert!(csv.contains(",a,\"Here, there\",,,3\r\n") && csv.contains(",a,One,1,2,1\r\n"), "{csv}");
    assert_eq!(readout(&view, 0, 1).unwrap().note, "not on the map: no usable coordinates are published");
}

#[test]
fn a_day_without_lists_is_an_empty_map() {
    let view = view_of(&[]);
    assert!(view.is_empty());
    assert_eq!(view.title, "Instances on the map");
    assert_eq!(view.coverage, "No list of instances for this day.");
    let (scene, geometry) = drawn(&view, Viewport::WORLD, &Surface::new(960.0, 480.0));
    assert!(scene.items.len() > 50 && geometry.marks.is_empty());
}
