//! From bytes to text: which encoding a spreadsheet program saved the file in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text without its byte order mark.
pub(crate) struct Decoded {
    /// The text; bytes that mean nothing in the encoding are U+FFFD.
    pub text: String,
    /// The encoding's usual name.
    pub encoding: &'static str,
}

/// How many bytes are looked at to tell UTF-16 without a mark from other text.
const LOOKED_AT: usize = 2_048;

/// Decodes by byte order mark; else as UTF-8 where the bytes are valid UTF-8; else as UTF-16 where
/// every second byte is mostly 0; else as Windows-1252, which spreadsheets in western Europe write
/// and in which any byte is a character.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => guess(bytes),
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name() }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let zeros_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let mostly = head.len() / 4;
    if mostly > 0 && zeros_at(1) > mostly {
        return UTF_16LE;
    }
    if mostly > 0 && zeros_at(0) > mostly {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str) {
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("naam;Luttich é€", encoding));
    }

    #[test]
    fn files_are_read_as_programs_save_them() {
        let text = "naam;Luttich é€";
        let utf16 = |mark: bool, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(order).collect()
        };
        check(text.as_bytes(), "UTF-8");
        check(format!("\u{feff}{text}").as_bytes(), "UTF-8");
        check(&utf16(true, u16::to_le_bytes), "UTF-16LE");
        check(&utf16(true, u16::to_be_bytes), "UTF-16BE");
        check(&utf16(false, u16::to_le_bytes), "UTF-16LE");
        check(&utf16(false, u16::to_be_bytes), "UTF-16BE");
        check(b"naam;Luttich \xe9\x80", "windows-1252");
    }
}
