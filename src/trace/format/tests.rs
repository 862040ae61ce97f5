//! What is written is read: every record of the table, with the values that are most likely to go wrong.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Damage, Decoder, Encoder, FormatError, HEADER, LONGEST_TEXT, Place, Record};
use crate::ids::{FutureId, HandleId, SocketId, Source};
use crate::selector::{Interest, Time, Timeout};
use crate::trace::{
    Details, Event, GeneratorEvent, Loss, PlaceId, PrimitiveId, ResetReason, StackId, TextId,
};

/// Values of a kind of field that are most likely to go wrong.
pub(in crate::trace) trait Extreme: Copy + 'static {
    const VALUES: &'static [Self];

    /// The value of this number; they begin anew after the last.
    fn nth(number: usize) -> Self {
        Self::VALUES[number % Self::VALUES.len()]
    }
}

/// As many as any kind has values.
const MOST: usize = 8;

const NUMBERS: [u64; MOST] = [0, 1, 0x7f, 0x80, 1 << 32, i64::MAX as u64, 1 << 63, u64::MAX];

macro_rules! extremes {
    ($($kind:ty: $values:expr;)+) => { $(
        impl Extreme for $kind {
            const VALUES: &'static [Self] = &$values;
        }
    )+ };
}

/// The numbers, each made a value.
macro_rules! numbers {
    ($make:expr) => {
        [
            $make(NUMBERS[0]),
            $make(NUMBERS[1]),
            $make(NUMBERS[2]),
            $make(NUMBERS[3]),
            $make(NUMBERS[4]),
            $make(NUMBERS[5]),
            $make(NUMBERS[6]),
            $make(NUMBERS[7]),
        ]
    };
}

extremes! {
    u64: NUMBERS;
    usize: [0, 1, 0x7f, 0x80, u32::MAX as usize];
    HandleId: numbers!(HandleId);
    FutureId: numbers!(FutureId);
    PrimitiveId: numbers!(PrimitiveId);
    Source: numbers!(Source);
    SocketId: numbers!(SocketId);
    // As far as seconds in a float count nanoseconds, and then as far as there are nanoseconds.
    Time: [Time(0.0), Time(1e-9), Time(1.5), Time(-2.0), Time(4e6), Time(-4e6)];
    Timeout: [
        Timeout::Now,
        Timeout::Never,
        Timeout::After(Duration::ZERO),
        Timeout::After(Duration::from_nanos(1)),
        Timeout::After(Timeout::LONGEST),
        Timeout::After(Duration::from_nanos(u64::MAX - 2)),
    ];
    Interest: [Interest::NONE, Interest::READABLE, Interest::WRITABLE, Interest { readable: true, writable: true }];
    GeneratorEvent: super::field::GENERATOR_EVENTS;
    ResetReason: super::field::RESET_REASONS;
    Loss: super::field::LOSSES;
}

/// A trace with so many texts, places and stacks, for what refers to them.
fn encoder() -> Encoder {
    let mut encoder = Encoder::default();
    encoder.header();
    for number in 0..300 {
        encoder.text(&number.to_string());
    }
    let place = Place { file: TextId(1), line: u32::MAX, function: TextId(300), library: true };
    encoder.place(place);
    encoder.stack(StackId(0), PlaceId(1));
    encoder.stack(StackId(1), PlaceId(1));
    encoder
}

fn details() -> [Details; 3] {
    [
        Details::NONE,
        Details {
            at: StackId(1),
            text: TextId(300),
            name: TextId(3),
            variables: TextId(4),
            begins: StackId(2),
        },
        Details { text: TextId(128), ..Details::NONE },
    ]
}

/// The records of a trace that are not texts, places or stacks.
fn records(trace: &[u8]) -> Result<Vec<Record<'_>>, FormatError> {
    let mut decoder = Decoder::at(HEADER.len());
    let mut records = Vec::new();
    while let Some(record) = decoder.next(trace)? {
        if !matches!(record, Record::Text(_) | Record::Place(_) | Record::Stack(..)) {
            records.push(record);
        }
    }
    assert_eq!(decoder.offset(), trace.len());
    Ok(records)
}

#[test]
fn every_row_of_the_table_is_read_as_it_was_written() {
    let mut encoder = encoder();
    let mut written = Vec::new();
    let samples = Event::samples(2 * MOST);
    for (number, (_, event)) in samples.iter().filter(|(_, event)| *event != Event::Full).enumerate() {
        let clock = number as u64 * 1_000_003;
        encoder.clock(clock);
        if clock > 0 {
            written.push(Record::Clock(clock));
        }
        for details in details() {
            encoder.event(*event, details);
            written.push(Record::Event(*event, details));
        }
    }
    encoder.event(Event::Full, Details::NONE);
    written.push(Record::Event(Event::Full, Details::NONE));
    let trace = encoder.take();
    let read = records(&trace).unwrap();
    for (read, written) in read.iter().zip(&written) {
        assert_eq!(read, written);
    }
    assert_eq!(read.len(), written.len());
}

