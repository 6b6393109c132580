//! The layouts of the two collections that are fetched over HTTP: which folders there are, and which names in them are followed.
//!
//! | collection | file |
//! |---|---|
//! | instance archive | `YYYY/MM/DD/<letter>-root.yml`, or `.yaml` |
//! | zone sizes | `YYYY/MM/zone-size/root-YYYYMMDD-zone-size.yaml`, or `<letter>-root-…` |
//!
//! Where a file is put on disk is made from what its name means, never from the text of a listing.

use rssac002_model::{Day, Rsi};

/// The folder of a month that has its zone sizes.
const ZONE_SIZE: &str = "zone-size";
/// What stands beside it in the folder of a month: a server's other metrics.
const METRICS: [&str; 5] = ["load-time", "rcode-volume", "traffic-sizes", "traffic-volume", "unique-sources"];

/// A collection that is fetched over HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Collection {
    Instances,
    ZoneSize,
}

/// A folder of a collection, by what is in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Root(Collection),
    Year(Collection, i32),
    Month(Collection, i32, u32),
    /// The instance files of a day.
    Day(Day),
    /// The zone sizes of a month.
    ZoneSizes(i32, u32),
}

/// What a name in a listing means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Entry {
    Folder(Place),
    File(File),
    /// It belongs to the layout but to another collection, and shows that the listing is one.
    Other,
}

/// A published file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct File {
    pub(crate) day: Day,
    /// Below the root of its collection, with `/`.
    pub(crate) path: String,
}

impl Place {
    /// Where it is below the root of its collection; ends with `/` unless it is the root.
    pub(crate) fn path(self) -> String {
        match self {
            Place::Root(_) => String::new(),
            Place::Year(_, year) => format!("{year:04}/"),
            Place::Month(_, year, month) => format!("{year:04}/{month:02}/"),
            Place::Day(day) => {
                let (year, month, date) = day.ymd();
                format!("{year:04}/{month:02}/{date:02}/")
            }
            Place::ZoneSizes(year, month) => format!("{year:04}/{month:02}/{ZONE_SIZE}/"),
        }
    }

    /// What a name in it means; `None` where the layout has no such name.
    pub(crate) fn entry(self, name: &str) -> Option<Entry> {
        match self {
            Place::Root(collection) => {
                let year = digits(name, 4).and_then(|year| i32::try_from(year).ok())?;
                (year >= Day::API_START.year()).then_some(Entry::Folder(Place::Year(collection, year)))
            }
            Place::Year(collection, year) => {
                let month = digits(name, 2).filter(|month| (1..=12).contains(month))?;
                Some(Entry::Folder(Place::Month(collection, year, month)))
            }
            Place::Month(Collection::Instances, year, month) => {
                let day = Day::from_ymd(year, month, digits(name, 2)?)?;
                Some(Entry::Folder(Place::Day(day)))
            }
            Place::Month(Collection::ZoneSize, year, month) => match name {
                ZONE_SIZE => Some(Entry::Folder(Place::ZoneSizes(year, month))),
                other => METRICS.contains(&other).then_some(Entry::Other),
            },
            Place::Day(day) => {
                let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"))?;
                letter(stem.strip_suffix("-root")?)?;
                Some(Entry::File(File { day, path: format!("{}{name}", self.path()) }))
            }
            Place::ZoneSizes(year, month) => {
                let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
                let (publisher, date) = stem.strip_suffix("-zone-size")?.rsplit_once('-')?;
                if publisher != "root" {
                    letter(publisher.strip_suffix("-root")?)?;
                }
                let day = Day::parse_compact(date)?;
                let (of_year, of_month, _) = day.ymd();
                let file = Entry::File(File { day, path: format!("{}{name}", self.path()) });
                ((of_year, of_month) == (year, month)).then_some(file)
            }
        }
    }

    /// What a listing of it should name, for people.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Place::Root(_) => "years (2020/)",
            Place::Year(..) => "months (01/ to 12/)",
            Place::Month(Collection::Instances, ..) => "days (01/ to 31/)",
            Place::Month(Collection::ZoneSize, ..) => "metrics (zone-size/)",
            Place::Day(_) => "files called like a-root.yml",
            Place::ZoneSizes(..) => "files called like root-20200101-zone-size.yaml",
        }
    }

    /// The first and the last day of which it can have files; `None` for the root.
    pub(crate) fn days(self) -> Option<(Day, Day)> {
        match self {
            Place::Root(_) => None,
            Place::Year(_, year) => Day::from_ymd(year, 1, 1).zip(Day::from_ymd(year, 12, 31)),
            Place::Month(_, year, month) | Place::ZoneSizes(year, month) => {
                let last = (28..=31).rev().find_map(|date| Day::from_ymd(year, month, date));
                Day::from_ymd(year, month, 1).zip(last)
            }
            Place::Day(day) => Some((day, day)),
        }
    }
}

