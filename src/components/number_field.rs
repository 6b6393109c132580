//! A field for a whole number.

use leptos::prelude::*;
use rssac002_charts::words::ui;

use super::wrong::Wrong;

/// A field for a whole number from 1 on, with the words around it.
#[component]
pub fn NumberField(
    name: &'static str,
    /// The word before the field.
    before: &'static str,
    /// The word after it.
    after: &'static str,
    /// The greatest number taken.
    most: u32,
    /// The number chosen, as it stands in the field.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] choose: Callback<u32>,
) -> impl IntoView {
    let wrong = RwSignal::new(String::new());
    let typed = move |text: String| match text.trim().parse::<u32>() {
        Ok(number) if (1..=most).contains(&number) => {
            wrong.set(String::new());
            choose.run(number);
        }
        _ => wrong.set(ui::whole_number(most)),
    };
    view! {
        <label class="date">
            {before}
            <input
                type="number"
                name=name
                min="1"
                max=most
                value=value.get_untracked()
                prop:value=move || value.get()
                on:change:target=move |event| typed(event.target().value())
            />
            {after}
        </label>
        <Wrong reason=wrong />
    }
}
