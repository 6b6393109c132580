//! One ISO week of the root server system at a glance, as the front page tells it: six figures beside the week before and the
//! year before, who reported, and what was unusual last.
//!
//! - [`state`]: which week and which letters;
//! - [`figure`](mod@figure): the six figures, what each is computed from, and its chart;
//! - [`compare`]: a figure's value in the week, and how it changed, like compared with like;
//! - [`reports`]: which letters reported;
//! - [`findings`]: all that is told of a week;
//! - [`words`]: the texts of the page.

pub mod compare;
pub mod figure;
pub mod findings;
pub mod reports;
pub mod state;
pub mod words;

pub use compare::{Against, Before, Told};
pub use figure::Figure;
pub use findings::Week;
pub use reports::{Held, Report};
pub use state::{PATH, WeekState};