#[test]
fn every_tag_is_one_records() {
    let tags: BTreeSet<u8> = Event::samples(1).into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags.len(), Event::samples(1).len(), "two records have the same tag");
    for tag in 0..=u8::MAX {
        let mut trace = HEADER.to_vec();
        trace.extend([tag, 0, 0, 0, 0]);
        let unknown = FormatError::Damaged { at: HEADER.len(), damage: Damage::Tag(tag) };
        let known = Decoder::at(HEADER.len()).next(&trace) != Err(unknown);
        assert_eq!(known, tags.contains(&tag) || (0x01..=0x0c).contains(&tag), "{tag:#x}");
    }
}

#[test]
fn moments_that_are_too_far_away_are_as_far_away_as_can_be() {
    for (moment, nearest) in [(1e300, 9.223e18), (f64::INFINITY, 9.223e18), (-1e300, -9.223e18)] {
        let mut encoder = encoder();
        encoder.clock(5);
        encoder.event(Event::Later(HandleId(1), Time(moment)), Details::NONE);
        let trace = encoder.take();
        let records = records(&trace).unwrap();
        let Some(Record::Event(Event::Later(_, Time(read)), _)) = records.last() else {
            panic!("{records:?}")
        };
        assert!((read * 1e9 / nearest - 1.0).abs() < 1e-3, "{read}");
    }
}

#[test]
fn a_long_text_is_cut_between_characters() {
    let mut encoder = Encoder::default();
    let text = format!("{}ö and more", "x".repeat(LONGEST_TEXT - 1));
    encoder.text(&text);
    let trace = encoder.take();
    let Ok(Some(Record::Text(read))) = Decoder::at(0).next(&trace) else { panic!("it is a text") };
    assert_eq!(read, format!("{}…", "x".repeat(LONGEST_TEXT - 1)));
}

/// What is wrong with a record after the usual beginning.
fn damage(record: &[u8]) -> Option<Damage> {
    let mut trace = encoder().take();
    let beginning = trace.len();
    trace.extend(record);
    match records(&trace) {
        Ok(_) => None,
        Err(FormatError::Damaged { at, damage }) => {
            assert!(at >= beginning);
            Some(damage)
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn what_cannot_have_been_written_is_refused_and_said_why() {
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    let with = |tag: u8, rest: &[u8]| [&[tag], rest].concat();
    let expected = [
        (vec![0xff], Some(Damage::Tag(0xff))),
        (with(0x13, &[0xff; 11]), Some(Damage::Number)),
        (with(0x13, &[0x80, 0x00]), Some(Damage::Number)),
        (with(0x15, &huge), Some(Damage::Number)),
        (with(0x04, &huge), Some(Damage::Number)),
        (with(0x0c, &huge), Some(Damage::Number)),
        (with(0x01, &huge), Some(Damage::Length)),
        (with(0x01, &[2, 0xff, 0xff]), Some(Damage::Utf8)),
        (with(0x02, &[0xad, 0x02, 1, 1, 0]), Some(Damage::Text)),
        (with(0x02, &[1, 1, 0xad, 0x02, 0]), Some(Damage::Text)),
        (with(0x02, &[1, 1, 1, 2]), Some(Damage::Value)),
        (with(0x03, &[3, 1]), Some(Damage::Stack)),
        (with(0x03, &[2, 2]), Some(Damage::Place)),
        (with(0x06, &[3, 0x10]), Some(Damage::Stack)),
        (with(0x0b, &[3, 0x10]), Some(Damage::Stack)),
        (with(0x07, &[0xad, 0x02, 0x10]), Some(Damage::Text)),
        (with(0x09, &[1, 0xad, 0x02]), Some(Damage::Text)),
        (vec![0x06, 1, 0x05, 1, 0x10], Some(Damage::Details)),
        (vec![0x06, 1, 0x0c, 1, 0x10], Some(Damage::Details)),
        (vec![0x06, 1, 0x06, 1, 0x10], Some(Damage::Details)),
        (vec![0x07, 1, 0x06, 1, 0x10], Some(Damage::Details)),
        ([&with(0x05, &huge)[..], &[0x05, 1]].concat(), Some(Damage::Clock)),
        (with(0x31, &[1, 4]), Some(Damage::Value)),
        (with(0x39, &[1, 7]), Some(Damage::Value)),
        (with(0x5a, &[1, 5]), Some(Damage::Value)),
        (with(0x5e, &[1, 1, 3]), Some(Damage::Value)),
        (vec![0x3b, 0x10], Some(Damage::BehindFull)),
        (vec![0x06, 1, 0x07, 1, 0x08, 1, 0x0a, 1, 0x0b, 1, 0x10], None),
        (with(0x04, &[0xff, 0xff, 0xff, 0xff, 0x0f]), None),
        (with(0x0c, &[0xff, 0xff, 0xff, 0xff, 0x0f]), None),
        (vec![0x3b], None),
    ];
    for (record, damage_expected) in expected {
        assert_eq!(damage(&record), damage_expected, "{record:x?}");
    }
}
