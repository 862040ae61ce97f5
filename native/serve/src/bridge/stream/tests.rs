//! A host that does not answer, on a clock that jumps when nothing else happens. Nobody else's answer is waited for here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use asyncio101_wisp::{Packet, Reason};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::{Carried, Control, Stream, Upward};
use crate::bridge::limits;

/// Somebody who listens and accepts nobody: what the system accepts in his place is all taken.
struct Deaf {
    address: SocketAddr,
    _listener: TcpListener,
    _accepted: Vec<TcpStream>,
}

impl Deaf {
    async fn listens() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut accepted = Vec::new();
        while let Ok(connection) = timeout(Duration::from_secs(1), TcpStream::connect(address)).await {
            accepted.push(connection.unwrap());
        }
        Self { address, _listener: listener, _accepted: accepted }
    }
}

/// A stream that somebody has asked for, and what he has of it.
struct Asked {
    packets: mpsc::Sender<Upward>,
    told: mpsc::Receiver<Message>,
    control: Arc<Control>,
    stream: JoinHandle<Carried>,
}

impl Asked {
    fn for_one_to(address: SocketAddr) -> Self {
        let (packets, received) = mpsc::channel(limits::QUEUE);
        let (outgoing, told) = mpsc::channel(limits::OUTGOING);
        let control = Arc::new(Control::new(Some(16)));
        let stream = Stream {
            number: 7,
            destination: address.to_string().parse().unwrap(),
            listed: Arc::new([]),
            packets: received,
            outgoing,
            control: control.clone(),
            is_half_closed: true,
        };
        let stream = tokio::spawn(stream.run("127.0.0.1:1".parse().unwrap()));
        Self { packets, told, control, stream }
    }
}

#[tokio::test(start_paused = true)]
async fn who_does_not_answer_in_time_is_given_up() {
    let deaf = Deaf::listens().await;
    let mut asked = Asked::for_one_to(deaf.address);
    let began = Instant::now();
    let told = asked.told.recv().await.unwrap().into_data();
    assert_eq!(Packet::read(&told), Ok(Packet::Close { stream: 7, reason: Reason::TimedOut }));
    assert_eq!(began.elapsed(), limits::CONNECTING);
    // The page may have sent all that its credit allows.
    assert!(asked.packets.is_closed() || asked.packets.try_send(Upward::End).is_ok());
    let carried = asked.stream.await.unwrap();
    assert_eq!((carried.there, carried.back), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn whoever_no_longer_waits_is_told_nothing() {
    let deaf = Deaf::listens().await;
    for give_up in [Control::close, Control::abort] {
        let mut asked = Asked::for_one_to(deaf.address);
        let began = Instant::now();
        // It is connecting: nothing happens in a second.
        assert!(timeout(Duration::from_secs(1), asked.told.recv()).await.is_err());
        give_up(&asked.control);
        assert_eq!(asked.told.recv().await, None);
        asked.stream.await.unwrap();
        assert_eq!(began.elapsed(), Duration::from_secs(1));
    }
}
