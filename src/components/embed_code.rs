//! The HTML that puts the chart into another page, and how it looks there.

use leptos::ev;
use leptos::html::{Div, Iframe};
use leptos::prelude::*;
use rssac002_charts::export::embed::{self, Options};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, Theme, View, words};

use super::copied::Copied;
use super::days_choice::{DaysChoice, state_to_share};
use super::dialog::Dialog;
use super::segmented::LabelledChoice;
use crate::chart::use_layout;
use crate::figure::Figure;
use crate::listen::use_window_event;

/// The heights that a frame may be given, in CSS pixels.
const HEIGHTS: (u32, u32) = (200, 3000);

/// The height of a frame before there is a view, in CSS pixels.
const USUAL_HEIGHT: u32 = 480;

/// The button and its dialog.
#[component]
pub fn EmbedDialog() -> impl IntoView {
    let tools = Figure::from_context().session.parts.tools;
    view! {
        <Dialog word=ui::EMBED heading=ui::EMBED_LONG>
            {tools.piece(|tools| tools.embedding)}
        </Dialog>
    }
}

/// What is in the dialog.
#[component]
pub fn Embedding() -> impl IntoView {
    let figure = Figure::from_context();
    let (days, theme, follows) = (RwSignal::new(ui::MOVING), RwSignal::new(ui::SYSTEM), RwSignal::new(true));
    let (minimal, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    // Width and height of a frame that does not go by its page.
    let size = RwSignal::new(None::<(u32, u32)>);
    // In a column of usual width.
    let fitting = move || figure.view.get().map_or(USUAL_HEIGHT, |view| embed::height(&view, 800.0) as u32);
    let options = move || Options {
        theme: match theme.get() {
            ui::LIGHT => Some(Theme::Light),
            ui::DARK => Some(Theme::Dark),
            _ => None,
        },
        minimal: minimal.get(),
        width: size.get().map(|(width, _)| width),
        height: match (size.get(), typed.get().parse()) {
            (Some((_, height)), _) => height,
            (None, Ok(height)) => u32::clamp(height, HEIGHTS.0, HEIGHTS.1),
            (None, Err(_)) => fitting(),
        },
        follows: follows.get() && size.get().is_none(),
    };
    let html = move |write: fn(&View, &ChartState, &str, Options) -> String| {
        Signal::derive(move || {
            let site = figure.session.config().site.clone();
            let (state, options) = (state_to_share(figure, days), options());
            figure.of_view(|view| write(view, &state, &site, options))
        })
    };
    // From where the page itself is, whatever its public name.
    let source = Memo::new(move |_| embed::styled(&state_to_share(figure, days), "", options()));
    let preview = NodeRef::<Iframe>::new();
    let wanted = wanted_height(preview);
    let height =
        move || wanted.get().filter(|_| options().follows).unwrap_or_else(|| options().height.into());
    // A frame that is wider than the dialog is shown smaller.
    let room = NodeRef::<Div>::new();
    let layout = use_layout(room);
    let scale = move || match size.get() {
        Some((width, _)) => (layout.get().size.width / f64::from(width)).clamp(0.1, 1.0),
        None => 1.0,
    };
    let width = move || size.get().map_or_else(|| "100%".to_owned(), |(width, _)| format!("{width}px"));
    // Where there is no server nobody draws one.
    let picture = (!figure.session.config().api.is_files).then(|| {
        let text = html(|view, state, site, options| embed::image(view, state, site, options.theme));
        view! { <Copied label=words::EMBED_PICTURE rows=4 text=text /> }
    });
    let sizes = ui::EMBED_SIZES.map(|(word, _)| view! { <option value=word>{word}</option> });
    let of_word =
        |word: String| ui::EMBED_SIZES.iter().find(|(known, _)| *known == word).map(|(_, size)| *size);
    view! {
        <DaysChoice name="embed-days" chosen=days />
        <LabelledChoice
            legend=ui::THEME
            name="embed-theme"
            words=&[ui::SYSTEM, ui::LIGHT, ui::DARK]
            chosen=theme
        />
        <div class="row">
            <label class="date">
                {ui::SIZE}
                <select name="size" on:change:target=move |event| size.set(of_word(event.target().value()))>
                    <option value="">{ui::FULL_WIDTH}</option>
                    {sizes}
                </select>
            </label>
            <label class="date" hidden=move || size.get().is_some()>
                {ui::HEIGHT}
                <input
                    type="number"
                    name="height"
                    min=HEIGHTS.0
                    max=HEIGHTS.1
                    prop:value=move || options().height.to_string()
                    on:change:target=move |event| typed.set(event.target().value())
                />
                {ui::PIXELS}
            </label>
            <Tick
                name="follows"
                words=words::EMBED_FOLLOWS
                ticked=follows
                hidden=Signal::derive(move || size.get().is_some())
            />
            <Tick name="minimal" words=ui::MINIMAL ticked=minimal />
        </div>
        <Copied label=ui::HTML rows=5 text=html(embed::frame) />
        {picture}
        <h3>{ui::PREVIEW}</h3>
        <div class="preview" node_ref=room style:height=move || format!("{}px", height() * scale())>
            <iframe
                title=ui::PREVIEW
                src=move || source.get()
                style:width=width
                style:height=move || format!("{}px", height())
                style:scale=move || scale().to_string()
                node_ref=preview
            ></iframe>
        </div>
    }
}

/// A box to tick, and its words.
#[component]
fn Tick(
    name: &'static str,
    words: &'static str,
    ticked: RwSignal<bool>,
    #[prop(optional, into)] hidden: Signal<bool>,
) -> impl IntoView {
    view! {
        <label hidden=hidden>
            <input
                type="checkbox"
                name=name
                prop:checked=ticked
                on:change:target=move |event| ticked.set(event.target().checked())
            />
            {words}
        </label>
    }
}

/// The height in CSS pixels that the chart in a frame says it wants, as the script for other pages takes it.
fn wanted_height(frame: NodeRef<Iframe>) -> RwSignal<Option<f64>> {
    let wanted = RwSignal::new(None);
    use_window_event(ev::message, move |message| {
        let own = frame.get_untracked().and_then(|frame| frame.content_window());
        if message.source().zip(own).is_some_and(|(from, own)| js_sys::Object::is(&from, &own)) {
            let height = js_sys::Reflect::get(&message.data(), &"height".into());
            wanted.set(height.ok().and_then(|height| height.as_f64()));
        }
    });
    wanted
}
