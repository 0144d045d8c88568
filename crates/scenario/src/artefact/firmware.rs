//! A firmware image whose signature is wrong, and what its maker published about the right one.
//!
//! The image is a header, a payload and a signature block, each beginning with a line of text so that `strings` finds
//! it. The signature is random, so no key verifies it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::draw::Draw;
use super::size::FIRMWARE_BYTES;
use super::{Made, Making, mark};
use crate::format::Id;

/// Begins the file, as a real one would by its own.
const MAGIC: &[u8] = b"\x7fPARAAT-EXERCISE-FIRMWARE\n";

/// The image. It depends on nothing but the seed and what is visible in it, so that its digest is known before the
/// exercise has a clock.
pub(super) fn image(seed: u64, artefact: &Id, version: &str, signer: &str) -> Vec<u8> {
    let header = format!("version: {version}\nsigned-by: {signer}\npayload-bytes: {FIRMWARE_BYTES}\n\n");
    let signature = STANDARD.encode(Draw::new(seed, artefact.as_str(), "signature", 0).bytes(64));
    let block =
        format!("\n-- signature --\nsigned-by: {signer}\nalgorithm: ed25519\nsignature: {signature}\n");
    let payload = Draw::new(seed, artefact.as_str(), "payload", 0).bytes(FIRMWARE_BYTES);
    [MAGIC, header.as_bytes(), &payload, block.as_bytes()].concat()
}

/// The image as planted.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    image(making.planted.seed(), &making.artefact.id, making.value("version"), making.value("signer"))
}

/// What the maker published: the digest that the image of this version should have. Who signed is not in it: that stands
/// in the image, and need not be the maker.
pub(super) fn manifest(making: &Making<'_>, image: &Made) -> Made {
    let exercise = mark::own(making.setting.language).exercise;
    let text = format!(
        "# {exercise}\nfile: {}\nversion: {}\nsha256: {}\n",
        image.file_name,
        making.value("version"),
        making.value("published_sha256"),
    );
    Made {
        file_name: format!("{}.manifest.txt", image.file_name),
        media_type: super::PLAIN_TEXT,
        bytes: text.into_bytes(),
    }
}
