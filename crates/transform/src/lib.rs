//! Pure steps over columns. Each takes what it needs and gives something new; none knows charts or pixels.

pub mod bins;
pub mod codes;
pub mod coverage;
pub mod doubtful;
pub mod order;
pub mod quantile;
pub mod ratio;
pub mod series;
pub mod share;
pub mod sum;
pub mod sums;
pub mod top;
pub mod usual;

pub use bins::{Bin, bins, daily_mean};
pub use codes::plain_codes;
pub use coverage::{Coverage, complete, coverage, is_throughout, only};
pub use doubtful::doubtful_rows;
pub use order::{each_once, greatest_first, places};
pub use quantile::quantile;
pub use ratio::ratio;
pub use series::{change, difference, index, moving_average, running_sum};
pub use share::shares;
pub use sum::sum;
pub use sums::{Rules, sums};
pub use top::{in_size_order, keep_top, size_order};
pub use usual::Deviation;
