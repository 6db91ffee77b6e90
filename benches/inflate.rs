//! Decompression alone, one thread: the floor that a scan is measured against.
//!
//! `cargo run --release --example inflate -- FOLDER`

use libdeflater::Decompressor;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("give a folder of gzipped logs")?;
    let (mut decompressor, mut total, mut plain) = (Decompressor::new(), 0_usize, Vec::new());
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_some_and(|e| e == "gz") {
            let packed = std::fs::read(entry.path())?;
            let size = packed.last_chunk::<4>().map_or(0, |t| u32::from_le_bytes(*t)) as usize;
            plain.resize(plain.len().max(size), 0);
            total +=
                decompressor.gzip_decompress(&packed, &mut plain[..size]).map_err(|e| format!("{e:?}"))?;
        }
    }
    println!("{total} bytes");
    Ok(())
}
