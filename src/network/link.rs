//! How long things take between two ends, and what is lost on the way.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;
use std::time::Duration;

/// What a network inside the process does to what travels through it. By default nothing: everything arrives at once.
///
/// It is written as on the command line:
///
/// ```
/// use asyncio101::network::Link;
/// use std::time::Duration;
///
/// let link: Link = "latency=50ms,jitter=20ms,bandwidth=1MB/s,loss=1%".parse()?;
/// assert_eq!(link.latency, Duration::from_millis(50));
/// assert_eq!(link.to_string(), "latency=50ms,jitter=20ms,bandwidth=1MB/s,loss=1%");
/// # Ok::<(), asyncio101::network::LinkError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Link {
    /// How long everything is on its way, in one direction.
    pub latency: Duration,
    /// How much longer at most. How much it is follows from chance; what a stream carries stays in order all the same.
    pub jitter: Duration,
    /// How many bytes a second a connection carries in one direction.
    pub bandwidth: Option<NonZeroU64>,
    /// Of so many datagrams one is lost: from 0, none, to 1, all.
    pub loss: f64,
    /// Of so many datagrams one is overtaken by the next: it takes twice as long. From 0 to 1.
    pub reordering: f64,
}

impl Link {
    /// Whether everything arrives, and at once.
    #[must_use]
    pub fn is_perfect(&self) -> bool {
        *self == Self::default()
    }
}

/// What a setting of a link is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// There is no such setting.
    Unknown(String),
    /// It is no time.
    Time(String),
    /// It is no bandwidth.
    Bandwidth(String),
    /// It is no share.
    Share(String),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(setting) => write!(
                f,
                "unknown setting of a network '{setting}': known are latency=50ms, jitter=20ms, bandwidth=1MB/s, loss=1% and reordering=1%"
            ),
            Self::Time(given) => write!(f, "'{given}' is no time: write it as 50ms, 200us or 1.5s"),
            Self::Bandwidth(given) => {
                write!(f, "'{given}' is no bandwidth: write it as 500B/s, 64kB/s or 1MB/s")
            }
            Self::Share(given) => write!(f, "'{given}' is no share: write it as 1%, from 0% to 100%"),
        }
    }
}

impl std::error::Error for LinkError {}

/// Units of time, in nanoseconds; the longer names first.
const TIMES: [(&str, f64); 4] = [("ms", 1e6), ("us", 1e3), ("ns", 1.0), ("s", 1e9)];

/// Units of bandwidth, in bytes a second; the longer names first.
const BANDWIDTHS: [(&str, f64); 4] = [("kB/s", 1e3), ("MB/s", 1e6), ("GB/s", 1e9), ("B/s", 1.0)];

/// A number with one of these units, that is neither negative nor endless.
fn quantity(given: &str, units: &[(&str, f64)]) -> Option<f64> {
    let (number, unit) = units.iter().find_map(|(name, unit)| Some((given.strip_suffix(name)?, unit)))?;
    let number: f64 = number.trim().parse().ok()?;
    (number >= 0.0 && number.is_finite()).then_some(number * unit)
}

fn time(given: &str) -> Result<Duration, LinkError> {
    let nanoseconds = quantity(given, &TIMES).filter(|nanoseconds| *nanoseconds <= 3600e9);
    Ok(Duration::from_nanos(nanoseconds.ok_or_else(|| LinkError::Time(given.to_owned()))?.round() as u64))
}

fn bandwidth(given: &str) -> Result<NonZeroU64, LinkError> {
    let bytes = quantity(given, &BANDWIDTHS).map(|bytes| bytes.round() as u64);
    bytes.and_then(NonZeroU64::new).ok_or_else(|| LinkError::Bandwidth(given.to_owned()))
}

fn share(given: &str) -> Result<f64, LinkError> {
    let share = quantity(given, &[("%", 0.01)]).filter(|share| *share <= 1.0);
    share.ok_or_else(|| LinkError::Share(given.to_owned()))
}

impl FromStr for Link {
    type Err = LinkError;

    /// Reads settings with commas between them. None at all is a perfect link.
    fn from_str(settings: &str) -> Result<Self, LinkError> {
        let mut link = Self::default();
        for setting in settings.split(',').map(str::trim).filter(|setting| !setting.is_empty()) {
            let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
            match name {
                "latency" => link.latency = time(value)?,
                "jitter" => link.jitter = time(value)?,
                "bandwidth" => link.bandwidth = Some(bandwidth(value)?),
                "loss" => link.loss = share(value)?,
                "reordering" => link.reordering = share(value)?,
                _ => return Err(LinkError::Unknown(setting.to_owned())),
            }
        }
        Ok(link)
    }
}

/// The largest unit in which the number has no fraction, or the smallest.
fn with_unit(amount: f64, units: &[(&str, f64)]) -> String {
    let largest_first = || {
        let mut units = units.to_vec();
        units.sort_by(|a, b| b.1.total_cmp(&a.1));
        units
    };
    let units = largest_first();
    let whole = units.iter().find(|(_, unit)| amount >= *unit && amount % unit == 0.0);
    let (name, unit) = whole.or(units.last()).copied().unwrap_or(("", 1.0));
    format!("{}{name}", amount / unit)
}

/// As it is read.
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |name: &str, time: Duration| {
            (!time.is_zero()).then(|| format!("{name}={}", with_unit(time.as_nanos() as f64, &TIMES)))
        };
        let share = |name: &str, share: f64| {
            (share > 0.0).then(|| format!("{name}={}%", (share * 1e8).round() / 1e6))
        };
        let bandwidth =
            self.bandwidth.map(|bytes| format!("bandwidth={}", with_unit(bytes.get() as f64, &BANDWIDTHS)));
        let settings = [
            time("latency", self.latency),
            time("jitter", self.jitter),
            bandwidth,
            share("loss", self.loss),
            share("reordering", self.reordering),
        ];
        f.write_str(&settings.into_iter().flatten().collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_are_written() {
        for settings in [
            "",
            "latency=50ms",
            "latency=1s,jitter=1us",
            "bandwidth=64kB/s",
            "bandwidth=1500B/s,loss=0.5%,reordering=100%",
        ] {
            assert_eq!(settings.parse::<Link>().unwrap().to_string(), settings);
        }
        assert_eq!(" latency=0.05s , ".parse::<Link>().unwrap().to_string(), "latency=50ms");
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_what_would() {
        for settings in [
            "latency",
            "latency=50",
            "latency=-1ms",
            "latency=infs",
            "latency=2e9s",
            "bandwidth=0B/s",
            "bandwidth=1MB",
            "loss=1",
            "loss=101%",
            "delay=1s",
        ] {
            let error = settings.parse::<Link>().unwrap_err().to_string();
            assert!(error.contains("50ms") || error.contains("1MB/s") || error.contains("1%"), "{error}");
        }
    }
}
