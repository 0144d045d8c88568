//! The words of the program's own in an artefact, in the languages of the program; others get English.

use crate::format::Language;

/// The words for a language.
pub(super) struct Own {
    /// Says that it is an exercise.
    pub exercise: &'static str,
    /// The subject of a mail for which the author wrote none.
    pub subject: &'static str,
    /// The text of a mail for which the author wrote none.
    pub request: &'static str,
    /// What is to be pressed in a mail.
    pub press: &'static str,
    /// Begins a note for which the author wrote nothing.
    pub note: &'static str,
    /// What the victim is called by the attackers.
    pub victim_id: &'static str,
    /// Where to reach the attackers.
    pub contact: &'static str,
    /// What they want.
    pub amount: &'static str,
    /// What stands where an attachment was.
    pub removed: &'static str,
}

const NL: Own = Own {
    exercise: "OEFENING: niets hiervan is echt",
    subject: "Dringende update",
    request: "Installeer vandaag nog de update.",
    press: "Nu bijwerken",
    note: "Uw bestanden zijn versleuteld. Neem contact met ons op.",
    victim_id: "Uw nummer",
    contact: "Contact",
    amount: "Bedrag in euro",
    removed: "Bijlage verwijderd door de mailserver. SHA-256",
};
const FR: Own = Own {
    exercise: "EXERCICE : rien de ceci n’est réel",
    subject: "Mise à jour urgente",
    request: "Installez la mise à jour aujourd’hui.",
    press: "Mettre à jour",
    note: "Vos fichiers sont chiffrés. Contactez-nous.",
    victim_id: "Votre numéro",
    contact: "Contact",
    amount: "Montant en euros",
    removed: "Pièce jointe retirée par le serveur de messagerie. SHA-256",
};
const DE: Own = Own {
    exercise: "ÜBUNG: Nichts davon ist echt",
    subject: "Dringende Aktualisierung",
    request: "Installieren Sie das Update noch heute.",
    press: "Jetzt aktualisieren",
    note: "Ihre Dateien sind verschlüsselt. Melden Sie sich bei uns.",
    victim_id: "Ihre Nummer",
    contact: "Kontakt",
    amount: "Betrag in Euro",
    removed: "Anhang vom Mailserver entfernt. SHA-256",
};
const EN: Own = Own {
    exercise: "EXERCISE: none of this is real",
    subject: "Urgent update",
    request: "Install the update today.",
    press: "Update now",
    note: "Your files are encrypted. Get in touch with us.",
    victim_id: "Your number",
    contact: "Contact",
    amount: "Amount in euros",
    removed: "Attachment removed by the mail server. SHA-256",
};

/// The program's own words in a language.
pub(super) fn own(language: Language) -> &'static Own {
    match language.to_string().as_str() {
        "nl" => &NL,
        "fr" => &FR,
        "de" => &DE,
        _ => &EN,
    }
}
