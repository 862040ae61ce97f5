//! An allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

/// The system's, counted.
pub(crate) struct Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

impl Counting {
    /// How often memory was asked for.
    #[allow(dead_code, reason = "not all benches ask")]
    pub(crate) fn calls() -> u64 {
        CALLS.load(Ordering::Relaxed)
    }

    /// How many bytes that were asked for are not given back.
    #[allow(dead_code, reason = "not all benches ask")]
    pub(crate) fn bytes() -> u64 {
        BYTES.load(Ordering::Relaxed)
    }

    fn note(more: usize, less: usize) {
        BYTES.fetch_add(more as u64, Ordering::Relaxed);
        BYTES.fetch_sub(less as u64, Ordering::Relaxed);
        CALLS.fetch_add(u64::from(more > 0), Ordering::Relaxed);
    }
}

// SAFETY: the system's allocator does all the work, and what is counted besides allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size(), 0);
        // SAFETY: the caller keeps the contract, which is the system's own.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        Self::note(0, layout.size());
        // SAFETY: as above; what was allocated here came from the system.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::note(size, layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}
