//! What pages that stay as they are have in common.

use leptos::prelude::*;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::words::ui;

/// The form in `index.html` that fields of such pages belong to: the page stands in another form until the app is there.
pub const FORM: &str = "sent-form";

/// One line for parts of the address that were not understood.
#[component]
pub fn NotUnderstood(ignored: Vec<Ignored>) -> impl IntoView {
    let parts: Vec<String> = ignored.iter().map(|i| ui::ignored(&i.part, &i.accepted)).collect();
    (!parts.is_empty()).then(|| view! { <p class="ignored">{parts.join("; ")} "."</p> })
}

/// A choice of such a page, which is a link: what it says, where it leads, and whether it is chosen.
pub type Choice = (String, String, bool);

/// Choices, a line for each kind.
#[component]
pub fn Choices(label: &'static str, lines: Vec<Vec<Choice>>) -> impl IntoView {
    let link = |(text, href, is_chosen): Choice| {
        view! {
            <a href=href aria-current=is_chosen.then_some("true")>
                {text}
            </a>
        }
    };
    let line = |choices: Vec<Choice>| view! { <div>{choices.into_iter().map(link).collect_view()}</div> };
    view! {
        <nav class="elsewhere" aria-label=label>
            {lines.into_iter().map(line).collect_view()}
        </nav>
    }
}

/// A text with code between grave accents.
pub fn told(text: &str) -> impl IntoView + use<> {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code>{part.to_owned()}</code> }.into_any(),
    });
    parts.collect_view()
}

/// A paragraph of it.
#[component]
pub fn Told(text: &'static str) -> impl IntoView {
    view! { <p class="prose">{told(text)}</p> }
}
