//! Naming by content and compressing, once for each content.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::Plain;
use crate::executable::Mode;

/// A file as it stands in the folder, and what it weighs.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The name pages ask for.
    pub(crate) logical: String,
    /// The name it is served under.
    file: String,
    /// Its size in bytes.
    raw: usize,
    /// The size of its brotli twin, where one is worth having.
    pub(crate) brotli: Option<usize>,
    /// The size of its gzip twin, likewise.
    gzip: Option<usize>,
}

/// Hexadecimal SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes the files, their twins and the manifest into `folder`, and takes away what is there from before.
pub(super) fn pack(files: Vec<Plain>, folder: &Path, cache: &Path, mode: Mode) -> Result<Vec<Packed>> {
    fs::create_dir_all(folder)?;
    fs::create_dir_all(cache)?;
    let mut packed = Vec::new();
    let mut current = BTreeSet::from(["manifest.json".to_owned()]);
    for Plain { logical, bytes } in files {
        let hash = hash(&bytes);
        let file = match logical.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem}-{}.{extension}", &hash[..10]),
            None => format!("{logical}-{}", &hash[..10]),
        };
        let mut twin =
            |extension: &str, compress: fn(&[u8], Mode) -> Result<Vec<u8>>| -> Result<Option<usize>> {
                if !shrinks(&logical) {
                    return Ok(None);
                }
                let cached = cache.join(format!("{hash}.{}.{extension}", mode.name()));
                let small = if let Ok(small) = fs::read(&cached) {
                    small
                } else {
                    let small = compress(&bytes, mode)?;
                    fs::write(&cached, &small)?;
                    small
                };
                // A twin that saves next to nothing costs the phone more than it gives.
                if small.len() + bytes.len() / 20 >= bytes.len() {
                    return Ok(None);
                }
                let name = format!("{file}.{extension}");
                write_if_new(&folder.join(&name), &small)?;
                current.insert(name);
                Ok(Some(small.len()))
            };
        let brotli = twin("br", brotli)?;
        let gzip = twin("gz", gzip)?;
        write_if_new(&folder.join(&file), &bytes)?;
        current.insert(file.clone());
        packed.push(Packed { logical, file, raw: bytes.len(), brotli, gzip });
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(|name| current.contains(name)) {
            fs::remove_file(entry.path()).with_context(|| entry.path().display().to_string())?;
        }
    }
    write_if_new(&folder.join("manifest.json"), manifest(&packed)?.as_bytes())?;
    Ok(packed)
}

/// A table for people: what each file weighs on the disk and on the wire.
pub(super) fn print_sizes(packed: &[Packed]) {
    println!("\n{:<36} {:>9} {:>9} {:>9}", "asset", "raw", "brotli", "gzip");
    let size = |size: Option<usize>| size.map_or_else(|| "-".to_owned(), |size| size.to_string());
    for file in packed {
        println!("{:<36} {:>9} {:>9} {:>9}", file.file, file.raw, size(file.brotli), size(file.gzip));
    }
    println!();
}

fn manifest(packed: &[Packed]) -> Result<String> {
    let files: serde_json::Map<String, serde_json::Value> = packed
        .iter()
        .map(|file| {
            let Packed { logical, file, raw, brotli, gzip } = file;
            (logical.clone(), json!({ "file": file, "raw": raw, "brotli": brotli, "gzip": gzip }))
        })
        .collect();
    Ok(serde_json::to_string_pretty(&files)? + "\n")
}

/// Leaves an equal file alone, so that cargo does not see a change where there is none.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// Text and WASM shrink; pictures and fonts are small already.
fn shrinks(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["css", "js", "wasm", "svg", "json", "webmanifest", "txt", "html", "xml", "ico"].contains(&extension)
}

fn brotli(bytes: &[u8], mode: Mode) -> Result<Vec<u8>> {
    let quality = match mode {
        Mode::Release => 11,
        Mode::Debug => 4,
    };
    // 2^22 bytes is the widest window that every browser's decoder must have.
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn gzip(bytes: &[u8], _: Mode) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("earshot-pack-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn a_file_is_named_by_its_content_and_its_twins_unfold_to_it() {
        let root = scratch("twins");
        let bytes = b"body { color: red }\n".repeat(40);
        let files = vec![
            Plain { logical: "respond.css".to_owned(), bytes: bytes.clone() },
            Plain { logical: "icon.png".to_owned(), bytes: vec![7; 400] },
        ];
        fs::create_dir_all(root.join("assets")).unwrap();
        fs::write(root.join("assets/left-0000000000.css"), "over").unwrap();

        let packed = pack(files, &root.join("assets"), &root.join("cache"), Mode::Release).unwrap();

        let file = &packed[0].file;
        assert_eq!(*file, format!("respond-{}.css", &hash(&bytes)[..10]));
        assert_eq!(fs::read(root.join("assets").join(file)).unwrap(), bytes);
        let mut plain = Vec::new();
        let twin = fs::read(root.join(format!("assets/{file}.br"))).unwrap();
        brotli::BrotliDecompress(&mut &twin[..], &mut plain).unwrap();
        assert_eq!(plain, bytes);
        assert_eq!(packed[0].brotli, Some(twin.len()));
        let twin = fs::read(root.join(format!("assets/{file}.gz"))).unwrap();
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&twin[..]), &mut plain).unwrap();
        assert_eq!(plain, bytes);
        assert_eq!(packed[1].brotli, None, "a picture has no twin");
        assert!(!root.join("assets/left-0000000000.css").exists(), "what is left over from before is gone");
        assert!(fs::read_to_string(root.join("assets/manifest.json")).unwrap().contains(file.as_str()));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn nothing_is_written_twice() {
        let root = scratch("twice");
        let files = || vec![Plain { logical: "a.txt".to_owned(), bytes: b"hello ".repeat(50) }];
        pack(files(), &root.join("assets"), &root.join("cache"), Mode::Debug).unwrap();
        let manifest = root.join("assets/manifest.json");
        let before = fs::metadata(&manifest).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        pack(files(), &root.join("assets"), &root.join("cache"), Mode::Debug).unwrap();
        assert_eq!(fs::metadata(&manifest).unwrap().modified().unwrap(), before);
        fs::remove_dir_all(root).unwrap();
    }
}
