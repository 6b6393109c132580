//! Who asks, as far as it matters for what each may have at once.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;

tokio::task_local! {
    /// The client whose request the task answers.
    static CLIENT: Client;
}

/// Whoever shares an address. An IPv6 network of 64 bits is one client, because it is given to one household as one IPv4 address
/// is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Client(Option<IpAddr>);

impl Client {
    /// Nobody in particular: this machine, where a proxy stands for all its visitors.
    pub const ANYBODY: Client = Client(None);

    /// Who is at an address.
    pub fn at(address: IpAddr) -> Client {
        Client(match address.to_canonical() {
            address if address.is_loopback() => None,
            IpAddr::V6(address) => Some(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into()),
            address => Some(address),
        })
    }

    /// Who is behind the proxy at an address, by what it says itself: the last entry of `X-Forwarded-For`, since those before are
    /// the visitor's own words.
    pub fn behind_proxy(proxy: IpAddr, headers: &HeaderMap) -> Client {
        let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|list| list.to_str().ok());
        let last = told.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        Client::at(last.unwrap_or(proxy))
    }

    /// The client whose request this task answers.
    pub fn current() -> Client {
        CLIENT.try_with(|client| *client).unwrap_or(Client::ANYBODY)
    }

    /// Does what answers this client's request.
    pub async fn answering<T>(self, answer: impl Future<Output = T>) -> T {
        CLIENT.scope(self, answer).await
    }
}

/// How many of something each client has.
type Taken = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// How much of something each client may have.
#[derive(Clone, Debug)]
pub struct Shares {
    most: usize,
    taken: Taken,
}

impl Shares {
    /// Shares of this size each.
    pub fn new(most: usize) -> Shares {
        Shares { most, taken: Arc::default() }
    }

    /// One more for a client; `None` where it has its share already. [`Client::ANYBODY`] may have any number.
    pub fn take(&self, client: Client) -> Option<Share> {
        let Client(Some(address)) = client else { return Some(Share(None)) };
        // A number is never half changed.
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Share(Some((address, self.taken.clone()))))
    }
}

/// One of what a client has; dropped, it is free again.
#[derive(Debug)]
pub struct Share(Option<(IpAddr, Taken)>);

impl Drop for Share {
    fn drop(&mut self) {
        let Some((address, taken)) = &self.0 else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.remove(address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn at(address: &str) -> Client {
        Client::at(address.parse().unwrap())
    }

    #[test]
    fn a_network_of_64_bits_is_one_client_and_this_machine_is_none() {
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff:1"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(at(here), Client::ANYBODY, "{here}");
        }
    }

    #[test]
    fn a_proxy_says_last_who_asked_it() {
        let proxy = "192.0.2.9".parse().unwrap();
        let behind = |lists: &[&str]| {
            let mut headers = HeaderMap::new();
            for list in lists {
                headers.append("x-forwarded-for", HeaderValue::from_str(list).unwrap());
            }
            Client::behind_proxy(proxy, &headers)
        };
        assert_eq!(behind(&["198.51.100.7, 203.0.113.4"]), at("203.0.113.4"));
        assert_eq!(behind(&["198.51.100.7", "203.0.113.4"]), at("203.0.113.4"));
        assert_eq!(behind(&[]), at("192.0.2.9"));
        assert_eq!(behind(&["unknown"]), at("192.0.2.9"));
    }

    #[test]
    fn each_has_its_share_and_gets_it_back() {
        let shares = Shares::new(2);
        let held: Vec<Option<Share>> = (0..3).map(|_| shares.take(at("192.0.2.1"))).collect();
        assert_eq!(held.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false]);
        assert!(shares.take(at("192.0.2.2")).is_some(), "another's share is its own");
        drop(held);
        assert!(shares.taken.lock().unwrap().is_empty(), "nothing is kept of who has nothing");
        let many: Vec<Option<Share>> = (0..9).map(|_| shares.take(Client::ANYBODY)).collect();
        assert!(many.iter().all(Option::is_some));
    }
}
