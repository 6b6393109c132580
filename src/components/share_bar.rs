//! What visitors take along: a link, a frame for a page of theirs, a file.

use leptos::prelude::*;
use rssac002_charts::words::ui;

use super::download::DownloadDialog;
use super::embed_code::EmbedDialog;
use super::full_screen::FullScreenButton;
use super::share::ShareDialog;

/// The buttons with their dialogs.
#[component]
pub fn ShareBar() -> impl IntoView {
    view! {
        <div class="share-bar" role="group" aria-label=ui::SHARE_BAR>
            <ShareDialog />
            <EmbedDialog />
            <DownloadDialog />
            <FullScreenButton>{ui::FULL_SCREEN}</FullScreenButton>
        </div>
    }
}
