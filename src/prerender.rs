//! The page as the server sends it: the same components, made into HTML from views that are there already.

use leptos::prelude::*;
use rssac002_server::site::page::Arrival;

use crate::app::App;
use crate::chart::still::Stills;
use crate::config::Config;
use crate::figure::Made;
use crate::parts;
use crate::session::Session;

/// The HTML of a page. It looks as the app does once that is there, with pictures in place of the canvases, and does nothing
/// by itself.
pub fn render(arrival: Arrival<'_>) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let session =
            Session::on_server(Config::parse(arrival.settings), parts::all(), arrival.path, arrival.query);
        provide_context(Made(arrival.views));
        if let Some(sent) = arrival.sent {
            provide_context(sent);
        }
        let stills = Stills::default();
        provide_context(stills.clone());
        let html = view! { <App session /> }.to_html();
        // Before the pictures, or a dark page would show them in light colours while the rest of it comes.
        stills.styles() + &html
    });
    owner.cleanup();
    html
}
