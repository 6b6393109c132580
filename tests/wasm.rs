//! What must be seen to work inside a browser. `cargo xtask test wasm` runs it in Chromium.

#![cfg(target_arch = "wasm32")]
// Clippy allows it in tests, but does not know these for tests.
#![allow(clippy::unwrap_used)]

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
