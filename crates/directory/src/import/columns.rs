//! What each column of a file holds, from its heading.

use super::problem::FileProblem;

/// What a column was taken for. The names of the fields are the headings of our own lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Id,
    Name,
    Kind,
    Mandate,
    EnterpriseNumber,
    NihdiNumber,
    RecognitionNumber,
    Language,
    Ownership,
    SiteName,
    Street,
    HouseNumber,
    Postcode,
    City,
    CountryCode,
    CountryName,
    Telephone,
    Email,
    Website,
    Latitude,
    Longitude,
    Beds,
    Emergency,
    FacilityType,
    AsOf,
    /// A column this program itself put in front of refused rows; left out when they come back.
    Ours,
}

/// The headings of the two columns put in front of refused rows.
pub(super) const OUR_ROW: &str = "paraat_row";
/// See [`OUR_ROW`].
pub(super) const OUR_REASON: &str = "paraat_reason";

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading as the file has it; made unique where two columns share one.
    pub heading: String,
    pub(super) field: Option<Field>,
}

impl Column {
    /// Whether the column's meaning is known; the cells of any other are kept as text.
    pub fn is_understood(&self) -> bool {
        self.field.is_some()
    }
}

/// Reads a header. Two columns for one thing: the first counts, the other is kept as text.
pub(super) fn understand(header: &[String]) -> Result<Vec<Column>, FileProblem> {
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for (position, heading) in header.iter().enumerate() {
        let field = field_of(heading).filter(|field| {
            *field == Field::Ours || !columns.iter().any(|column| column.field == Some(*field))
        });
        columns.push(Column { heading: unique_heading(heading.trim(), position, &columns), field });
    }
    if columns.iter().any(|column| column.field == Some(Field::Name)) {
        return Ok(columns);
    }
    Err(FileProblem::NoNameColumn { headings: columns.into_iter().map(|column| column.heading).collect() })
}

fn unique_heading(heading: &str, position: usize, before: &[Column]) -> String {
    let number = position + 1;
    if heading.is_empty() {
        format!("column {number}")
    } else if before.iter().any(|column| column.heading == heading) {
        format!("{heading} (column {number})")
    } else {
        heading.to_owned()
    }
}

/// The name under which a list with these columns is known.
pub(super) fn suggest_source(columns: &[Column]) -> &'static str {
    let has = |name: &str| columns.iter().any(|column| column.heading.eq_ignore_ascii_case(name));
    if has("hospital_name") && has("geo_qual") { GISCO } else { UNKNOWN }
}

/// A list whose columns say nothing of where it comes from.
pub(crate) const UNKNOWN: &str = "list";

/// Eurostat GISCO, "Healthcare services in Europe".
pub(super) const GISCO: &str = "gisco";

/// The field a heading stands for, in any case and with any of blank, dash, dot or underscore.
fn field_of(heading: &str) -> Option<Field> {
    let mut key = String::new();
    for word in
        heading.split(|c: char| c.is_whitespace() || "-._/".contains(c)).filter(|word| !word.is_empty())
    {
        if !key.is_empty() {
            key.push('_');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    let (field, _) = SYNONYMS.iter().find(|(_, names)| names.contains(&key.as_str()))?;
    Some(*field)
}

/// Our own headings first, then GISCO's (its documentation of 2020), then what Dutch, French and
/// German lists write.
const SYNONYMS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "external_id", "site_id", "identifier", "nummer", "numéro"]),
    (
        Field::Name,
        &[
            "name",
            "hospital_name",
            "organisation",
            "organisation_name",
            "organization",
            "naam",
            "nom",
            "instelling",
            "établissement",
            "etablissement",
            "einrichtung",
        ],
    ),
    (Field::Kind, &["kind", "organisation_kind", "soort", "genre", "art"]),
    (Field::Mandate, &["mandate", "mandaat", "mandat"]),
    (
        Field::EnterpriseNumber,
        &[
            "kbo",
            "cbe",
            "bce",
            "kbo_nummer",
            "kbo_number",
            "cbe_number",
            "numéro_bce",
            "numero_bce",
            "ondernemingsnummer",
            "numéro_d'entreprise",
            "enterprise_number",
            "zdu_nummer",
        ],
    ),
    (
        Field::NihdiNumber,
        &[
            "riziv",
            "nihdi",
            "inami",
            "riziv_nummer",
            "numéro_inami",
            "numero_inami",
            "nihdi_number",
            "nihii",
            "liki_nummer",
        ],
    ),
    (
        Field::RecognitionNumber,
        &[
            "recognition",
            "recognition_number",
            "erkenningsnummer",
            "erkenning",
            "agrément",
            "agrement",
            "numéro_d'agrément",
            "anerkennungsnummer",
        ],
    ),
    (Field::Language, &["language", "taal", "langue", "sprache", "lang"]),
    (Field::Ownership, &["ownership", "public_private"]),
    (Field::SiteName, &["site", "site_name", "campus", "vestiging", "standort", "implantation"]),
    (Field::Street, &["street", "address", "straat", "adres", "rue", "adresse", "straße", "strasse"]),
    (Field::HouseNumber, &["house_number", "huisnummer", "numéro_de_rue", "hausnummer"]),
    (Field::Postcode, &["postcode", "postal_code", "zip", "code_postal", "postleitzahl", "plz"]),
    (
        Field::City,
        &["city", "town", "gemeente", "stad", "plaats", "commune", "ville", "localité", "stadt", "ort"],
    ),
    (Field::CountryCode, &["cc", "country_code", "landcode", "code_pays"]),
    (Field::CountryName, &["country", "land", "pays"]),
    (Field::Telephone, &["telephone", "tel", "phone", "telefoon", "téléphone", "telefon", "switchboard"]),
    (Field::Email, &["email", "e_mail", "mail", "courriel"]),
    (Field::Website, &["website", "url", "web", "site_web"]),
    (Field::Latitude, &["latitude", "lat", "breedtegraad"]),
    (Field::Longitude, &["longitude", "lon", "lng", "long", "lengtegraad"]),
    (Field::Beds, &["beds", "cap_beds", "bedden", "lits", "betten"]),
    (Field::Emergency, &["emergency", "spoed", "urgences", "notaufnahme"]),
    (Field::FacilityType, &["facility_type", "type"]),
    (Field::AsOf, &["as_of", "ref_date", "stand", "peildatum"]),
    (Field::Ours, &[OUR_ROW, OUR_REASON]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(header: &str) -> Vec<Option<Field>> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        understand(&header).unwrap().into_iter().map(|column| column.field).collect()
    }

    #[test]
    fn headings_are_read_in_any_spelling() {
        assert_eq!(
            fields("Naam,KBO-nummer, e-mail ,Code postal,geo_qual"),
            [
                Some(Field::Name),
                Some(Field::EnterpriseNumber),
                Some(Field::Email),
                Some(Field::Postcode),
                None
            ]
        );
    }

    #[test]
    fn the_second_column_for_one_thing_is_kept_as_text() {
        assert_eq!(fields("name,naam"), [Some(Field::Name), None]);
        let twice = understand(&["name".into(), "x".into(), "x".into(), String::new()]).unwrap();
        let headings: Vec<_> = twice.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, ["name", "x", "x (column 3)", "column 4"]);
    }

    #[test]
    fn no_synonym_stands_for_two_fields() {
        let mut all: Vec<&str> = SYNONYMS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_list_without_names_is_refused_with_its_headings() {
        let refused = understand(&["foo".into(), "bar".into()]);
        assert_eq!(refused, Err(FileProblem::NoNameColumn { headings: vec!["foo".into(), "bar".into()] }));
    }
}
