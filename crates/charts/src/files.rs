//! A site without a server: each answer is a file, and the address of a file has no query.

use std::hash::Hasher;

use fnv::FnvHasher;

/// The path of the file that stands for an address: the address itself where it has no query; else with a number made of the query
/// before the ending, so that `/image/queries-received.png?v=1` is `/image/queries-received.68535f194e3b3737.png`. What has no
/// ending is JSON.
pub fn file(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = path[name..].rfind('.').map(|dot| name + dot);
    let (stem, ending) = dot.map_or((path, ".json"), |dot| path.split_at(dot));
    let mut hasher = FnvHasher::default();
    hasher.write(query.as_bytes());
    format!("{stem}.{:016x}{ending}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_becomes_a_part_of_the_name() {
        // The numbers are FNV-1a's of 64 bits: links in pages that are kept lead to them.
        for (address, path) in [
            ("/image/a/b.png?v=1", "/image/a/b.68535f194e3b3737.png"),
            ("/api/v1/load-time?v=1", "/api/v1/load-time.68535f194e3b3737.json"),
            ("https://example.org/x.csv?", "https://example.org/x.cbf29ce484222325.csv"),
            ("https://example.org/x?v=1", "https://example.org/x.68535f194e3b3737.json"),
            ("/events.json", "/events.json"),
        ] {
            assert_eq!(file(address), path);
        }
    }
}
