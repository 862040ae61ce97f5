//! The network inside the process, in Turkish.

use super::{actor_name, beginning};
use crate::ids::Source;
use crate::replay::act::What;
use crate::replay::fact::{Actor, Came, Role, SocketFact, SocketName};
use crate::replay::say::english;
use crate::trace::{Loss, ResetReason};

/// What is watched, by its number.
#[must_use]
pub fn descriptor(source: Source) -> String {
    if let Some(number) = source.outside() {
        return format!("WebSocket {number}");
    }
    match source.inside() {
        Some(number) => format!("socket {number}"),
        None => format!("tanıtıcı {}", source.0),
    }
}

/// What is watched, by its number; a connection that nobody has accepted yet has none.
#[must_use]
pub fn socket(name: &SocketName) -> String {
    match name.source {
        Some(source) => descriptor(source),
        None => format!("{} adresinden gelen bağlantı", or_unnamed(&name.remote)),
    }
}

/// So many bytes, in a unit that suits them, with the decimal mark of Turkish.
#[must_use]
pub fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} byte"),
        _ => english::bytes(count).replace('.', ","),
    }
}

fn or_unnamed(address: &str) -> &str {
    if address.is_empty() { "adsız socket" } else { address }
}

/// What came to a socket, and who did that.
#[must_use]
pub fn came(came: &Came) -> String {
    let who = match (&came.by, came.line) {
        (Some(by), Some(line)) => format!("{}, {line}. satır", actor_name(by)),
        (Some(by), None) => actor_name(by),
        (None, _) => "öteki uç".to_owned(),
    };
    match came.what {
        What::Bytes(count) => format!("{} geldi; yazan: {who}", bytes(count)),
        What::Datagram(count) => format!("{} uzunluğunda bir datagram geldi; gönderen: {who}", bytes(count)),
        What::End => format!("akışın sonu geldi; artık yazmayan: {who}"),
        What::Reset(reason) => reset(reason).to_owned(),
        What::Call => format!("bağlanan var: {who}"),
        What::Answer => "bağlandı".to_owned(),
        What::Refusal => "orada dinleyen yok".to_owned(),
        What::Room => format!("yine yer var; okuyan: {who}"),
    }
}

/// Why a connection is over.
fn reset(reason: ResetReason) -> &'static str {
    match reason {
        ResetReason::Unread => "öteki uç, içinde okunmamış veri varken kapatıldı",
        ResetReason::Abort => "öteki uç bağlantıyı kesti",
        ResetReason::Gone => "kapalı olan öteki uca bir şey gönderildi",
        ResetReason::NotAccepted => "dinleyen, onu kabul etmeden kapatıldı",
        ResetReason::GivenUp => "bağlanmak isteyen bu arada vazgeçmişti",
    }
}

