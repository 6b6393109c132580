//! What is counted while requests are answered, for Prometheus and others that read its text format (OpenMetrics).

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// What kind of address was asked: few values, so that no visitor can make the list of counts long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Below `/api/v1`.
    Api,
    /// A picture that the server draws.
    Picture,
    /// The whole data set as files.
    Data,
    /// A file of the site.
    File,
    /// A page, or what leads to one.
    Page,
    /// What the server says of itself.
    Health,
}

impl Kind {
    /// Its name in counts.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Api => "api",
            Kind::Picture => "picture",
            Kind::Data => "data",
            Kind::File => "file",
            Kind::Page => "page",
            Kind::Health => "health",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answered {
    kind: &'static str,
    status: u16,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct OfKind {
    kind: &'static str,
}

/// Counts since the start. Clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    requests: Family<Answered, Counter>,
    seconds: Family<OfKind, Histogram>,
    octets: Family<OfKind, Counter>,
    /// Connections that are open.
    pub connections: Gauge,
    /// Connections that were closed at once, because their client had its share.
    pub refused: Counter,
    /// Stores that were taken over while serving.
    pub swapped: Counter,
    /// New stores that could not be read, in place of which the one before was served on.
    pub not_swapped: Counter,
}

/// Upper bounds of the time until an answer begins, in seconds: from a kept body to a deadline for work.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0, 25.0];

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            octets: Family::default(),
            connections: Gauge::default(),
            refused: Counter::default(),
            swapped: Counter::default(),
            not_swapped: Counter::default(),
        }
    }
}

impl Metrics {
    /// A request was answered, after this long until its body began.
    pub fn answered(&self, kind: Kind, status: u16, after: Duration, octets: u64) {
        let kind = kind.name();
        self.requests.get_or_create(&Answered { kind, status }).inc();
        self.seconds.get_or_create(&OfKind { kind }).observe(after.as_secs_f64());
        self.octets.get_or_create(&OfKind { kind }).inc_by(octets);
    }

    /// Names what is counted.
    pub fn register(&self, registry: &mut Registry) {
        // The format adds `_total` to what only grows.
        registry.register(
            "requests",
            "Requests answered, by kind of address and status",
            self.requests.clone(),
        );
        registry.register(
            "answer_seconds",
            "Time until an answer begins, by kind of address",
            self.seconds.clone(),
        );
        registry.register(
            "answer_octets",
            "Octets of answers whose length is known when they begin, by kind of address",
            self.octets.clone(),
        );
        registry.register("connections", "Connections that are open", self.connections.clone());
        registry.register(
            "refused_connections",
            "Connections closed at once, because their client had its share",
            self.refused.clone(),
        );
        registry.register("stores_swapped", "New stores taken over while serving", self.swapped.clone());
        registry.register(
            "stores_refused",
            "New stores that could not be read, in place of which the one before is served on",
            self.not_swapped.clone(),
        );
    }
}
