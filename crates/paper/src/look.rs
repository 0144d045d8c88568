//! How a paper looks: sizes, colours, distances. Lengths are PDF points (1/72 inch).

/// A4, upright.
pub const PAGE: (f32, f32) = (595.28, 841.89);
/// Free space on the left and on the right: 2 cm.
pub const SIDE: f32 = 56.7;
/// What a line may fill.
pub const WIDTH: f32 = PAGE.0 - 2.0 * SIDE;
/// Where the text of a page ends.
pub const BOTTOM: f32 = PAGE.1 - 68.0;

/// A colour: red, green, blue.
pub type Colour = (u8, u8, u8);

/// Text.
pub const INK: Colour = (0x1b, 0x22, 0x26);
/// What stands in the background of the text: labels, running lines. 7:1 on white.
pub const MUTED: Colour = (0x4b, 0x57, 0x5d);
/// The one accent.
pub const ACCENT: Colour = (0x0a, 0x5c, 0x63);
/// The accent as a ground for text.
pub const TINT: Colour = (0xee, 0xf5, 0xf5);
/// Hairlines.
pub const RULE: Colour = (0xd3, 0xdc, 0xdf);
/// The words of the banner, and its edge.
pub const BANNER: Colour = (0x4b, 0x2a, 0x8c);
/// The ground of the banner.
pub const BANNER_TINT: Colour = (0xef, 0xe9, 0xfb);

/// One of the two fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Noto Sans.
    Regular,
    /// Noto Sans Bold.
    Bold,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The font.
    pub weight: Weight,
    /// The size of the letters.
    pub size: f32,
    /// From one line to the next.
    pub leading: f32,
    /// The colour of the letters.
    pub colour: Colour,
}

impl Look {
    const fn new(weight: Weight, size: f32, leading: f32, colour: Colour) -> Self {
        Self { weight, size, leading, colour }
    }

    /// From the top of a line to the foot of its letters. The font's own ascent and descent (`hhea`) are centred
    /// in the line.
    pub fn baseline(&self) -> f32 {
        const ASCENT: f32 = 1.069;
        const DESCENT: f32 = 0.293;
        (self.leading - (ASCENT + DESCENT) * self.size) / 2.0 + ASCENT * self.size
    }
}

use Weight::{Bold, Regular};

/// Headings of the first, second and third level.
pub const HEADINGS: [Look; 3] =
    [Look::new(Bold, 19.0, 25.0, INK), Look::new(Bold, 13.0, 18.0, ACCENT), Look::new(Bold, 10.5, 15.0, INK)];
/// Free space before a heading of each level.
pub const BEFORE_HEADING: [f32; 3] = [24.0, 20.0, 14.0];
/// Plain text.
pub const TEXT: Look = Look::new(Regular, 10.0, 14.5, INK);
/// Plain text that is stressed.
pub const STRONG: Look = Look::new(Bold, 10.0, 14.5, INK);
/// Small print.
pub const SMALL: Look = Look::new(Regular, 8.5, 12.0, MUTED);
/// The name of a fact.
pub const LABEL: Look = Look::new(Regular, 9.5, 14.5, MUTED);
/// The word that marks a fact.
pub const MARK: Look = Look::new(Bold, 9.0, 14.5, ACCENT);
/// What a fact was before.
pub const EARLIER: Look = Look::new(Regular, 9.5, 14.5, MUTED);
/// A cell of a table.
pub const CELL: Look = Look::new(Regular, 9.0, 12.5, INK);
/// A cell in the head of a table.
pub const HEAD: Look = Look::new(Bold, 9.0, 12.5, ACCENT);
/// A code, such as a digest.
pub const CODE: Look = Look::new(Regular, 9.5, 14.0, INK);
/// The lines that run along at the top and the bottom of every page.
pub const RUNNING: Look = Look::new(Regular, 8.0, 11.0, MUTED);
/// The words of the banner.
pub const BANNER_LOOK: Look = Look::new(Bold, 11.0, 15.0, BANNER);
