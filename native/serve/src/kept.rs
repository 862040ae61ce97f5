//! What a browser keeps without asking, and what it may be sent compressed.
//!
//! A site that is packed for a host (`www/pack`) has in the names of two folders what their files are:
//! `app-0123456789abcdef/`. Such a file never changes, so that a browser need not ask for it again. For all others it asks
//! each time whether they have changed: a page built a second ago is the one you see.

use std::fs;
use std::path::Path;

use hyper::Request;
use hyper::header::{ACCEPT_ENCODING, HeaderValue};

/// How many digits of a hash a folder has in its name.
const DIGITS: usize = 16;
/// For a file that never changes. (RFC 8246)
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For all others.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// What the answer to a request for this path says about keeping it; `is_there` is whether it has been found.
pub(crate) fn for_how_long(path: &str, is_there: bool) -> HeaderValue {
    if is_there && never_changes(path) { FOR_EVER } else { ASK }
}

/// Whether one of the folders on the way has the hash of what is in it in its name.
pub(crate) fn never_changes(path: &str) -> bool {
    let (folders, _) = path.rsplit_once('/').unwrap_or(("", path));
    folders.split('/').any(|folder| {
        folder.rsplit_once('-').is_some_and(|(name, hash)| {
            let is_hash =
                hash.len() == DIGITS && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            !name.is_empty() && is_hash
        })
    })
}

/// Sees to it that nobody is sent what a file was before it was built anew: its compressed form counts only if that is no
/// older. What cannot be told is not sent compressed.
pub(crate) fn doubt<Body>(directory: &Path, request: &mut Request<Body>) {
    if !is_fresh(directory, request.uri().path()) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
}

/// Whether what lies compressed beside the file of this path is the same file.
fn is_fresh(directory: &Path, path: &str) -> bool {
    let is_plain = path.split('/').all(|part| part != "..") && !path.contains(['%', '\\', ':']);
    let path = path.trim_start_matches('/');
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    let path = format!("{path}{index}");
    let changed = |path: &str| fs::metadata(directory.join(path)).and_then(|found| found.modified()).ok();
    is_plain
        && changed(&path).is_some_and(|file| {
            let beside = ["br", "gz"].map(|ending| changed(&format!("{path}.{ending}")));
            beside.into_iter().flatten().all(|compressed| compressed >= file)
        })
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_has_its_hash_in_its_name_is_kept() {
        for path in ["/app-0123456789abcdef/a.js", "/some/where/engine-00ff00ff00ff00ff/lib/re.code"] {
            assert!(never_changes(path), "{path}");
            assert_eq!(for_how_long(path, true), "public, max-age=31536000, immutable");
            assert_eq!(for_how_long(path, false), "no-cache");
        }
    }

    #[test]
    fn what_has_none_is_asked_for_again() {
        for path in [
            "/",
            "",
            "/index.html",
            "/app/a.js",
            "/app-0123456789abcdef",
            "/app-0123456789abcde/a.js",
            "/app-0123456789abcdefa/a.js",
            "/app-0123456789abcdeF/a.js",
            "/0123456789abcdef/a.js",
            "/-0123456789abcdef/a.js",
            "/deck/a-0123456789abcdef.js",
        ] {
            assert!(!never_changes(path), "{path}");
            assert_eq!(for_how_long(path, true), "no-cache");
        }
    }

    #[test]
    fn what_was_built_after_it_was_compressed_is_sent_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str, seconds| {
            let file = File::create(directory.path().join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        };
        at("index.html", 10);
        at("old.js", 10);
        at("old.js.br", 9);
        at("old.js.gz", 11);
        at("new.js", 10);
        at("new.js.br", 10);
        let fresh = |path| is_fresh(directory.path(), path);
        assert!(fresh("/"));
        assert!(fresh("/new.js"));
        assert!(!fresh("/old.js"));
        for path in ["/none.js", "/../new.js", "/%6eew.js", "/x\\..\\new.js"] {
            assert!(!fresh(path), "{path}");
        }
    }
}
