//! Which rows of a long table are in the page: those that are seen, and some above and below them.
//!
//! (What there is for leptos does not fit: leptos-struct-table takes columns from a type, where ours come with the numbers, and asks
//! for rows as if they came from far; leptos_virtual_scroller knows no server and no tables. Both bring all of leptos-use. Rows of
//! one height need a division.)

use std::ops::Range;

/// Rows above and below those seen, so that what a hand moves is there before it comes into sight.
const AHEAD: usize = 12;
/// The rows change when this many have passed, not with each.
const STEP: usize = 8;

/// What is seen of rows of one height, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sight {
    /// How far they are scrolled.
    pub top: f64,
    /// The height of what is seen.
    pub height: f64,
    /// The height of a row.
    pub row: f64,
}

impl Sight {
    /// What is seen, about, until it is measured.
    pub const UNMEASURED: Sight = Sight { top: 0.0, height: 620.0, row: 28.6 };

    /// The rows that have to be in the page, of as many as there are.
    pub fn rows(self, count: usize) -> Range<usize> {
        let row = self.row.max(1.0);
        // A number below zero becomes 0.
        let (first, last) = ((self.top / row) as usize, ((self.top + self.height) / row).ceil() as usize);
        let last = (last + AHEAD).next_multiple_of(STEP).min(count);
        let first = first.saturating_sub(AHEAD) / STEP * STEP;
        first.min(last)..last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(top: f64) -> Range<usize> {
        Sight { top, height: 600.0, row: 30.0 }.rows(1000)
    }

    #[test]
    fn what_is_seen_is_there_wherever_it_is_scrolled_to() {
        for top in 0..(1000 * 30 - 600) {
            let rows = seen(f64::from(top));
            let (first, last) = (top as usize / 30, (top as usize + 600).div_ceil(30));
            assert!(rows.start <= first && rows.end >= last && rows.end <= 1000, "{top}: {rows:?}");
            assert!(rows.len() <= 20 + 2 * AHEAD + 2 * STEP, "{top}: {rows:?}");
        }
    }

    #[test]
    fn rows_stay_for_some_steps_of_a_wheel() {
        assert_eq!(seen(3000.0), 88..136);
        assert_eq!(seen(3100.0), seen(3000.0));
        assert_ne!(seen(3300.0), seen(3000.0));
    }

    #[test]
    fn fewer_rows_than_have_room_are_all_there() {
        let sight = Sight { top: 0.0, height: 600.0, row: 30.0 };
        assert_eq!([sight.rows(0), sight.rows(1), sight.rows(20)], [0..0, 0..1, 0..20]);
        // A browser tells for a moment that it is scrolled beyond what is left.
        assert_eq!(Sight { top: 5000.0, ..sight }.rows(20), 20..20);
        assert_eq!(Sight { top: -40.0, row: 0.0, ..sight }.rows(20), 0..20);
    }
}
