//! What is in the artefacts, on paper: the beginning of every file and the lines that matter.

use sha2::{Digest, Sha256};

use super::made::{made, pieces};
use super::names::slug;
use super::print_html::escape;
use super::print_pack::Pack;
use super::print_words::Say;
use crate::artefact::{Made, candidates};
use crate::format::{Artefact, ArtefactKind};

/// How many lines stand at the beginning of a log.
const HEAD: usize = 10;

/// The most lines of a log or a table.
const LINES: usize = 60;

/// The most lines of a mail or a note, which is read from its beginning.
const LETTER: usize = 150;

/// The most letters of a line.
const WIDE: usize = 220;

/// The most lines that name the same suspect.
const SAME: usize = 10;

/// The most pieces of one artefact.
const PIECES: u32 = 6;

impl Pack<'_> {
    /// The files of every artefact, as far as they can be read on paper.
    pub(super) fn appendix(&mut self, seed: u64) {
        let (written, planted) = (self.cast.written, self.cast.planted);
        let Some(planted) = planted.filter(|_| !written.artefacts.is_empty()) else { return };
        self.open(Say::Appendix, true);
        let (how, out) = (self.say(Say::AppendixHow), slug(written.exercise.id.as_str()));
        self.add(format_args!(
            "<p>{how} <code>paraat scenario artefacts {out} --seed {seed} --out {out}-files</code></p>\n"
        ));
        for artefact in &written.artefacts {
            let all = pieces(artefact);
            for piece in 0..all.min(PIECES) {
                let Ok(files) = made(&self.cast, artefact, planted, piece) else { continue };
                for file in &files {
                    self.file(artefact, file);
                }
            }
            if all > PIECES {
                self.add(format_args!("<p>… {PIECES}/{all}</p>\n"));
            }
        }
        self.out.push_str("</section>\n");
    }

    fn file(&mut self, artefact: &Artefact, file: &Made) {
        let name = escape(&file.file_name);
        self.add(format_args!("<article class=\"file\">\n<h3>{name}</h3>\n"));
        if file.media_type == "application/octet-stream" {
            let digest: String =
                Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let words = self.say(Say::Binary).replace("{0}", &file.bytes.len().to_string());
            let words = words.replace("{1}", &digest);
            self.add(format_args!("<p>{words}</p>\n</article>\n"));
            return;
        }
        let text = String::from_utf8_lossy(&file.bytes);
        let lines: Vec<&str> = text.lines().collect();
        let shown = self.lines_shown(artefact, file, &lines);
        self.out.push_str("<pre>");
        let mut cut = shown.len() < lines.len();
        let mut last = None;
        for place in &shown {
            if last.is_some_and(|last| last + 1 != *place) {
                self.out.push_str("…\n");
            }
            last = Some(*place);
            let line = lines.get(*place).copied().unwrap_or_default();
            let fits: String = line.chars().take(WIDE).collect();
            let more = fits.len() < line.len();
            cut |= more;
            self.add(format_args!("{}{}\n", escape(&fits), if more { "…" } else { "" }));
        }
        self.out.push_str("</pre>\n");
        if cut {
            let words = self.say(Say::Shown).replace("{0}", &shown.len().to_string());
            let words = words.replace("{1}", &lines.len().to_string());
            self.add(format_args!("<p><small>{words}</small></p>\n"));
        }
        self.out.push_str("</article>\n");
    }

    /// Which lines are printed: all of a short file; of a long one the beginning, and those that name what is hidden
    /// or what may be taken for it, some of each.
    fn lines_shown(&self, artefact: &Artefact, file: &Made, lines: &[&str]) -> Vec<usize> {
        let letter = matches!(artefact.kind.value, ArtefactKind::PhishingMail | ArtefactKind::RansomNote);
        if letter || lines.len() <= LINES {
            return (0..lines.len().min(LETTER)).collect();
        }
        let mut shown: Vec<usize> = (0..HEAD).collect();
        let hidden = self.cast.planted.into_iter().flat_map(|planted| planted.of(&artefact.id));
        let mut sought: Vec<String> = hidden
            .filter(|(_, value)| value.chars().count() > 3)
            .map(|(_, value)| value.to_owned())
            .collect();
        sought.extend(candidates(&[&file.bytes], artefact.kind.value).into_iter().map(|one| one.value));
        for value in &sought {
            let naming = lines.iter().enumerate().filter(|(_, line)| line.contains(value.as_str()));
            for (place, _) in naming.take(SAME) {
                if shown.len() < LINES && !shown.contains(&place) {
                    shown.push(place);
                }
            }
        }
        shown.sort_unstable();
        shown
    }
}
