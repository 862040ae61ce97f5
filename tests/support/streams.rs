//! What programs in Rust do with streams and datagrams: the same on every network.

use std::net::SocketAddr;
use std::rc::Rc;

use asyncio101::net::{TcpListener, TcpStream, UdpSocket};
use asyncio101::rust::create_task;
use asyncio101::{EventLoop, Exception};
use futures_lite::io::{AsyncReadExt, AsyncWriteExt};

/// Calls `$each!` with the names of all scenarios.
macro_rules! for_each_stream_scenario {
    ($each:ident) => {
        $each! {
            megabytes_go_both_ways
            the_end_of_one_direction_is_not_that_of_the_other
            nobody_listens
            who_is_cancelled_accepts_nobody
            one_task_reads_while_another_writes
            datagrams_keep_their_borders
            futures_traits_work
            an_address_is_free_again
        }
    };
}

fn anywhere() -> SocketAddr {
    ([127, 0, 0, 1], 0).into()
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 7 % 251) as u8).collect()
}

/// Both ends of a connection.
async fn connection() -> Result<(TcpStream, TcpStream), Exception> {
    let listener = TcpListener::bind(anywhere())?;
    let address = listener.local_address()?;
    let accepted = create_task(async move { listener.accept().await.map(|(stream, _)| Rc::new(stream)) })?;
    let client = TcpStream::connect(address).await?;
    let server = accepted.await?;
    Ok((client, Rc::into_inner(server).expect("the task is over")))
}

pub(crate) fn megabytes_go_both_ways(event_loop: &EventLoop) {
    let length = 3 << 20;
    let received = event_loop.run_until_complete(async move {
        let (client, server) = connection().await?;
        let echo = create_task(async move {
            let mut buffer = [0; 5000];
            loop {
                match server.read(&mut buffer).await? {
                    0 => return Ok(()),
                    length => server.write_all(&buffer[..length]).await?,
                }
            }
        })?;
        let client = Rc::new(client);
        let writer = client.clone();
        let write = create_task(async move {
            writer.write_all(&pattern(length)).await?;
            writer.shutdown(std::net::Shutdown::Write)
        })?;
        let mut received = Vec::new();
        client.read_to_end(&mut received).await?;
        write.await?;
        echo.await?;
        Ok(received)
    });
    assert!(received.unwrap() == pattern(length));
}

pub(crate) fn the_end_of_one_direction_is_not_that_of_the_other(event_loop: &EventLoop) {
    let heard = event_loop.run_until_complete(async {
        let (client, server) = connection().await?;
        client.write_all(b"all I have to say").await?;
        client.shutdown(std::net::Shutdown::Write)?;
        let mut said = Vec::new();
        server.read_to_end(&mut said).await?;
        server.write_all(b"heard: ").await?;
        server.write_all(&said).await?;
        drop(server);
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).await?;
        Ok(String::from_utf8(heard).unwrap())
    });
    assert_eq!(heard.unwrap(), "heard: all I have to say");
}

pub(crate) fn nobody_listens(event_loop: &EventLoop) {
    let refused = event_loop.run_until_complete(async {
        let gone = TcpListener::bind(anywhere())?.local_address()?;
        TcpStream::connect(gone).await.map(drop)
    });
    assert_eq!(refused.unwrap_err().to_string(), "Connection refused");
}

pub(crate) fn who_is_cancelled_accepts_nobody(event_loop: &EventLoop) {
    let outcome = event_loop.run_until_complete(async {
        let listener = Rc::new(TcpListener::bind(anywhere())?);
        let address = listener.local_address()?;
        let (first, second) = (listener.clone(), listener.clone());
        let cancelled = create_task(async move { first.accept().await.map(drop) })?;
        asyncio101::sleep(0.0).await?;
        let refused = create_task(async move { second.accept().await.map(drop) })?;
        let refused = refused.await.unwrap_err().to_string();
        cancelled.cancel();
        let was_cancelled = cancelled.await.unwrap_err().is_cancelled();
        // It comes to whoever asks next.
        let client = TcpStream::connect(address).await?;
        let (server, from) = listener.accept().await?;
        Ok((refused, was_cancelled, from == client.local_address()?, server.peer_address()? == from))
    });
    let refused = "another task is waiting for this socket already".to_owned();
    assert_eq!(outcome.unwrap(), (refused, true, true, true));
}

pub(crate) fn one_task_reads_while_another_writes(event_loop: &EventLoop) {
    let words = event_loop.run_until_complete(async {
        let (client, server) = connection().await?;
        let client = Rc::new(client);
        let reader = client.clone();
        let reading = create_task(async move {
            let mut buffer = [0; 16];
            let length = reader.read(&mut buffer).await?;
            Ok(buffer[..length].to_vec())
        })?;
        asyncio101::sleep(0.0).await?;
        client.write_all(b"ping").await?;
        let mut buffer = [0; 16];
        let length = server.read(&mut buffer).await?;
        server.write_all(&buffer[..length].to_ascii_uppercase()).await?;
        reading.await
    });
    assert_eq!(words.unwrap(), b"PING");
}

pub(crate) fn datagrams_keep_their_borders(event_loop: &EventLoop) {
    let received = event_loop.run_until_complete(async {
        let (one, other) = (UdpSocket::bind(anywhere())?, UdpSocket::bind(anywhere())?);
        for word in [&b"three"[..], b"", b"words"] {
            one.send_to(word, other.local_address()?).await?;
        }
        let (mut buffer, mut received) = ([0; 4], Vec::new());
        for _ in 0..3 {
            let (length, from) = other.recv_from(&mut buffer).await?;
            received.push((buffer[..length].to_vec(), from == one.local_address()?));
        }
        Ok(received)
    });
    let expected = [&b"thre"[..], b"", b"word"].map(|word| (word.to_vec(), true));
    assert_eq!(received.unwrap(), expected);
}

pub(crate) fn futures_traits_work(event_loop: &EventLoop) {
    let line = event_loop.run_until_complete(async {
        let (mut client, mut server) = connection().await?;
        let write = create_task(async move {
            AsyncWriteExt::write_all(&mut server, &pattern(1 << 20)).await?;
            server.close().await?;
            Ok(())
        })?;
        let mut all = Vec::new();
        AsyncReadExt::read_to_end(&mut client, &mut all).await?;
        write.await?;
        Ok(all)
    });
    assert!(line.unwrap() == pattern(1 << 20));
}

pub(crate) fn an_address_is_free_again(event_loop: &EventLoop) {
    let addresses = event_loop.run_until_complete(async {
        let listener = TcpListener::bind(anywhere())?;
        let address = listener.local_address()?;
        let taken = TcpListener::bind(address).map(drop).unwrap_err().to_string();
        drop(listener);
        Ok((taken, TcpListener::bind(address)?.local_address()? == address))
    });
    assert_eq!(addresses.unwrap(), ("Address already in use".to_owned(), true));
}
