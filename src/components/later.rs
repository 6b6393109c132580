//! Parts of the first page that are made in tasks of their own.

use leptos::prelude::*;

use crate::ON_SERVER;
use crate::session::Session;
use crate::turns::later;

/// Makes its children in a task of their own while the app is made behind the page that the server sent, so that no task
/// keeps a slow phone from what its visitor does. Afterwards, and on the server, they are made at once.
#[component]
pub fn Later(children: ChildrenFn) -> impl IntoView {
    let session = Session::from_context();
    let unmade = session.unmade;
    let is_later = !ON_SERVER && session.is_arriving();
    let is_made = RwSignal::new(!is_later);
    if is_later {
        unmade.update(|parts| *parts += 1);
        later(move || {
            is_made.set(true);
            unmade.update(|parts| *parts -= 1);
        });
    }
    move || is_made.get().then(|| children())
}
