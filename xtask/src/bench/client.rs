//! A browser's half of HTTP/1.1, and nothing more of it than a measurement needs: one connection that is kept,
//! one request after the other, no library whose cost would be measured along.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// A request, ready to be sent again and again.
pub(super) struct Request(Vec<u8>);

impl Request {
    /// A page.
    pub(super) fn get(path: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\n\r\n").into_bytes())
    }

    /// A page or a file, as small as the server makes it for a browser.
    pub(super) fn get_small(path: &str) -> Self {
        let accept = "Accept: text/html\r\nAccept-Encoding: br";
        Self(format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{accept}\r\n\r\n").into_bytes())
    }

    /// JSON, as the phone's bundle sends it from our own page.
    pub(super) fn json(path: &str, body: &str) -> Self {
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nSec-Fetch-Site: same-origin\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len(),
            )
            .into_bytes(),
        )
    }
}

/// The server asks for no certain name, but the form's origin must be the page's.
const HOST: &str = "localhost";

/// What came back.
pub(super) struct Answer {
    status: u16,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A page that was refused is quickly made and would look like a fast one.
    pub(super) fn must_be_good(&self, what: &str) -> Result<()> {
        if !(200..400).contains(&self.status) {
            let text = String::from_utf8_lossy(&self.body);
            let start: String = text.chars().take(400).collect();
            bail!("{what} was answered with {}: {start}", self.status);
        }
        Ok(())
    }
}

/// A kept connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects; small requests leave at once.
    pub(super) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends one request and reads all of its answer.
    pub(super) fn exchange(&mut self, request: &Request) -> Result<Answer> {
        self.stream.get_mut().write_all(&request.0)?;
        let status = self.line()?;
        let status =
            status.split(' ').nth(1).and_then(|code| code.parse().ok()).context("not an HTTP answer")?;
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse::<usize>()?);
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = self.line()?;
                let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
                self.read(size, &mut body)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else {
            self.read(length.context("an answer without a length")?, &mut body)?;
        }
        Ok(Answer { status, body })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self, length: usize, into: &mut Vec<u8>) -> Result<()> {
        let before = into.len();
        into.resize(before + length, 0);
        self.stream.read_exact(&mut into[before..])?;
        Ok(())
    }
}
