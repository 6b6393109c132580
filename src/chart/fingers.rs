//! The pointers that hold something.

/// The pointers that hold an element, with where they are in its CSS pixels.
#[derive(Clone, Default)]
pub struct Fingers(Vec<(i32, (f64, f64))>);

/// The middle of the pointers, and how far apart two of them are.
pub type Touch = ((f64, f64), f64);

impl Fingers {
    /// One more takes hold.
    pub fn take(&mut self, id: i32, at: (f64, f64)) {
        self.let_go(id);
        self.0.push((id, at));
    }

    /// One has moved. Says whether it holds the element.
    pub fn follow(&mut self, id: i32, at: (f64, f64)) -> bool {
        let pointer = self.0.iter_mut().find(|(other, _)| *other == id);
        pointer.map(|pointer| pointer.1 = at).is_some()
    }

    /// One lets go.
    pub fn let_go(&mut self, id: i32) {
        self.0.retain(|(other, _)| *other != id);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Where they are; of more than two the first two. `None` without any.
    pub fn touch(&self) -> Option<Touch> {
        match self.0.as_slice() {
            [(_, at)] => Some((*at, 0.0)),
            [(_, a), (_, b), ..] => {
                Some((((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0), (a.0 - b.0).hypot(a.1 - b.1).max(1.0)))
            }
            [] => None,
        }
    }
}
