//! What the model's parameters are called on the page.

use super::words::Tongue;
use crate::parameters::Parameter;

/// Declares what each parameter is called, so that none can be missing.
macro_rules! names {
    ($($member:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+) => {
        impl Tongue {
            /// What a parameter is called.
            pub(super) fn parameter_name(self, parameter: Parameter) -> &'static str {
                match parameter { $(Parameter::$member => self.pick([$nl, $fr, $de, $en]),)+ }
            }
        }
    };
}

names! {
    SpreadFactor: "Hoe snel malware zich verspreidt", "Vitesse de propagation du maliciel", "Wie schnell sich Schadsoftware ausbreitet", "How fast malware spreads";
    DetectHours: "Tijd tot het opmerken", "Temps jusqu'à la détection", "Zeit bis zum Bemerken", "Time until it is noticed";
    IsolateHours: "Tijd van opmerken tot afkoppelen", "Temps de la détection à l'isolement", "Zeit vom Bemerken bis zum Trennen", "Time from noticing to isolating";
    WarnHours: "Tijd tot buren gewaarschuwd zijn", "Temps jusqu'à l'avertissement des voisins", "Zeit bis zur Warnung der Nachbarn", "Time until neighbours are warned";
    HeedShare: "Deel van de gewaarschuwden dat afkoppelt", "Part des avertis qui coupent la liaison", "Anteil der Gewarnten, die trennen", "Share of the warned who cut the link";
    HeedHours: "Tijd van waarschuwing tot afkoppelen", "Temps de l'avertissement à la coupure", "Zeit von der Warnung bis zum Trennen", "Time from warning to cutting the link";
    MinorShare: "Deel van de aanvallen dat licht blijft", "Part des atteintes légères", "Anteil leichter Fälle", "Share of compromises that are minor";
    MinorDays: "Herstelduur van een licht geval", "Durée de reprise d'un cas léger", "Wiederherstellung eines leichten Falls", "Recovery time of a minor case";
    MinorDepth: "Verlies bij een licht geval", "Perte dans un cas léger", "Verlust bei einem leichten Fall", "Loss in a minor case";
    MajorDays: "Herstelduur van een ernstig geval", "Durée de reprise d'un cas grave", "Wiederherstellung eines schweren Falls", "Recovery time of a major case";
    MajorSpread: "Verschil in herstelduur tussen instellingen", "Écart de durée de reprise entre institutions", "Unterschied der Wiederherstellung zwischen Einrichtungen", "Difference in recovery time between institutions";
    MajorDepth: "Verlies bij een ernstig geval", "Perte dans un cas grave", "Verlust bei einem schweren Fall", "Loss in a major case";
    HitShare: "Kans dat een dienst van een besmette instelling geraakt is", "Chance qu'un service d'une institution infectée soit touché", "Wie oft ein Dienst einer befallenen Einrichtung getroffen ist", "How likely a service of a compromised institution is hit";
    StartDays: "Tijd van afkoppelen tot begin van herstel", "Temps de l'isolement au début de la reprise", "Zeit vom Trennen bis zum Beginn der Wiederherstellung", "Time from the cut to the start of restoring";
    NoBackupFactor: "Hoeveel langer zonder back-ups buiten bereik", "Combien plus long sans sauvegardes hors d'atteinte", "Wie viel länger ohne Sicherungen außer Reichweite", "How much longer without backups out of reach";
    FactorLaboratory: "Herstel van laboratoriumsystemen", "Reprise des systèmes de laboratoire", "Wiederherstellung der Laborsysteme", "Recovery of laboratory systems";
    FactorImaging: "Herstel van beeldvorming", "Reprise de l'imagerie", "Wiederherstellung der Bildgebung", "Recovery of imaging";
    FactorRecord: "Herstel van het patiëntendossier", "Reprise du dossier patient", "Wiederherstellung der Patientenakte", "Recovery of the health record";
    FactorWorkstations: "Herstel van werkstations", "Reprise des postes de travail", "Wiederherstellung der Arbeitsplätze", "Recovery of workstations";
    FactorFoundation: "Herstel van netwerk, identiteit, telefonie en servers", "Reprise du réseau, de l'identité, de la téléphonie et des serveurs", "Wiederherstellung von Netz, Identität, Telefonie und Servern", "Recovery of network, identity, telephony and servers";
    FactorClinical: "Herstel van het klinische werk zelf", "Reprise du travail clinique lui-même", "Wiederherstellung der klinischen Arbeit selbst", "Recovery of clinical work itself";
    AmbulanceShare: "Deel van de spoedbezoeken per ambulance", "Part des passages aux urgences en ambulance", "Anteil der Notfallbesuche mit Rettungswagen", "Share of emergency visits by ambulance";
    WalkInLeave: "Deel van de anderen dat elders gaat", "Part des autres qui vont ailleurs", "Anteil der übrigen, die anderswohin gehen", "Share of walk-ins who go elsewhere";
    AmbulanceKm: "Hoe ver ambulances uitwijken", "Distance de déviation des ambulances", "Wie weit Rettungswagen ausweichen", "How far ambulances are diverted";
    WalkInKm: "Hoe ver patiënten zelf uitwijken", "Distance de déviation des patients eux-mêmes", "Wie weit Patienten selbst ausweichen", "How far walk-ins go instead";
    AnalysisKm: "Hoe ver stalen reizen", "Distance parcourue par les échantillons", "Wie weit Proben reisen", "How far samples travel";
    RoadFactor: "Omweg over de weg", "Détour par la route", "Umweg der Straße", "Detour of the road";
    RoadSpeed: "Snelheid van het transport", "Vitesse du transport", "Geschwindigkeit des Transports", "Speed of transport";
    Openness: "Laboratoriumreserve open zonder akkoord", "Réserve des laboratoires ouverte sans accord", "Laborreserve, die ohne Vereinbarung offensteht", "Laboratory reserve open without an agreement";
    OpenAfterHours: "Tijd tot een laboratorium zonder contract overneemt", "Temps avant qu'un laboratoire sans contrat reprenne", "Zeit, bis ein Labor ohne Vertrag übernimmt", "Time until a laboratory without a contract takes over";
    LaboratorySpare: "Reservecapaciteit van laboratoria", "Capacité de réserve des laboratoires", "Reservekapazität der Labore", "Spare capacity of laboratories";
    ClinicalSpare: "Reservecapaciteit van andere diensten", "Capacité de réserve des autres services", "Reservekapazität anderer Dienste", "Spare capacity of other services";
    UrgentAnalyses: "Analyses die niet kunnen wachten", "Analyses qui ne peuvent attendre", "Analysen, die nicht warten können", "Analyses that cannot wait";
    UrgentOperations: "Operaties die niet kunnen wachten", "Opérations qui ne peuvent attendre", "Operationen, die nicht warten können", "Operations that cannot wait";
    UrgentConsultations: "Consultaties die niet kunnen wachten", "Consultations qui ne peuvent attendre", "Sprechstunden, die nicht warten können", "Consultations that cannot wait";
    UrgentAdmissions: "Opnames die niet kunnen wachten", "Admissions qui ne peuvent attendre", "Aufnahmen, die nicht warten können", "Admissions that cannot wait";
    GiveUpPerDay: "Wachtenden die per dag afhaken", "Attentes abandonnées par jour", "Wartende, die je Tag aufgeben", "Those who give up waiting, per day";
    CatchUp: "Reserve die naar het inhalen gaat", "Réserve consacrée au rattrapage", "Reserve, die dem Nachholen dient", "Reserve that goes to catching up";
}
