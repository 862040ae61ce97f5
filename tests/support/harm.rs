//! What may happen to a trace on its way.

/// One thing that happens to a trace.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Harm {
    /// A bit is flipped.
    Flip(Place, u32),
    /// It ends.
    Cut(Place),
    /// Some bytes of chance.
    Insert(Place, u64),
    /// A number in place of a byte.
    Number(Place, u64),
    /// A part of another trace.
    Splice(Place, usize, Part),
    /// A part comes again and again.
    Repeat(Part, usize),
    /// A part is missing.
    Remove(Part),
}

/// A byte of a trace, in 65,536ths of its length.
type Place = u16;

/// From where on, and how much, in the same.
type Part = (u16, u16);

impl Harm {
    /// The harm that four numbers of chance stand for.
    pub(crate) fn of([kind, one, two, three]: [u64; 4]) -> Self {
        let (at, part) = (two as Place, (two as u16, three as u16 % 2048));
        match kind % 16 {
            0..4 => Self::Flip(at, one as u32 % 8),
            4 => Self::Cut(at),
            5..7 => Self::Insert(at, one),
            7 => Self::Number(at, one),
            8 => Self::Number(at, u64::MAX >> (one % 64)),
            9 => Self::Number(at, 1 << (one % 64)),
            10..12 => Self::Splice(one as Place, kind as usize / 16, part),
            12..14 => Self::Repeat(part, one as usize % 20),
            _ => Self::Remove(part),
        }
    }

    /// Does it to a trace. `others` are those that parts may come from.
    pub(crate) fn to(self, trace: &mut Vec<u8>, others: &[Vec<u8>]) {
        let length = trace.len();
        if length == 0 {
            return;
        }
        let place = |at: Place, length: usize| length * usize::from(at) / 65_536;
        let part = |(from, much): Part, length: usize| {
            let from = place(from, length);
            from..(from + place(much, length)).min(length)
        };
        match self {
            Self::Flip(at, bit) => trace[place(at, length)] ^= 1 << bit,
            Self::Cut(at) => trace.truncate(place(at, length)),
            Self::Insert(at, bytes) => {
                let at = place(at, length);
                trace.splice(at..at, bytes.to_le_bytes());
            }
            Self::Number(at, mut number) => {
                let at = place(at, length);
                let mut bytes = Vec::new();
                while number >= 0x80 {
                    bytes.push(number as u8 | 0x80);
                    number >>= 7;
                }
                bytes.push(number as u8);
                trace.splice(at..=at, bytes);
            }
            Self::Splice(at, other, range) => {
                let (at, other) = (place(at, length), &others[other % others.len()]);
                trace.splice(at..at, other[part(range, other.len())].iter().copied());
            }
            Self::Repeat(range, times) => {
                let range = part(range, length);
                let again = trace[range.clone()].repeat(times);
                trace.splice(range.end..range.end, again);
            }
            Self::Remove(range) => drop(trace.drain(part(range, length))),
        }
    }
}
