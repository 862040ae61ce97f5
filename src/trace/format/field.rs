//! The kinds of fields that an event can have: how each is written, and read.

use super::{Damage, Encoder, Reader, Stop};
use crate::ids::{FutureId, HandleId, SocketId, Source};
use crate::selector::{Interest, Time, Timeout};
use crate::trace::{GeneratorEvent, Loss, PrimitiveId, ResetReason};

/// A field of an event.
pub(in crate::trace) trait Field: Sized {
    /// Writes it.
    fn write(self, to: &mut Encoder);

    /// Reads it. A value that [`Field::write`] cannot have written is refused.
    fn read(from: &mut Reader<'_>) -> Result<Self, Stop>;
}

/// A number that tells something, and nanoseconds.
impl Field for u64 {
    fn write(self, to: &mut Encoder) {
        to.number(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.number()
    }
}

/// How many. A platform may count to no more than 32 bits.
impl Field for usize {
    fn write(self, to: &mut Encoder) {
        to.number(u32::try_from(self).unwrap_or(u32::MAX).into());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        usize::try_from(from.small()?).map_err(|_| Damage::Number.into())
    }
}

impl Field for HandleId {
    fn write(self, to: &mut Encoder) {
        to.handle(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.handle()
    }
}

impl Field for FutureId {
    fn write(self, to: &mut Encoder) {
        to.future(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.future()
    }
}

impl Field for PrimitiveId {
    fn write(self, to: &mut Encoder) {
        to.number(self.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.number().map(Self)
    }
}

impl Field for SocketId {
    fn write(self, to: &mut Encoder) {
        to.number(self.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.number().map(Self)
    }
}

impl Field for Source {
    fn write(self, to: &mut Encoder) {
        to.number(self.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.number().map(Self)
    }
}

impl Field for Time {
    fn write(self, to: &mut Encoder) {
        to.moment(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        from.moment()
    }
}

/// 0 is now, 1 never, everything else nanoseconds plus 2.
impl Field for Timeout {
    fn write(self, to: &mut Encoder) {
        to.number(match self {
            Self::Now => 0,
            Self::Never => 1,
            Self::After(wait) => u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX).saturating_add(2),
        });
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        Ok(match from.number()? {
            0 => Self::Now,
            1 => Self::Never,
            wait => Self::After(std::time::Duration::from_nanos(wait - 2)),
        })
    }
}

/// 1 for readable, plus 2 for writable.
impl Field for Interest {
    fn write(self, to: &mut Encoder) {
        to.number(u64::from(self.readable) + 2 * u64::from(self.writable));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
        match from.number()? {
            bits @ 0..4 => Ok(Self { readable: bits & 1 != 0, writable: bits & 2 != 0 }),
            _ => Err(Damage::Value.into()),
        }
    }
}

/// The number of each, from 0.
pub(super) const GENERATOR_EVENTS: [GeneratorEvent; 7] = [
    GeneratorEvent::Created,
    GeneratorEvent::Resumed,
    GeneratorEvent::Yielded,
    GeneratorEvent::Returned,
    GeneratorEvent::Raised,
    GeneratorEvent::Closed,
    GeneratorEvent::Untold,
];

/// The number of each, from 0.
pub(super) const RESET_REASONS: [ResetReason; 5] = [
    ResetReason::Unread,
    ResetReason::Abort,
    ResetReason::Gone,
    ResetReason::NotAccepted,
    ResetReason::GivenUp,
];

/// The number of each, from 0.
pub(super) const LOSSES: [Loss; 3] = [Loss::OnTheWay, Loss::NoRoom, Loss::Nobody];

/// What is one of a list is its place in it.
macro_rules! of_a_list {
    ($($kind:ty: $list:ident;)+) => { $(
        impl Field for $kind {
            fn write(self, to: &mut Encoder) {
                to.number(self as u64);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Stop> {
                let number = usize::try_from(from.number()?).unwrap_or(usize::MAX);
                $list.get(number).copied().ok_or(Damage::Value.into())
            }
        }
    )+ };
}

of_a_list! {
    GeneratorEvent: GENERATOR_EVENTS;
    ResetReason: RESET_REASONS;
    Loss: LOSSES;
}
