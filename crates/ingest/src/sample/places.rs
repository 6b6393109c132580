//! Where the letters' instances are: more from year to year.

use std::sync::Arc;

use rssac002_model::{Day, DayRange, DayStatus, Field, InstanceSeries, Metric, Place, Rsi};

use super::rng::Rng;
use super::story;
use crate::read::clean_town;

const SITES: u64 = 20;

/// Instances by letter in 2015 and in the middle of 2026.
const IN_2015: [f64; Rsi::COUNT] =
    [18.0, 2.0, 8.0, 130.0, 80.0, 120.0, 6.0, 2.0, 66.0, 120.0, 44.0, 150.0, 9.0];
const IN_2026: [f64; Rsi::COUNT] =
    [58.0, 6.0, 13.0, 225.0, 320.0, 360.0, 6.0, 12.0, 90.0, 165.0, 150.0, 140.0, 28.0];

/// A town with its country and where it is, in degrees north and east.
pub(super) struct Town {
    pub(super) name: &'static str,
    pub(super) country: &'static str,
    latitude: f64,
    longitude: f64,
}

const fn town(name: &'static str, country: &'static str, latitude: f64, longitude: f64) -> Town {
    Town { name, country, latitude, longitude }
}

/// Towns with many networks, on all continents.
pub(super) const TOWNS: [Town; 96] = [
    town("Amsterdam", "NL", 52.37, 4.9),
    town("Frankfurt", "DE", 50.11, 8.68),
    town("London", "GB", 51.51, -0.13),
    town("Paris", "FR", 48.86, 2.35),
    town("Stockholm", "SE", 59.33, 18.07),
    town("Oslo", "NO", 59.91, 10.75),
    town("Helsinki", "FI", 60.17, 24.94),
    town("Copenhagen", "DK", 55.68, 12.57),
    town("Reykjavik", "IS", 64.15, -21.94),
    town("Dublin", "IE", 53.35, -6.26),
    town("Madrid", "ES", 40.42, -3.7),
    town("Lisbon", "PT", 38.72, -9.14),
    town("Milan", "IT", 45.46, 9.19),
    town("Zurich", "CH", 47.37, 8.54),
    town("Geneva", "CH", 46.2, 6.14),
    town("Vienna", "AT", 48.21, 16.37),
    town("Prague", "CZ", 50.08, 14.44),
    town("Warsaw", "PL", 52.23, 21.01),
    town("Budapest", "HU", 47.5, 19.04),
    town("Bucharest", "RO", 44.43, 26.1),
    town("Sofia", "BG", 42.7, 23.32),
    town("Athens", "GR", 37.98, 23.73),
    town("Istanbul", "TR", 41.01, 28.98),
    town("Kyiv", "UA", 50.45, 30.52),
    town("Moscow", "RU", 55.76, 37.62),
    town("Novosibirsk", "RU", 55.01, 82.94),
    town("Riga", "LV", 56.95, 24.11),
    town("Tallinn", "EE", 59.44, 24.75),
    town("Belgrade", "RS", 44.79, 20.45),
    town("Zagreb", "HR", 45.81, 15.98),
    town("Tbilisi", "GE", 41.72, 44.83),
    town("Almaty", "KZ", 43.24, 76.89),
    town("Tehran", "IR", 35.69, 51.39),
    town("Doha", "QA", 25.29, 51.53),
    town("Dubai", "AE", 25.2, 55.27),
    town("Amman", "JO", 31.95, 35.93),
    town("Tel Aviv", "IL", 32.09, 34.78),
    town("Cairo", "EG", 30.04, 31.24),
    town("Tunis", "TN", 36.81, 10.18),
    town("Dakar", "SN", 14.72, -17.47),
    town("Accra", "GH", 5.6, -0.19),
    town("Lagos", "NG", 6.52, 3.38),
    town("Luanda", "AO", -8.84, 13.23),
    town("Nairobi", "KE", -1.29, 36.82),
    town("Kigali", "RW", -1.94, 30.06),
    town("Dar es Salaam", "TZ", -6.79, 39.21),
    town("Johannesburg", "ZA", -26.2, 28.05),
    town("Cape Town", "ZA", -33.92, 18.42),
    town("Antananarivo", "MG", -18.88, 47.51),
    town("Saint-Denis", "RE", -20.88, 55.45),
    town("Mumbai", "IN", 19.08, 72.88),
    town("Delhi", "IN", 28.61, 77.21),
    town("Chennai", "IN", 13.08, 80.27),
    town("Karachi", "PK", 24.86, 67.0),
    town("Dhaka", "BD", 23.81, 90.41),
    town("Colombo", "LK", 6.93, 79.86),
    town("Kathmandu", "NP", 27.72, 85.32),
    town("Bangkok", "TH", 13.76, 100.5),
    town("Hanoi", "VN", 21.03, 105.85),
    town("Kuala Lumpur", "MY", 3.15, 101.69),
    town("Singapore", "SG", 1.35, 103.82),
    town("Jakarta", "ID", -6.21, 106.85),
    town("Manila", "PH", 14.6, 120.98),
    town("Taipei", "TW", 25.03, 121.57),
    town("Hong Kong", "HK", 22.32, 114.17),
    town("Beijing", "CN", 39.9, 116.41),
    town("Guangzhou", "CN", 23.13, 113.26),
    town("Ulaanbaatar", "MN", 47.89, 106.91),
    town("Seoul", "KR", 37.57, 126.98),
    town("Tokyo", "JP", 35.68, 139.69),
    town("Osaka", "JP", 34.69, 135.5),
    town("Sydney", "AU", -33.87, 151.21),
    town("Perth", "AU", -31.95, 115.86),
    town("Auckland", "NZ", -36.85, 174.76),
    town("Suva", "FJ", -18.14, 178.44),
    town("Noumea", "NC", -22.27, 166.46),
    town("Honolulu", "US", 21.31, -157.86),
    town("Seattle", "US", 47.61, -122.33),
    town("Palo Alto", "US", 37.44, -122.14),
    town("Los Angeles", "US", 34.05, -118.24),
    town("Denver", "US", 39.74, -104.99),
    town("Dallas", "US", 32.78, -96.8),
    town("Chicago", "US", 41.88, -87.63),
    town("Atlanta", "US", 33.75, -84.39),
    town("Miami", "US", 25.76, -80.19),
    town("Ashburn", "US", 39.04, -77.49),
    town("New York", "US", 40.71, -74.01),
    town("Toronto", "CA", 43.65, -79.38),
    town("Montreal", "CA", 45.5, -73.57),
    town("Mexico City", "MX", 19.43, -99.13),
    town("Port-au-Prince", "HT", 18.59, -72.31),
    town("Panama City", "PA", 8.98, -79.52),
    town("Bogota", "CO", 4.71, -74.07),
    town("Lima", "PE", -12.05, -77.04),
    town("Santiago", "CL", -33.45, -70.67),
    town("Sao Paulo", "BR", -23.55, -46.63),
];

