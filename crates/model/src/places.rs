//! The published answer of instances-detail: every letter's places of one day.
//!
//! Read straight from bytes, as columns are ([`crate::json`]): `{"a":{"2020-01-01":[{"IPv4":true,"Latitude":52.4,
//! "Longitude":4.9,"Count":2,"Town":"Amsterdam"}]}}`, with `null` for a day without a list and `[]` for a place
//! without any field.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json::JsonError;
use crate::{Day, Field, Place, Rsi};

/// Every letter's places of one day.
#[derive(Clone, PartialEq, Debug)]
pub struct DayPlaces {
    /// The day.
    pub day: Day,
    /// In the order of the letters.
    letters: Vec<Option<Vec<Place>>>,
}

impl DayPlaces {
    /// A day on which no letter has a list.
    pub fn new(day: Day) -> DayPlaces {
        DayPlaces { day, letters: vec![None; Rsi::COUNT] }
    }

    /// A letter's places, as listed; `None` where it has no list.
    pub fn of(&self, rsi: Rsi) -> Option<&[Place]> {
        self.letters[rsi.index()].as_deref()
    }

    /// A letter's list, to fill.
    pub fn list_mut(&mut self, rsi: Rsi) -> &mut Vec<Place> {
        self.letters[rsi.index()].get_or_insert_default()
    }
}

/// Reads the answer's places of one day. Other days are passed over.
pub fn read(bytes: &[u8], day: Day) -> Result<DayPlaces, JsonError> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let mut places = DayPlaces::new(day);
    let key = day.to_string();
    Level { places: &mut places, key: &key, rsi: Rsi::A, depth: Depth::Letters }.deserialize(&mut input)?;
    input.end()?;
    Ok(places)
}

/// A letter's list of a day, where that is the next value of a map; `None` where it is null.
pub(crate) fn next_list<'de, A: MapAccess<'de>>(
    map: &mut A,
    rsi: Rsi,
    day: Day,
) -> Result<Option<Vec<Place>>, A::Error> {
    let mut places = DayPlaces::new(day);
    map.next_value_seed(Level { places: &mut places, key: "", rsi, depth: Depth::List })?;
    Ok(places.letters[rsi.index()].take())
}

/// How deep in the answer something stands.
#[derive(Clone, Copy)]
enum Depth {
    Letters,
    Days,
    List,
    Place,
}

/// A level of the answer: one type for all four, because every type is compiled into the app.
struct Level<'a, 'k> {
    places: &'a mut DayPlaces,
    /// The day, as the answer spells it.
    key: &'k str,
    /// The letter, below its level.
    rsi: Rsi,
    depth: Depth,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("letters, days and places")
    }

    /// A day without a list.
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        match self.depth {
            Depth::List => Ok(()),
            _ => Err(E::custom("null stands where a list may be missing, nowhere else")),
        }
    }

    /// A list of places; `[]` also for a map without keys.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Level { places, key, rsi, depth } = self;
        match depth {
            Depth::List => {
                places.list_mut(rsi);
                while seq.next_element_seed(Level { places, key, rsi, depth: Depth::Place })?.is_some() {}
                Ok(())
            }
            Depth::Letters | Depth::Days | Depth::Place => {
                if seq.next_element::<IgnoredAny>()?.is_some() {
                    return Err(A::Error::custom("a list is no map"));
                }
                if matches!(depth, Depth::Place) {
                    places.list_mut(rsi).push(Place::default());
                }
                Ok(())
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Level { places, key, rsi, depth } = self;
        let mut place = Place::default();
        while let Some(name) = map.next_key::<String>()? {
            let below = match depth {
                Depth::Letters => Rsi::all().find(|r| r.as_str() == name).map(|rsi| (rsi, Depth::Days)),
                Depth::Days => (name == key).then_some((rsi, Depth::List)),
                Depth::List => return Err(A::Error::custom("a map is no list of places")),
                Depth::Place => {
                    let value = map.next_value::<Scalar>()?;
                    match name.as_str() {
                        "IPv4" => place.ipv4 = value.flag(),
                        "IPv6" => place.ipv6 = value.flag(),
                        "Latitude" => place.latitude = value.number(),
                        "Longitude" => place.longitude = value.number(),
                        "Count" => place.count = value.number(),
                        "Town" => place.town = value.text(),
                        _ => {}
                    }
                    continue;
                }
            };
            match below {
                Some((rsi, depth)) => map.next_value_seed(Level { places, key, rsi, depth })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if matches!(depth, Depth::Place) {
            places.list_mut(rsi).push(place);
        }
        Ok(())
    }
}

/// A value of a place's field. Of another type than the field's it is null.
enum Scalar {
    Flag(bool),
    Number(f64),
    Text(String),
    Other,
}

impl Scalar {
    fn flag(self) -> Field<bool> {
        if let Scalar::Flag(v) = self { Field::Value(v) } else { Field::Null }
    }

    fn number(self) -> Field<f64> {
        if let Scalar::Number(v) = self { Field::Value(v) } else { Field::Null }
    }

    fn text(self) -> Field<String> {
        if let Scalar::Text(v) = self { Field::Value(v) } else { Field::Null }
    }
}

impl<'de> serde::Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Scalar, D::Error> {
        struct ScalarVisitor;
        impl<'de> Visitor<'de> for ScalarVisitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Scalar, E> {
                Ok(Scalar::Flag(v))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(v as f64))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(v as f64))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(v))
            }
            fn visit_str<E>(self, v: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(v.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
        }
        d.deserialize_any(ScalarVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> Day {
        Day::INSTANCES_START
    }

    #[test]
    fn fields_are_values_null_or_absent() {
        let text = r#"{"a":{"2015-03-01":[{"Count":9}],"2015-03-02":[
            {"IPv4":true,"IPv6":null,"Latitude":-33.9,"Longitude":18,"Count":2,"Town":"Cape Town"},
            {"Latitude":"north","Town":7,"Count":[1],"State":{"x":1}},[]]},
            "b":{"2015-03-02":null},"c":[],"d":{"2015-03-02":[]},"z":{"x":1}}"#;
        let places = read(text.as_bytes(), day()).unwrap();
        let first = Place {
            ipv4: Field::Value(true),
            ipv6: Field::Null,
            latitude: Field::Value(-33.9),
            longitude: Field::Value(18.0),
            count: Field::Value(2.0),
            town: Field::Value("Cape Town".into()),
        };
        let second =
            Place { latitude: Field::Null, town: Field::Null, count: Field::Null, ..Place::default() };
        assert_eq!(places.of(Rsi::A), Some(&[first, second, Place::default()][..]));
        let letter = |l| Rsi::from_letter(l).unwrap();
        assert_eq!(places.of(letter('b')), None);
        assert_eq!(places.of(letter('c')), None);
        assert_eq!(places.of(letter('d')), Some(&[][..]));
        assert_eq!(read(b"[]", day()).unwrap(), DayPlaces::new(day()));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in [
            "",
            "<html>",
            "[1]",
            "null",
            r#"{"a":3}"#,
            r#"{"a":{"2015-03-02":{"x":1}}}"#,
            "{}x",
            r#"{"a":{"2015-03-02":[7]}}"#,
        ] {
            assert!(read(text.as_bytes(), day()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", inside in r#"[\[\]{}"a-c:,0-9 ntrue]{0,40}"#) {
            let _ = read(text.as_bytes(), day());
            let _ = read(format!(r#"{{"a":{{"2015-03-02":{inside}}}}}"#).as_bytes(), day());
        }
    }
}