pub(super) fn fact(by: Option<&Actor>, name: &SocketName, what: &SocketFact) -> String {
    let actor = by.map_or_else(|| "Ağ".to_owned(), beginning);
    let it = socket(name);
    let capital = english::capitalised(&it);
    match what {
        SocketFact::IsMade(false) => format!("{actor} bir socket açtı: {it}"),
        SocketFact::IsMade(true) => format!("{actor} datagram’lar için bir socket açtı: {it}"),
        SocketFact::HasAddress => format!("{capital}, adresi: {}", or_unnamed(&name.address)),
        SocketFact::Listens(most) => format!(
            "{capital} şu adreste dinliyor: {}; kabul edilmeyi en çok {most} bağlantı bekleyebilir",
            or_unnamed(&name.address)
        ),
        SocketFact::Calls => format!("{actor} bağlanmaya başladı: {it} → {}", or_unnamed(&name.remote)),
        SocketFact::IsCalled(from) => {
            format!("{capital}: {} adresinden gelen bir bağlantı kabul edilmeyi bekliyor", or_unnamed(from))
        }
        SocketFact::IsConnected if name.role == Role::Alone => format!("{capital} bir başkasına bağlandı"),
        SocketFact::IsConnected => format!("{capital} bağlandı: {}", or_unnamed(&name.remote)),
        SocketFact::IsRefused => {
            format!("{} adresinde dinleyen yok: {it} reddedildi", or_unnamed(&name.remote))
        }
        SocketFact::IsAccepted => {
            format!("{actor}, {} adresinden gelen bağlantıyı kabul etti: {it}", or_unnamed(&name.remote))
        }
        SocketFact::Sends { bytes: count, arrives_at: Some(there) } => {
            format!("{actor} {} gönderdi: {it} → {}", bytes(*count), socket(there))
        }
        SocketFact::Sends { bytes: count, arrives_at: None } => {
            format!("{actor} {} gönderdi: {it}; henüz yolda", bytes(*count))
        }
        SocketFact::Arrives(count) => format!("{} ulaştı: {it}", bytes(*count)),
        SocketFact::IsIgnored(count) => format!("{} ulaştı, ama artık okuyan yok: {it}", bytes(*count)),
        SocketFact::Reads(count) => format!("{actor} {} okudu: {it}", bytes(*count)),
        SocketFact::ReadsTheEnd => format!("{actor} akışın sonunu okudu: {it}"),
        SocketFact::Ends => format!("{capital} artık göndermiyor: Akışın sonu öteki uca gidiyor"),
        SocketFact::EndArrives => format!("Akışın sonu ulaştı: {it}"),
        SocketFact::IsReset(reason) => format!("{capital}, bağlantı koptu: {}", reset(*reason)),
        SocketFact::Closes => format!("{actor} kapattı: {it}"),
        SocketFact::SendsDatagram { bytes: count, to } if to.is_empty() => {
            format!("{actor} {} uzunluğunda bir datagram gönderdi: {it}", bytes(*count))
        }
        SocketFact::SendsDatagram { bytes: count, to } => {
            format!("{actor} {} uzunluğunda bir datagram gönderdi: {it} → {to}", bytes(*count))
        }
        SocketFact::DatagramArrives => format!("Bir datagram ulaştı: {it}"),
        SocketFact::LosesDatagram(Loss::OnTheWay) => {
            format!("Bir datagram yolda kayboldu, bundan kimsenin haberi olmaz: {it}")
        }
        SocketFact::LosesDatagram(Loss::NoRoom) => {
            format!("Bir datagram kayboldu, ulaştığı yerde ona yer yoktu: {it}")
        }
        SocketFact::LosesDatagram(Loss::Nobody) => {
            format!("Bir datagram kayboldu, ulaştığı yerde onu alacak kimse yoktu: {it}")
        }
    }
}

/// A socket was never closed, and what would have closed it.
pub(super) fn never_closed(name: &SocketName) -> String {
    let it = english::capitalised(&socket(name));
    match name.role {
        Role::Listener => format!(
            "{it} hiç kapatılmadı (dinlediği adres: {}): Sunucunun `async with`’i, sonunda onu kapatır",
            or_unnamed(&name.address)
        ),
        Role::Caller | Role::Called if !name.remote.is_empty() => format!(
            "{it} hiç kapatılmadı (öteki uç: {}): writer.close() çağırın, ardından await writer.wait_closed() yazın",
            name.remote
        ),
        _ => format!("{it} hiç kapatılmadı"),
    }
}

pub(super) fn buffers(name: &SocketName, count: u64, high_water: u64, is_paused: bool) -> String {
    let it = socket(name);
    match (count, is_paused) {
        (0, _) => format!("Transport, tamponundakilerin hepsini gönderdi: {it}"),
        (_, false) => format!("Transport’un tamponunda henüz gönderilemeyen {} var: {it}", bytes(count)),
        (_, true) if count <= high_water => format!(
            "Transport’un tamponunda henüz gönderilemeyen {} kaldı, yazanın durması hâlâ isteniyor: {it}",
            bytes(count)
        ),
        (_, true) => format!(
            "Transport’un tamponunda henüz gönderilemeyen {} var; {} sınırı aşıldı, yazanın durması isteniyor: {it}",
            bytes(count),
            bytes(high_water)
        ),
    }
}