/// One site: from when on it is there, and what it is.
struct Site {
    from: Day,
    ipv6_from: Day,
    place: Place,
}

/// The day on which a letter reaches this many instances.
fn reached(rsi: Rsi, instances: f64) -> Day {
    let (low, high) = (IN_2015[rsi.index()], IN_2026[rsi.index()]);
    let days = f64::from(story::day((2026, 7, 1)) - Day::INSTANCES_START);
    let part = if instances <= low { 0.0 } else { (instances - low) / (high - low).max(1.0) };
    // Far beyond any day asked for where a letter does not grow.
    Day::INSTANCES_START + (part * days).min(100_000.0) as i32
}

/// A letter's sites in the order in which they came.
fn sites(rsi: Rsi) -> Vec<Site> {
    let mut rng = Rng::new(&[SITES, rsi.index() as u64]);
    let most = IN_2015[rsi.index()].max(IN_2026[rsi.index()]) * 1.2 + 2.0;
    let mut sites = Vec::new();
    let mut instances = 0.0;
    while instances < most {
        let town = &TOWNS[rng.pick(TOWNS.len())];
        let count = 1.0 + (rng.unit() * rng.unit() * 5.0).floor();
        // Later sites of a town are somewhere around it.
        let mut near = |degrees: f64| ((degrees + rng.between(-0.12, 0.12)) * 100.0).round() / 100.0;
        let (latitude, longitude) = (near(town.latitude), near(town.longitude));
        instances += count;
        let from = reached(rsi, instances);
        let late = if rng.happens(0.72) { 0 } else { (rng.unit() * 3000.0) as i32 };
        sites.push(Site {
            from,
            ipv6_from: from.max(Day::INSTANCES_START) + late,
            place: Place {
                ipv4: Field::Value(!rng.happens(0.01)),
                ipv6: Field::Value(false),
                latitude: Field::Value(latitude),
                longitude: Field::Value(longitude),
                count: Field::Value(count),
                town: Field::Value(clean_town(town.name)),
            },
        });
    }
    sites
}

/// A letter's places on all days of a range that have a file.
pub(super) fn series(rsi: Rsi, days: DayRange) -> InstanceSeries {
    let sites = sites(rsi);
    let list = |at: Day| -> Arc<[Place]> {
        let there = sites.iter().filter(|s| s.from <= at);
        there.map(|s| Place { ipv6: Field::Value(s.ipv6_from <= at), ..s.place.clone() }).collect()
    };
    let mut changes: Vec<Day> = sites.iter().flat_map(|s| [s.from, s.ipv6_from]).collect();
    changes.sort();
    let mut next = changes.into_iter().peekable();
    let mut series = InstanceSeries::default();
    let mut current = list(days.start());
    for at in days.days() {
        let mut changed = false;
        while next.next_if(|day| *day <= at).is_some() {
            changed = true;
        }
        if changed {
            current = list(at);
        }
        if !story::gap(Metric::Instances, rsi, at) {
            series.push(at, DayStatus::Clean, Some(current.clone()));
        }
    }
    series
}

/// The country of a town, by its cleaned name.
pub(super) fn country(cleaned: &str) -> &'static str {
    TOWNS.iter().find(|t| clean_town(t.name) == cleaned).map_or("", |t| t.country)
}
