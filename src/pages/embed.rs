//! A chart by itself, in a frame of somebody else's page: title, subtitle, chart, legend, source, and nothing that
//! the page around it would feel: no storage, no history, no more height than it has.

use std::time::Duration;

use js_sys::JSON;
use leptos::ev;
use leptos::html::Main;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use rssac002_charts::state::url;
use rssac002_charts::words;
use serde::Serialize;

use crate::chart::Pointing;
use crate::components::drawing::Drawing;
use crate::components::failure::Failure;
use crate::components::ignored::IgnoredParts;
use crate::components::legend::Legend;
use crate::config::Embed;
use crate::figure::{Figure, Status};
use crate::listen::use_window_event;
use crate::session::Session;

/// The page of an embed.
#[component]
pub fn EmbedPage(embed: Embed) -> impl IntoView {
    let session = Session::from_context();
    let figure = Figure::of_page(session);
    provide_context(figure);
    provide_context(Pointing::new());
    let content = NodeRef::<Main>::new();
    tell_height(session, content);
    let source = figure.source();
    let sample = session.config().sample;
    let subtitle = (!embed.minimal).then(|| {
        view! { <p class="subtitle">{figure.text(|view| view.subtitle.clone())}</p> }
    });
    view! {
        <main node_ref=content>
            <h1>
                <PageLink>{figure.title()}</PageLink>
            </h1>
            {subtitle}
            <IgnoredParts />
            <Failure />
            <figure class="figure" class:stale=move || figure.status.get() != Status::Ready>
                <div>
                    <Drawing />
                    {(!embed.minimal).then(|| view! { <Legend /> })}
                </div>
                // For those who hear the chart.
                <p class="unseen" id="chart-summary">
                    {figure.text(|view| view.summary.clone())}
                </p>
            </figure>
            <p class="source">
                {source}
                " "
                <PageLink>{words::SITE}</PageLink>
                {sample.then(|| view! { ". " <em>{words::SAMPLE_PICTURE}</em> })}
            </p>
        </main>
    }
}

/// A link to the chart's own page.
#[component]
fn PageLink(children: Children) -> impl IntoView {
    let figure = Figure::from_context();
    view! {
        <a href=move || figure.of(url::permalink) target="_blank" rel="noopener">
            {children()}
        </a>
    }
}

/// How long after the last change a frame that follows has followed.
const FOLLOWED: Duration = Duration::from_millis(500);

/// What an embed tells the page around it.
#[derive(Serialize)]
struct Height {
    #[serde(rename = "type")]
    kind: &'static str,
    version: u8,
    /// The height of the content in CSS pixels.
    height: f64,
}

/// Tells the page around this one, for as long as both stand, how high the content is (conventions.md, "Embedding"): when
/// that changes, and when it asks, because its script came later. Before the app has taken its place the page that the server
/// sent does so (`index.html`).
fn tell_height(session: Session, content: NodeRef<Main>) {
    let height = RwSignal::new(0.0);
    // The height told last, in CSS pixels; 0 before anything is measured.
    let told = StoredValue::new(0.0);
    let tell = move || {
        let message = Height { kind: "rssac002:height", version: 1, height: told.get_value() };
        let message = serde_json::to_string(&message).ok().and_then(|text| JSON::parse(&text).ok());
        if let (Ok(Some(parent)), Some(message)) = (window().parent(), message) {
            // The height is no secret, so any page may know it; one that is gone needs none.
            let _ = parent.post_message(&message, "*");
        }
    };
    // A frame that follows needs no scroll bar. With one, the chart is narrower and so lower, and just fits into a frame
    // that is too low without it: both would stay.
    let note = move |resized: bool| {
        let follows = window().inner_height().is_ok_and(|height| height == told.get_value());
        // Without a new size of the frame only the contrary is news.
        if let Some(root) = document().document_element().filter(|_| resized || !follows) {
            // An attribute's name without spaces is never refused.
            let _ = root.toggle_attribute_with_force("data-followed", follows);
        }
    };
    // Whether the frame has its size from before the app arrived, which was not looked at then.
    let unseen = StoredValue::new(true);
    let mut judge = debounce(FOLLOWED, move |()| {
        note(unseen.get_value());
        unseen.set_value(false);
    });
    let _ = use_resize_observer(content, move |_, _| {
        if let Some(content) = content.get_untracked() {
            height.set(content.get_bounding_client_rect().height().ceil());
        }
    });
    Effect::new(move || {
        let height = height.get();
        if !session.arriving.get() && height != told.get_value() {
            told.set_value(height);
            tell();
            judge(());
        }
    });
    use_window_event(ev::resize, move |_| {
        if !session.is_arriving() {
            note(true);
        }
    });
    use_window_event(ev::message, move |message| {
        let asked = js_sys::Reflect::get(&message.data(), &"type".into());
        if told.get_value() > 0.0 && asked.is_ok_and(|kind| kind == "rssac002:ask") {
            tell();
        }
    });
}
