//! Elements of the page, over leptos' signals.
//!
//! All elements are of one type, so that each operation stands once in the program. leptos' own `view!` makes a type of
//! every combination of elements, attributes and closures, and code for each: 54 of 245 kB, when this replaced it.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

/// An element while it is put together.
pub struct El(Element);

/// An element with its classes, none for the empty text.
pub fn el(tag: &'static str, class: &str) -> El {
    let Ok(element) = document().create_element(tag) else { unreachable!("every tag here is allowed") };
    let new = El(element);
    if class.is_empty() { new } else { new.attr("class", class) }
}

/// A button with its word.
pub fn button(class: &str, word: &str, click: impl FnMut() + 'static) -> El {
    let mut click: Box<dyn FnMut()> = Box::new(click);
    el("button", class).text(word).on("click", move |_: Event| click())
}

/// Does something now, and again whenever a signal changes that it read, for as long as what surrounds it stands.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn FnMut()>) {
    let kept = SendWrapper::new(RenderEffect::new(move |_| run()));
    on_cleanup(move || drop(kept));
}

fn write(element: &Element, name: &str, value: Option<&str>) {
    // A date field forgets what is half typed when it is told its bounds, even the same ones.
    if element.get_attribute(name).as_deref() == value {
        return;
    }
    // Neither is refused for a name without spaces.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

impl El {
    /// Sets an attribute for good.
    pub fn attr(self, name: &'static str, value: &str) -> El {
        write(&self.0, name, Some(value));
        self
    }

    /// Keeps an attribute at a value; without a value it is not there.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> El {
        self.follow_value(Box::new(value), name)
    }

    fn follow_value(self, value: Box<dyn Fn() -> Option<String>>, name: &'static str) -> El {
        let element = self.0.clone();
        follow(move || write(&element, name, value().as_deref()));
        self
    }

    /// Keeps an attribute at "true" or "false".
    pub fn state(self, name: &'static str, value: impl Fn() -> bool + 'static) -> El {
        self.follow_flag(Box::new(value), name, Some("true"), Some("false"))
    }

    /// Has an attribute only while something holds.
    pub fn flag(self, name: &'static str, value: impl Fn() -> bool + 'static) -> El {
        self.follow_flag(Box::new(value), name, Some(""), None)
    }

    fn follow_flag(
        self,
        value: Box<dyn Fn() -> bool>,
        name: &'static str,
        yes: Option<&'static str>,
        no: Option<&'static str>,
    ) -> El {
        let element = self.0.clone();
        follow(move || write(&element, name, if value() { yes } else { no }));
        self
    }

    /// Has a class only while something holds.
    pub fn class_if(self, name: &'static str, value: impl Fn() -> bool + 'static) -> El {
        self.follow_class(name, Box::new(value))
    }

    fn follow_class(self, name: &'static str, value: Box<dyn Fn() -> bool>) -> El {
        let classes = self.0.class_list();
        follow(move || {
            // A class without spaces is never refused.
            let _ = classes.toggle_with_force(name, value());
        });
        self
    }

    /// Keeps a property, such as what stands in a field, at a value.
    pub fn prop_of(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> El {
        self.follow_prop(name, Box::new(value))
    }

    fn follow_prop(self, name: &'static str, value: Box<dyn Fn() -> JsValue>) -> El {
        let element = self.0.clone();
        follow(move || {
            // An element takes any property.
            let _ = js_sys::Reflect::set(&element, &name.into(), &value());
        });
        self
    }

    /// Appends text.
    pub fn text(self, text: &str) -> El {
        // An element takes any child.
        let _ = self.0.append_with_str_1(text);
        self
    }

    /// Appends text that follows a value.
    pub fn text_of(self, text: impl Fn() -> String + 'static) -> El {
        self.follow_text(Box::new(text))
    }

    fn follow_text(self, text: Box<dyn Fn() -> String>) -> El {
        let node = document().create_text_node("");
        let _ = self.0.append_with_node_1(&node);
        follow(move || {
            // Text that stays is not announced again.
            let text = text();
            if node.data() != text {
                node.set_data(&text);
            }
        });
        self
    }

    /// Appends an element.
    pub fn child(self, child: El) -> El {
        let _ = self.0.append_with_node_1(&child.0);
        self
    }

    /// Appends elements.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> El {
        children.into_iter().fold(self, El::child)
    }

    /// Appends elements that are made anew when a signal changes that their making read.
    pub fn part(self, make: impl Fn() -> Vec<El> + 'static) -> El {
        self.follow_part(Box::new(make))
    }

    fn follow_part(self, make: Box<dyn Fn() -> Vec<El>>) -> El {
        let end = document().create_comment("");
        let _ = self.0.append_with_node_1(&end);
        let mut now: Vec<El> = Vec::new();
        follow(move || {
            let new = make();
            now.drain(..).for_each(|old| old.0.remove());
            for child in &new {
                // It has a parent for as long as it stands.
                let _ = end.before_with_node_1(&child.0);
            }
            now = new;
        });
        self
    }

    /// Does something at each event. The browser lets go of it together with the element.
    pub fn on<E: JsCast>(self, event: &'static str, mut run: impl FnMut(E) + 'static) -> El {
        self.listen(event, Box::new(move |event| run(event.unchecked_into())))
    }

    fn listen(self, event: &str, run: Box<dyn FnMut(Event)>) -> El {
        let run = Closure::wrap(run).into_js_value();
        // An element takes any listener.
        let _ = self.0.add_event_listener_with_callback(event, run.unchecked_ref());
        self
    }

    /// The browser's element.
    pub fn node<E: JsCast>(&self) -> E {
        self.0.clone().unchecked_into()
    }
}

/// Gives the focus to the chart or table that the button pressed belongs to, for buttons that leave the page with what
/// they do: without this it would be nowhere.
pub fn focus_chart() {
    let Some(pressed) = document().active_element() else { return };
    let figure = pressed.closest(".figure").ok().flatten();
    let Some(figure) = figure.or_else(|| pressed.closest("main").ok().flatten()) else { return };
    let places = "div:not([hidden]) > .panels .canvas-host, .table-scroll";
    if let Some(place) = figure.query_selector(places).ok().flatten() {
        // What cannot be seen takes no focus.
        let _ = place.unchecked_into::<HtmlElement>().focus();
    }
}

/// Appends elements to one that stands in the page already.
pub fn append(parent: &Element, children: impl IntoIterator<Item = El>) {
    for child in children {
        // An element takes any child.
        let _ = parent.append_with_node_1(&child.0);
    }
}
