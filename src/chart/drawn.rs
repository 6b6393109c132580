//! What a panel shows, and where it lies.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use rssac002_charts::View;
use rssac002_charts::draw::{Geometry, Surface};

use super::layout::Layout;

/// What was last drawn.
#[derive(Clone)]
pub struct Drawn {
    /// The view.
    pub view: Arc<View>,
    /// The surface.
    pub surface: Surface,
    /// Where things are on it.
    pub geometry: Geometry,
}

/// A panel's state, which the whole figure waits for.
#[derive(Clone, Copy)]
pub struct PanelState {
    /// Its element.
    pub host: NodeRef<Div>,
    /// Where it lies.
    pub layout: RwSignal<Layout>,
    /// What is drawn.
    pub drawn: RwSignal<Option<Drawn>>,
}

impl PanelState {
    /// A panel that is not laid out yet.
    pub fn new() -> PanelState {
        PanelState {
            host: NodeRef::new(),
            layout: RwSignal::new(Layout::default()),
            drawn: RwSignal::new(None),
        }
    }

    /// Whether nothing of this view is still to be drawn here: it is drawn, or out of sight.
    pub fn shows(self, view: &Arc<View>) -> bool {
        let layout = self.layout.get();
        let drawn = self.drawn.get().is_some_and(|drawn| Arc::ptr_eq(&drawn.view, view));
        layout.size.width > 0.0 && (drawn || !layout.near)
    }
}
