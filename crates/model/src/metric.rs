//! What the operators publish, and what the API answers.

use std::fmt;
use std::str::FromStr;

/// A kind of published file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Metric {
    /// Seconds until 95% of a letter's instances served a root zone serial.
    LoadTime,
    /// Responses by response code.
    RcodeVolume,
    /// Messages by size, for UDP and TCP, requests and responses.
    TrafficSizes,
    /// Queries received and responses sent, by transport and IP version.
    TrafficVolume,
    /// Distinct source addresses, per letter.
    UniqueSources,
    /// Octets of the root zone, by serial.
    ZoneSize,
    /// Where a letter's instances are.
    Instances,
}

impl Metric {
    /// All of them.
    pub const ALL: [Metric; 7] = [
        Metric::LoadTime,
        Metric::RcodeVolume,
        Metric::TrafficSizes,
        Metric::TrafficVolume,
        Metric::UniqueSources,
        Metric::ZoneSize,
        Metric::Instances,
    ];

    /// The name in folders and file names (`traffic-volume`).
    pub fn name(self) -> &'static str {
        match self {
            Metric::LoadTime => "load-time",
            Metric::RcodeVolume => "rcode-volume",
            Metric::TrafficSizes => "traffic-sizes",
            Metric::TrafficVolume => "traffic-volume",
            Metric::UniqueSources => "unique-sources",
            Metric::ZoneSize => "zone-size",
            Metric::Instances => "instances",
        }
    }

    /// Days before today that charts leave out, because operators still publish them (data.md, "Publication lags").
    pub fn lag(self) -> i32 {
        if self == Metric::Instances { 2 } else { 21 }
    }

    /// The numeric data sets that come out of a file of this kind.
    pub fn datasets(self) -> &'static [Dataset] {
        match self {
            Metric::LoadTime => &[Dataset::LoadTime],
            Metric::RcodeVolume => &[Dataset::RcodeVolume],
            Metric::TrafficSizes => &[
                Dataset::UdpRequestSizes,
                Dataset::UdpResponseSizes,
                Dataset::TcpRequestSizes,
                Dataset::TcpResponseSizes,
            ],
            Metric::TrafficVolume => &[Dataset::TrafficVolume],
            Metric::UniqueSources => &[Dataset::UniqueSources],
            Metric::ZoneSize => &[Dataset::ZoneSize],
            Metric::Instances => &[],
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Metric> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A table of numbers by letter, day and key. traffic-sizes makes four of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dataset {
    /// Keys are serials, values are seconds.
    LoadTime,
    /// Keys are response codes, values are responses.
    RcodeVolume,
    /// Keys are [`TRAFFIC_VOLUME_KEYS`], values are messages.
    TrafficVolume,
    /// Keys are [`UNIQUE_SOURCES_KEYS`], values are addresses.
    UniqueSources,
    /// Keys are ranges of octets, values are messages.
    UdpRequestSizes,
    /// Keys are ranges of octets, values are messages.
    UdpResponseSizes,
    /// Keys are ranges of octets, values are messages.
    TcpRequestSizes,
    /// Keys are ranges of octets, values are messages.
    TcpResponseSizes,
    /// Keys are serials, values are octets. All under letter a.
    ZoneSize,
}

impl Dataset {
    /// All of them, in the order of the API's list of endpoints.
    pub const ALL: [Dataset; 9] = [
        Dataset::LoadTime,
        Dataset::RcodeVolume,
        Dataset::TrafficVolume,
        Dataset::UniqueSources,
        Dataset::UdpRequestSizes,
        Dataset::UdpResponseSizes,
        Dataset::TcpRequestSizes,
        Dataset::TcpResponseSizes,
        Dataset::ZoneSize,
    ];

    /// Its position in [`Dataset::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name of its endpoint, and of its map in a traffic-sizes file (`udp-request-sizes`).
    pub fn name(self) -> &'static str {
        match self {
            Dataset::LoadTime => "load-time",
            Dataset::RcodeVolume => "rcode-volume",
            Dataset::TrafficVolume => "traffic-volume",
            Dataset::UniqueSources => "unique-sources",
            Dataset::UdpRequestSizes => "udp-request-sizes",
            Dataset::UdpResponseSizes => "udp-response-sizes",
            Dataset::TcpRequestSizes => "tcp-request-sizes",
            Dataset::TcpResponseSizes => "tcp-response-sizes",
            Dataset::ZoneSize => "zone-size",
        }
    }

    /// The kind of file that it is read from.
    pub fn metric(self) -> Metric {
        match self {
            Dataset::LoadTime => Metric::LoadTime,
            Dataset::RcodeVolume => Metric::RcodeVolume,
            Dataset::TrafficVolume => Metric::TrafficVolume,
            Dataset::UniqueSources => Metric::UniqueSources,
            Dataset::UdpRequestSizes
            | Dataset::UdpResponseSizes
            | Dataset::TcpRequestSizes
            | Dataset::TcpResponseSizes => Metric::TrafficSizes,
            Dataset::ZoneSize => Metric::ZoneSize,
        }
    }

    /// Whether keys are root zone serials: nearly every day has keys of its own, so its columns are records.
    pub fn keyed_by_serial(self) -> bool {
        matches!(self, Dataset::LoadTime | Dataset::ZoneSize)
    }
}

impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One of the eleven questions that the API answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Endpoint {
    /// A table of numbers.
    Data(Dataset),
    /// Instances by IP version, per letter and day.
    InstancesCount,
    /// Every place with instances, per letter and day.
    InstancesDetail,
}

impl Endpoint {
    /// All eleven, in the order of api-v1.md.
    pub const ALL: [Endpoint; 11] = [
        Endpoint::Data(Dataset::LoadTime),
        Endpoint::Data(Dataset::RcodeVolume),
        Endpoint::Data(Dataset::TrafficVolume),
        Endpoint::Data(Dataset::UniqueSources),
        Endpoint::Data(Dataset::UdpRequestSizes),
        Endpoint::Data(Dataset::UdpResponseSizes),
        Endpoint::Data(Dataset::TcpRequestSizes),
        Endpoint::Data(Dataset::TcpResponseSizes),
        Endpoint::Data(Dataset::ZoneSize),
        Endpoint::InstancesCount,
        Endpoint::InstancesDetail,
    ];

    /// The last part of its address.
    pub fn name(self) -> &'static str {
        match self {
            Endpoint::Data(dataset) => dataset.name(),
            Endpoint::InstancesCount => "instances-count",
            Endpoint::InstancesDetail => "instances-detail",
        }
    }

    /// The kind of file that it answers from.
    pub fn metric(self) -> Metric {
        match self {
            Endpoint::Data(dataset) => dataset.metric(),
            Endpoint::InstancesCount | Endpoint::InstancesDetail => Metric::Instances,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is not one of the eleven endpoints.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no endpoint is called `{0}`")]
pub struct UnknownEndpoint(pub String);

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|e| e.name() == name).ok_or_else(|| UnknownEndpoint(name.to_owned()))
    }
}

/// Queries come in, responses go out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    /// Queries received.
    Received,
    /// Responses sent.
    Sent,
}

impl Direction {
    /// The API's word, `received` or `sent`.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Received => "received",
            Direction::Sent => "sent",
        }
    }

    /// The four keys of traffic-volume that count this direction.
    pub const fn keys(self) -> &'static [&'static str] {
        let (received, sent) = TRAFFIC_VOLUME_KEYS.split_at(4);
        match self {
            Direction::Received => received,
            Direction::Sent => sent,
        }
    }
}

/// The eight counts of traffic-volume, in the published order; the first four are queries received.
pub const TRAFFIC_VOLUME_KEYS: [&str; 8] = [
    "dns-udp-queries-received-ipv4",
    "dns-udp-queries-received-ipv6",
    "dns-tcp-queries-received-ipv4",
    "dns-tcp-queries-received-ipv6",
    "dns-udp-responses-sent-ipv4",
    "dns-udp-responses-sent-ipv6",
    "dns-tcp-responses-sent-ipv4",
    "dns-tcp-responses-sent-ipv6",
];

/// The three counts of unique-sources, in the published order. The aggregate is by /64.
pub const UNIQUE_SOURCES_KEYS: [&str; 3] =
    ["num-sources-ipv4", "num-sources-ipv6", "num-sources-ipv6-aggregate"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for (i, dataset) in Dataset::ALL.into_iter().enumerate() {
            assert_eq!(dataset.index(), i);
            assert!(dataset.metric().datasets().contains(&dataset));
        }
        for endpoint in Endpoint::ALL {
            assert_eq!(endpoint.name().parse(), Ok(endpoint));
        }
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
        }
        assert!("traffic_volume".parse::<Endpoint>().is_err());
    }
}
