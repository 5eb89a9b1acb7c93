//! The server is killed in the middle of a stream of answers. Everything that it
//! acknowledged must be there afterwards, on both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use earshot_domain::receipt::Receipt;
use earshot_server::settings::DataArgs;
use earshot_testkit::{on_postgres, on_sqlite};

/// Phones that send at the same time.
const PHONES: usize = 8;

/// Answers that are acknowledged before the server is killed.
const ENOUGH: usize = 60;

/// A server in a process of its own.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(folder: &Path, database_url: Option<&str>) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
    if let Some(url) = database_url {
        command.args(["--database-url", url]);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines
        .find_map(|line| line.unwrap().strip_prefix("Earshot is listening on http://").map(str::to_string))
        .unwrap();
    // Whoever prints must not stop because nobody reads.
    std::thread::spawn(move || lines.for_each(drop));
    Server { child, address }
}

/// Sends one answer; gives the four words if it was acknowledged.
fn send(address: &str, key: &str) -> Option<String> {
    let body = format!(
        r#"{{"key":"{key}","answers":{{"where":{{"one":"home"}},"wish":{{"words":"answer {key}"}}}},"words_consent":"yes","started_on":"2026-01-01"}}"#
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    write!(
        stream,
        "POST /c/free-time/send HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).ok()?;
    let (head, json) = reply.split_once("\r\n\r\n")?;
    if !head.starts_with("HTTP/1.1 200") {
        return None;
    }
    let words: serde_json::Value = serde_json::from_str(json.trim()).ok()?;
    let words: Vec<&str> = words["words"].as_array()?.iter().filter_map(|word| word.as_str()).collect();
    (words.len() == 4).then(|| words.join(" "))
}

async fn nothing_acknowledged_is_lost(folder: &Path, database_url: Option<&str>) {
    let mut server = start(folder, database_url);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::new(AtomicUsize::new(0));
    let phones: Vec<_> = (0..PHONES)
        .map(|phone| {
            let (address, acknowledged, count) =
                (server.address.clone(), acknowledged.clone(), count.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    let Some(words) = send(&address, &format!("{phone:08x}{n:024x}")) else { return };
                    acknowledged.lock().unwrap().push(words);
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let patience = Instant::now() + Duration::from_mins(1);
    while count.load(Ordering::Relaxed) < ENOUGH && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(5));
    }
    // SIGKILL: no time to tidy up.
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    for phone in phones {
        phone.join().unwrap();
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() >= ENOUGH, "only {} answers were sent", acknowledged.len());

    let data = DataArgs {
        data: folder.to_path_buf(),
        database_url: database_url.map(str::to_string),
        secret_file: None,
    };
    let earshot = data.earshot().await.unwrap();
    for words in &acknowledged {
        let mine = earshot.mine(&Receipt::parse(words).unwrap()).await;
        assert!(mine.is_ok_and(|mine| mine.answers.len() == 2), "an acknowledged answer is lost");
    }
    // And what was killed starts again.
    drop(start(folder, database_url));
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    on_sqlite(|database| async move {
        let folder = database.folder().unwrap().join("served");
        nothing_acknowledged_is_lost(&folder, None).await;
    })
    .await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_postgres() {
    on_postgres(|database| async move {
        let url = database.url().unwrap();
        let folder = std::env::temp_dir().join(url.rsplit('/').next().unwrap());
        nothing_acknowledged_is_lost(&folder, Some(&url)).await;
        std::fs::remove_dir_all(folder).unwrap();
    })
    .await;
}
