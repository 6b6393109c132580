//! How wide a text is, by a table instead of by the surface: every surface measures differently.

/// Advance widths of the printable ASCII characters in thousandths of the font size: Helvetica's, from the metrics
/// that Adobe published for the core fonts.
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// System fonts run up to a tenth wider than Helvetica; a label that is given too much room looks better than one
/// that is cut.
const ALLOWANCE: f64 = 1.1;

/// The width of a text in units of its font size. Characters beyond ASCII count as a digit.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text
        .chars()
        .map(|c| u32::from((c as usize).checked_sub(32).and_then(|i| WIDTHS.get(i)).copied().unwrap_or(556)))
        .sum();
    f64::from(thousandths) / 1000.0 * size * ALLOWANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_equally_wide_and_text_adds_up() {
        assert!((width("0123456789", 10.0) - 10.0 * width("7", 10.0)).abs() < 1e-9);
        assert_eq!(width("", 12.0), 0.0);
        assert!((width("il", 10.0) - 2.0 * 0.222 * 10.0 * ALLOWANCE).abs() < 1e-9);
        assert_eq!(width("é", 10.0), width("5", 10.0));
    }
}
