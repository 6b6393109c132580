//! What must be seen to work inside a browser. `cargo xtask test wasm` runs it in Chromium.

#![cfg(target_arch = "wasm32")]
// Clippy allows it in tests, but does not know these for tests.
#![allow(clippy::unwrap_used)]

use rssac002_charts::format;
use rssac002_charts::language::LANGUAGE;
use rssac002_model::json::{self, Asked};
use rssac002_model::{Day, DayRange, Rsi, Step};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// 32-bit `usize` and the browser's number formatting are the differences to the native tests.
#[wasm_bindgen_test]
fn columns_written_are_columns_read() {
    let text = r#"{"shape":"columns","start":"2017-01-02","step":"day","rows":3,"series":{"a":{"k":[159545128584,null,1e+18]}}}"#;
    let range = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 2).unwrap();
    let asked = Asked { range, step: Step::DAY, serials: false };
    let columns = json::read(text.as_bytes(), asked).unwrap();
    assert_eq!(columns.start, Day::CHARTS_START);
    assert_eq!(columns.groups[0].rsi, Some(Rsi::A));
    let values: Vec<Option<f64>> = columns.groups[0].columns[0].values.iter().collect();
    assert_eq!(values, [Some(159_545_128_584.0), None, Some(1e18)]);
    assert_eq!(json::read(json::write(&columns, false).as_bytes(), asked).unwrap(), columns);
}

/// What `Intl` writes, in the language of the page.
fn intl(kind: &str, value: &wasm_bindgen::JsValue, options: &[(&str, wasm_bindgen::JsValue)]) -> String {
    let settings = js_sys::Object::new();
    for (key, set) in options {
        js_sys::Reflect::set(&settings, &(*key).into(), set).unwrap();
    }
    let write = js_sys::Function::new_with_args(
        "kind, tag, settings, value",
        "return new Intl[kind](tag, settings).format(value)",
    );
    let (tag, kind) = (LANGUAGE.tag.into(), kind.into());
    write
        .apply(&wasm_bindgen::JsValue::NULL, &js_sys::Array::of4(&kind, &tag, &settings, value))
        .unwrap()
        .as_string()
        .unwrap()
}

#[wasm_bindgen_test]
fn numbers_and_dates_are_those_of_the_browser_in_the_language_of_the_page() {
    for (value, decimals) in [
        (0.0, 0),
        (7.0, 2),
        (-0.001, 2),
        (999.0, 0),
        (1234.5, 1),
        (-1_234_567.891, 2),
        (159_545_128_584.0, 0),
        (0.125, 3),
    ] {
        let digits = [
            ("minimumFractionDigits", decimals.into()),
            ("maximumFractionDigits", decimals.into()),
            ("signDisplay", "negative".into()),
        ];
        let ours = format::fixed(value, decimals as usize);
        assert_eq!(ours, intl("NumberFormat", &value.into(), &digits), "{value}");
    }
    let part = |day: Day, part: &str, how: &str| {
        let date = js_sys::Date::new(&day.to_string().into());
        intl("DateTimeFormat", &date.into(), &[(part, how.into()), ("timeZone", "UTC".into())])
    };
    for number in 1..=12u32 {
        let (day, at) = (Day::from_ymd(2020, number, 1).unwrap(), number as usize - 1);
        assert_eq!(LANGUAGE.months[at], part(day, "month", "long"));
        assert_eq!(LANGUAGE.short_months[at], part(day, "month", "short"));
    }
    for number in 0..7 {
        let day = Day::CHARTS_START + number;
        assert_eq!(LANGUAGE.weekdays[day.weekday() as usize], part(day, "weekday", "long"));
    }
}
