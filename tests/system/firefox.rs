//! What Firefox has to do as well: draw every page, read out, zoom, move by keys, embed, give files. The tests
//! are those of Chromium.

use anyhow::Result;

use crate::{choices, embed, moves, pages, share, values};
use rssac002_visitor::engine::Firefox;

#[test]
fn firefox_draws_every_page() -> Result<()> {
    pages::every_page_draws_in::<Firefox>()
}

#[test]
fn firefox_reads_out_by_hovering() -> Result<()> {
    values::hovering_reads_out_in::<Firefox>()
}

#[test]
fn firefox_reads_out_by_keys() -> Result<()> {
    values::arrow_keys_read_out_in::<Firefox>()
}

#[test]
fn firefox_moves_days_by_keys() -> Result<()> {
    moves::keys_move_days_in::<Firefox>()
}

#[test]
fn firefox_zooms_by_a_drag() -> Result<()> {
    choices::a_drag_zooms_in::<Firefox>()
}

#[test]
fn firefox_embeds() -> Result<()> {
    embed::a_late_script_sets_heights_in::<Firefox>()
}

#[test]
fn firefox_makes_files() -> Result<()> {
    share::files_are_made_in::<Firefox>()
}
