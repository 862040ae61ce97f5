//! The life of the engine, as the page knows it. There is one between all stages of a page.
//!
//! ```text
//! Absent ──Run──▶ Loading (where a page may never need one)
//! Loading ──ready──▶ Ready ──crash, overdue stop──▶ Loading (a new one)
//!    └───fails───▶ Unavailable ──Run──▶ Loading (a new one)
//! ```

/// The engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Engine {
    /// Not asked for yet.
    Absent,
    /// On its way.
    Loading {
        /// Bytes received.
        received: f64,
        /// Bytes in all, where known.
        total: Option<f64>,
    },
    /// Able to run a program, or running one.
    Ready {
        /// The Python language version.
        python: String,
        /// Whether waiting blocks for real.
        blocking: bool,
    },
    /// It did not come up. The next Run tries again.
    Unavailable,
}

impl Engine {
    /// An engine whose worker has just been started.
    pub const NEW: Engine = Engine::Loading { received: 0.0, total: None };

    /// How much of the engine has arrived, from 0 to 1; `None` where that cannot be known.
    pub fn progress(&self) -> Option<f64> {
        match *self {
            Engine::Loading { received, total: Some(total) } if total > 0.0 => {
                Some((received / total).clamp(0.0, 1.0))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_share_and_unknown_without_a_total() {
        let loading = |received, total| Engine::Loading { received, total }.progress();
        assert_eq!(loading(1.0, Some(4.0)), Some(0.25));
        assert_eq!(loading(5.0, Some(4.0)), Some(1.0));
        assert_eq!(loading(5.0, None), None);
        assert_eq!(loading(0.0, Some(0.0)), None);
    }
}
