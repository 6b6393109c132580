//! A text as words that compare: case and diacritics do not count, and what is between letters and digits parts them.

/// Takes letters with diacritics apart, into the letter and its marks (Unicode's NFD). Browsers have it, and a program brings it by a
/// library.
pub type Decompose = fn(&str) -> String;

/// The marks that a letter with diacritics consists of besides the letter, once it is taken apart.
const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// The words of a text; none of one without letters and digits.
pub fn words(text: &str, decompose: Decompose) -> Vec<String> {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    // Nearly all texts are plain already.
    let apart = if lower.is_ascii() { lower } else { decompose(&lower) };
    let plain: String = apart.chars().filter(|c| !MARKS.contains(c)).map(without_stroke).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Unicode takes no letter apart whose mark runs through it, nor one that lacks its dot.
fn without_stroke(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        other => other,
    }
}

/// Words shorter than this are taken as they are.
const FORGIVEN_FROM: usize = 5;

/// Whether a word, typed with one error at most, begins another: a letter too many, too few, wrong, or in its neighbour's place.
/// Never true of words of fewer than five letters, whose neighbours are other words.
pub fn begins_nearly(typed: &str, word: &str) -> bool {
    let length = typed.chars().count();
    let beginning = |length: usize| word.chars().take(length).collect::<String>();
    length >= FORGIVEN_FROM
        && (length - 1..=length + 1).any(|length| strsim::osa_distance(typed, &beginning(length)) <= 1)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    pub(in crate::search) fn decompose(text: &str) -> String {
        text.nfd().collect()
    }

    fn words(text: &str) -> Vec<String> {
        super::words(text, decompose)
    }

    #[test]
    fn case_diacritics_and_signs_do_not_count() {
        assert_eq!(words("NoError & NXDomain"), ["noerror", "nxdomain"]);
        assert_eq!(words("/queries-received/ip-version"), ["queries", "received", "ip", "version"]);
        assert_eq!(words("ÀÉÎÕÜ, ça /64"), ["aeiou", "ca", "64"]);
        assert_eq!(words("a\u{308}o\u{302} Łódź"), ["ao", "lodz"]);
        assert_eq!(words("\u{301} – ?"), [""; 0]);
    }

    proptest! {
        #[test]
        fn words_of_words_are_the_same(text in "\\PC{0,40}") {
            let once = words(&text);
            prop_assert_eq!(&words(&once.join(" ")), &once);
        }

        #[test]
        fn one_error_is_forgiven_in_a_long_word_and_two_are_not(
            word in "[a-e]{7,12}", at in 0..6usize, kind in 0..4u8,
        ) {
            let mut typed: Vec<char> = word.chars().collect();
            match kind {
                0 => typed.insert(at, 'x'),
                1 => drop(typed.remove(at)),
                2 => typed[at] = 'x',
                _ => typed.swap(at, at + 1),
            }
            let once: String = typed.iter().collect();
            prop_assert!(begins_nearly(&once, &word), "{} {}", once, word);
            prop_assert!(begins_nearly(&once, &format!("{word}more")), "{} {}", once, word);
            // Letters that it does not have at all.
            let twice = format!("yz{once}");
            prop_assert!(!begins_nearly(&twice, &word), "{} {}", twice, word);
            prop_assert!(!begins_nearly(&once[..4], &word[..3]));
        }
    }
}
