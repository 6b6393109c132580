//! How wide a text is, by a table instead of by the surface: every surface measures differently, and a picture of the
//! server has to be placed like the one in the browser.

/// Advance widths of the printable ASCII characters in thousandths of the font size: those of Noto Sans, the font of the
/// server's images (a test of the server compares them).
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372,
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434,
    899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781,
    605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444,
    580, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605,
    615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
];

/// The width of a digit, and of every character that the table does not have.
const DIGIT: u16 = 572;

/// Some system fonts run a little wider than Noto Sans; a label that is given too much room looks better than one that
/// is cut.
const ALLOWANCE: f64 = 1.06;

/// The advance width of a character in thousandths of the font size; beyond ASCII that of a digit.
pub fn advance(character: char) -> u16 {
    (character as usize).checked_sub(32).and_then(|i| WIDTHS.get(i)).copied().unwrap_or(DIGIT)
}

/// The width that a text is given, in the unit of `size`, its font size: that of the table and a little more.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(advance(c))).sum();
    f64::from(thousandths) / 1000.0 * size * ALLOWANCE
}

/// A text in lines no wider than `room`, broken at blanks and, where a word alone is too wide, within it. At least one
/// character stands on each line, however little room there is; an empty text has no lines.
pub fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, size) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if width(&line, size) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The text, or as much of it as has room, with an ellipsis for the rest.
pub fn cut(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        out.push(character);
        if width(&out, size) + width("…", size) > room {
            out.pop();
            break;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_are_equally_wide_and_text_adds_up() {
        assert!((width("0123456789", 10.0) - 10.0 * width("7", 10.0)).abs() < 1e-9);
        assert_eq!(width("", 12.0), 0.0);
        assert!((width("il", 10.0) - 2.0 * 0.258 * 10.0 * ALLOWANCE).abs() < 1e-9);
        assert_eq!(width("é", 10.0), width("5", 10.0));
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_character_and_the_room(text in "[a-z0-9&=.é ]{0,80}", room in 1.0..300.0f64) {
            let lines = wrap(&text, 12.0, room);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            for line in &lines {
                prop_assert!(!line.is_empty());
                prop_assert!(width(line, 12.0) <= room || line.chars().count() == 1, "{line:?}");
            }
        }

        #[test]
        fn what_is_cut_has_room(text in "[a-z ]{0,80}", room in 20.0..300.0f64) {
            let short = cut(&text, 12.0, room);
            prop_assert!(width(&short, 12.0) <= room);
            prop_assert!(short == text || short.ends_with('…'));
        }
    }
}