/// The number that is written with exactly so many digits.
fn digits(text: &str, many: usize) -> Option<u32> {
    let plain = text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The letter that stands alone and small, as in the names of files.
fn letter(text: &str) -> Option<Rsi> {
    let letter = text.parse().ok().filter(char::is_ascii_lowercase)?;
    Rsi::from_letter(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The path that a name in a folder leads to, `-` for another collection's; `None` where it is not followed.
    fn led(place: Place, name: &str) -> Option<String> {
        place.entry(name).map(|entry| match entry {
            Entry::Folder(place) => place.path(),
            Entry::File(file) => format!("{} of {}", file.path, file.day),
            Entry::Other => "-".to_owned(),
        })
    }

    #[test]
    fn only_names_of_the_layout_are_followed() {
        use Collection::{Instances, ZoneSize};
        let day = Place::Day(Day::from_ymd(2020, 2, 5).unwrap());
        let month = Place::Month(Instances, 2020, 2);
        let sizes = Place::ZoneSizes(2020, 2);
        for (place, name, leads) in [
            (Place::Root(Instances), "2020", Some("2020/")),
            (Place::Root(Instances), "2012", None),
            (Place::Root(Instances), "20200", None),
            (Place::Root(Instances), "+202", None),
            (Place::Root(Instances), "..", None),
            (Place::Year(ZoneSize, 2020), "02", Some("2020/02/")),
            (Place::Year(ZoneSize, 2020), "13", None),
            (Place::Year(ZoneSize, 2020), "2", None),
            (month, "29", Some("2020/02/29/")),
            (month, "30", None),
            (Place::Month(ZoneSize, 2020, 2), "zone-size", Some("2020/02/zone-size/")),
            (Place::Month(ZoneSize, 2020, 2), "load-time", Some("-")),
            (Place::Month(ZoneSize, 2020, 2), "29", None),
            (day, "a-root.yml", Some("2020/02/05/a-root.yml of 2020-02-05")),
            (day, "m-root.yaml", Some("2020/02/05/m-root.yaml of 2020-02-05")),
            (day, "n-root.yml", None),
            (day, "A-root.yml", None),
            (day, "a-root.json", None),
            (day, "../a-root.yml", None),
            (day, "index.html", None),
            (
                sizes,
                "root-20200205-zone-size.yaml",
                Some("2020/02/zone-size/root-20200205-zone-size.yaml of 2020-02-05"),
            ),
            (
                sizes,
                "a-root-20200205-zone-size.yaml",
                Some("2020/02/zone-size/a-root-20200205-zone-size.yaml of 2020-02-05"),
            ),
            (sizes, "root-20200305-zone-size.yaml", None),
            (sizes, "root-20200230-zone-size.yaml", None),
            (sizes, "z-root-20200205-zone-size.yaml", None),
            (sizes, "a-root-20200205-load-time.yaml", None),
        ] {
            assert_eq!(led(place, name).as_deref(), leads, "{name}");
        }
    }

    #[test]
    fn places_know_their_days() {
        let days = |place: Place| place.days().map(|(first, last)| format!("{first} {last}"));
        assert_eq!(days(Place::Root(Collection::Instances)), None);
        assert_eq!(days(Place::Year(Collection::Instances, 2020)).as_deref(), Some("2020-01-01 2020-12-31"));
        assert_eq!(days(Place::ZoneSizes(2020, 2)).as_deref(), Some("2020-02-01 2020-02-29"));
    }

    proptest! {
        #[test]
        fn nothing_leads_out_of_the_folder(name in "[0-9a-m./%\\\\ -]{0,12}(root|zone-size)?[.]?(yml|yaml)?") {
            let day = Day::from_ymd(2020, 2, 5).unwrap();
            for place in [
                Place::Root(Collection::Instances), Place::Year(Collection::ZoneSize, 2020),
                Place::Month(Collection::Instances, 2020, 2), Place::Day(day), Place::ZoneSizes(2020, 2),
            ] {
                let path = match place.entry(&name) {
                    Some(Entry::Folder(place)) => place.path(),
                    Some(Entry::File(file)) => file.path,
                    Some(Entry::Other) | None => continue,
                };
                let rest = path.strip_prefix(&place.path()).unwrap().trim_end_matches('/');
                prop_assert!(!rest.is_empty() && !rest.contains(['/', '\\', '%']) && !rest.contains(".."), "{path}");
            }
        }
    }
}
