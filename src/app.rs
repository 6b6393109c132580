//! The whole app: the page around the pages.

use leptos::html::Main;
use leptos::prelude::*;
use rssac002_charts::words;
use rssac002_charts::words::ui;

use crate::ON_SERVER;
use crate::components::header::Header;
use crate::components::later::Later;
use crate::components::link::Link;
use crate::components::menu::Menu;
use crate::pages::chart::ChartPage;
use crate::pages::embed::EmbedPage;
use crate::pages::sent::SentPage;
use crate::route::Route;
use crate::session::{Progress, Session};

/// The app: an embed, or a page with header and menu.
#[component]
pub fn App(session: Session) -> impl IntoView {
    provide_context(session);
    Effect::new(move || {
        mark_page(match session.arrive() {
            Progress::Loading => "loading",
            Progress::Ready => "ready",
            Progress::Failed => "error",
        });
    });
    let page = match session.config().embed {
        Some(embed) => view! { <EmbedPage embed /> }.into_any(),
        None => view! { <Site /> }.into_any(),
    };
    let received = session.answers.received;
    view! {
        {page}
        <progress
            class="received"
            aria-label=ui::RECEIVED
            value=move || received.get().unwrap_or_default()
            hidden=move || received.get().is_none()
        ></progress>
    }
}

/// A page with header and menu.
#[component]
fn Site() -> impl IntoView {
    let session = Session::from_context();
    let menu_open = RwSignal::new(false);
    let main = NodeRef::<Main>::new();
    // Goes past the menu. (A fragment would be an entry of the history that shows nothing of its own.)
    let skip = move |()| {
        if let Some(main) = main.get_untracked() {
            // What has a `tabindex` takes the focus.
            let _ = main.focus();
        }
    };
    let sample = session.config().sample.then(|| {
        view! {
            <aside class="banner" aria-label=words::SAMPLE_NAME>
                <p>{words::SAMPLE}</p>
            </aside>
        }
    });
    let kind = Memo::new(move |_| std::mem::discriminant(&session.route.get()));
    let page = move || {
        // Another state of the same page leaves its components as they are. Memos are lazy: read it here so that this part
        // runs again.
        kind.get();
        match session.route.get_untracked() {
            Route::Chart(_) => view! { <ChartPage /> }.into_any(),
            Route::Study => {
                let study = session.parts.study;
                Effect::new(move || {
                    if study.has_failed() {
                        session.progress.set(Progress::Failed);
                    }
                });
                study.piece(|study| study.page).into_any()
            }
            Route::Sent(_) => view! { <SentPage /> }.into_any(),
        }
    };
    // The server's page is from now, and so are its files.
    let notice = move || session.parts.tools.here().filter(|_| !ON_SERVER).map(|tools| (tools.notice)());
    view! {
        <Link class="skip" href="#main" go=skip>
            {ui::SKIP}
        </Link>
        {sample}
        <Header menu_open />
        <div class="columns">
            <Later>
                <Menu open=menu_open />
            </Later>
            <main id="main" tabindex="-1" node_ref=main>
                <Later>{page}</Later>
                <div class="notice" role="status">
                    {notice}
                </div>
            </main>
        </div>
    }
}

/// Says on the root element how far the page is.
fn mark_page(progress: &'static str) {
    if let Some(root) = document().document_element() {
        // An attribute's name without spaces is never refused.
        let _ = root.set_attribute("data-chart-state", progress);
    }
}

/// Says that the app has ended, where only plain document calls still work.
pub fn give_up() {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    if let Some(root) = page.document_element() {
        // An attribute's name without spaces is never refused.
        let _ = root.set_attribute("data-chart-state", "error");
    }
    if let (Some(body), Ok(line)) = (page.body(), page.create_element("p")) {
        line.set_class_name("failure");
        line.set_text_content(Some(ui::BROKEN));
        // A body takes any element.
        let _ = body.prepend_with_node_1(&line);
    }
}
