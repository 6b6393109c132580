//! The kinds of drawing, a folder each: how the view of a state is made, and how it is placed.

pub mod boxes;
pub mod columns;
pub mod map;
pub mod pie;
pub mod time;
