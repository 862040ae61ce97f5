//! The macro that makes of the table in `trace/event.rs` what follows from it: the enum, how an event is written
//! and read, and for the tests one event of every row.
//!
//! The table is read twice: once for the enum, and once row by row, which gathers a list of all records:
//! `{ tag [fields] => pattern }`. A pattern of a record is also the expression that makes it.

/// Declares the events: see [`Event`](crate::trace::Event).
macro_rules! events {
    (
        $(#[$about:meta])*
        pub enum $Event:ident {
            $( $(#[$doc:meta])* $name:ident $( ( $($field:ident : $type:ty),+ ) )? = $records:tt; )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum $Event {
            $( $(#[$doc])* $name $( ( $($type),+ ) )?, )+
        }

        $crate::trace::format::events! {
            @rows $Event [ $( $name [ $( $($field),+ )? ] $records; )+ ] []
        }
    };

    // An event with one record, without fields or with them.
    (@rows $Event:ident [ $name:ident [] $tag:literal; $($rest:tt)* ] [ $($records:tt)* ]) => {
        $crate::trace::format::events! {
            @rows $Event [ $($rest)* ] [ $($records)* { $tag [] => $Event::$name } ]
        }
    };
    (@rows $Event:ident [ $name:ident [ $($field:ident),+ ] $tag:literal; $($rest:tt)* ] [ $($records:tt)* ]) => {
        $crate::trace::format::events! {
            @rows $Event [ $($rest)* ]
            [ $($records)* { $tag [ $($field),+ ] => $Event::$name($($field),+) } ]
        }
    };
    // One with several.
    (
        @rows $Event:ident
        [ $name:ident $fields:tt { $( $tag:literal $parts:tt => $form:tt; )+ }; $($rest:tt)* ]
        [ $($records:tt)* ]
    ) => {
        $crate::trace::format::events! {
            @rows $Event [ $($rest)* ] [ $($records)* $( { $tag $parts => $Event::$name $form } )+ ]
        }
    };

    // All records are there.
    (@rows $Event:ident [] [ $( { $tag:literal [ $($part:ident),* ] => $($form:tt)+ } )+ ]) => {
        impl $Event {
            /// Writes its tag and its fields.
            pub(in crate::trace) fn write(self, to: &mut $crate::trace::format::Encoder) {
                match self {
                    $( $($form)+ => {
                        to.tag($tag);
                        $( to.field($part); )*
                    } )+
                }
            }

            /// Reads the fields of the event with a tag.
            #[deny(unreachable_patterns, reason = "every tag is one event's")]
            pub(in crate::trace) fn read(
                tag: u8,
                from: &mut $crate::trace::format::Reader<'_>,
            ) -> Result<Self, $crate::trace::format::Stop> {
                match tag {
                    $( $tag => {
                        $( let $part = from.field()?; )*
                        Ok($($form)+)
                    } )+
                    _ => Err($crate::trace::format::Damage::Tag(tag).into()),
                }
            }

            /// So many events of every record there is, with the tag of each: their fields have the values that are
            /// most likely to go wrong.
            #[cfg(test)]
            pub(in crate::trace) fn samples(each: usize) -> Vec<(u8, Self)> {
                let mut samples = Vec::new();
                for number in 0..each {
                    $( {
                        let mut _nth = number..;
                        $( let $part = $crate::trace::format::Extreme::nth(_nth.next().unwrap_or_default()); )*
                        samples.push(($tag, $($form)+));
                    } )+
                }
                samples
            }
        }
    };
}

pub(in crate::trace) use events;
