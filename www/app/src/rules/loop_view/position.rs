//! Where in a trace the reader is, and where the next press of a button leads.

use asyncio101::replay::Replay;

/// How far one press of Step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// To the next turn of the loop.
    Turn,
    /// To the next callback.
    #[default]
    Callback,
    /// To the next time another task runs.
    Switch,
    /// To the next line of the program, where lines were recorded.
    Line,
    /// To the next event.
    Event,
}

impl Unit {
    /// All of them, from the longest way to the shortest.
    pub const ALL: [Unit; 5] = [Unit::Turn, Unit::Switch, Unit::Callback, Unit::Line, Unit::Event];

    /// How the unit is written in a document.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Turn => "turn",
            Unit::Callback => "callback",
            Unit::Switch => "switch",
            Unit::Line => "line",
            Unit::Event => "event",
        }
    }

    /// Reads what [`Unit::name`] wrote.
    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The steps to stop at; `None` if that is every one. So it is, too, where there are no such steps: a
    /// program of generators has no callbacks.
    fn stops(self, replay: &Replay) -> Option<&[usize]> {
        let stops = match self {
            Unit::Turn => &replay.stops().turns,
            Unit::Callback => &replay.stops().callbacks,
            Unit::Switch => &replay.stops().switches,
            Unit::Line => &replay.stops().lines,
            Unit::Event => return None,
        };
        (!stops.is_empty()).then_some(stops)
    }

    /// Whether a trace has such steps.
    pub fn is_in(self, replay: &Replay) -> bool {
        self != Unit::Line || !replay.stops().lines.is_empty()
    }

    /// The next stop after `step`; `None` behind the last.
    pub fn next(self, replay: &Replay, step: usize) -> Option<usize> {
        match self.stops(replay) {
            Some(stops) => Replay::next(stops, step),
            None => Some(step + 1).filter(|next| *next <= replay.len()),
        }
    }

    /// The stop before `step`; the beginning if there is none.
    pub fn previous(self, replay: &Replay, step: usize) -> usize {
        match self.stops(replay) {
            Some(stops) => Replay::previous(stops, step).unwrap_or(0),
            None => step.saturating_sub(1),
        }
    }

    /// The stop at or before `step`: where a slider that is let go there comes to rest. Both ends are stops.
    pub fn at_or_before(self, replay: &Replay, step: usize) -> usize {
        if step >= replay.len() { replay.len() } else { self.previous(replay, step + 1) }
    }
}

/// How fast a recording plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A stop every two seconds.
    Slow,
    /// One every second.
    #[default]
    Normal,
    /// Three every second.
    Fast,
    /// Twelve every second.
    Fastest,
}

impl Speed {
    /// All of them.
    pub const ALL: [Speed; 4] = [Speed::Slow, Speed::Normal, Speed::Fast, Speed::Fastest];

    /// From one stop to the next, in milliseconds.
    pub fn interval_ms(self) -> u32 {
        match self {
            Speed::Slow => 2_000,
            Speed::Normal => 1_000,
            Speed::Fast => 333,
            Speed::Fastest => 83,
        }
    }

    /// How the speed is written, for a reader and in a document.
    pub fn name(self) -> &'static str {
        match self {
            Speed::Slow => "½×",
            Speed::Normal => "1×",
            Speed::Fast => "3×",
            Speed::Fastest => "12×",
        }
    }

    /// Reads what [`Speed::name`] wrote.
    pub fn from_name(name: &str) -> Option<Speed> {
        Speed::ALL.into_iter().find(|speed| speed.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use asyncio101::selector::Time;
    use asyncio101::trace::{Details, Event, GeneratorEvent, Recorder};

    use super::super::tests::two_tasks;
    use super::*;

    #[test]
    fn where_there_is_no_loop_every_event_is_a_stop() {
        let recorder = Recorder::new(|| Time(0.0));
        for what in [GeneratorEvent::Created, GeneratorEvent::Resumed, GeneratorEvent::Yielded] {
            recorder.record(Event::Generator(1, what), Details::NONE);
        }
        let replay = Replay::read(recorder.take()).unwrap();
        assert_eq!(Unit::Callback.next(&replay, 0), Some(1));
        assert_eq!(Unit::Callback.previous(&replay, 3), 2);
    }

    #[test]
    fn every_unit_leads_from_the_beginning_to_its_last_stop_and_back() {
        let replay = Replay::read(two_tasks()).unwrap();
        for unit in Unit::ALL.into_iter().filter(|unit| unit.is_in(&replay)) {
            let mut there = vec![0];
            while let Some(next) = unit.next(&replay, *there.last().unwrap()) {
                there.push(next);
            }
            let mut back = vec![*there.last().unwrap()];
            while *back.last().unwrap() > 0 {
                back.push(unit.previous(&replay, *back.last().unwrap()));
            }
            back.reverse();
            assert_eq!(there, back, "{unit:?}");
            assert!(there.len() > 2, "{unit:?}");
        }
    }

    #[test]
    fn a_slider_rests_at_a_stop_or_at_an_end() {
        let replay = Replay::read(two_tasks()).unwrap();
        let first = replay.stops().callbacks[0];
        assert_eq!(Unit::Callback.at_or_before(&replay, first - 1), 0);
        assert_eq!(Unit::Callback.at_or_before(&replay, first), first);
        assert_eq!(Unit::Callback.at_or_before(&replay, first + 1), first);
        assert_eq!(Unit::Callback.at_or_before(&replay, replay.len()), replay.len());
        assert_eq!(Unit::Event.at_or_before(&replay, 7), 7);
    }

    #[test]
    fn units_and_speeds_are_known_by_their_names() {
        assert!(Unit::ALL.into_iter().all(|unit| Unit::from_name(unit.name()) == Some(unit)));
        assert!(Speed::ALL.into_iter().all(|speed| Speed::from_name(speed.name()) == Some(speed)));
    }
}
