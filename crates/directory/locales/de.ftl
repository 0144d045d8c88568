directory = Verzeichnis
directory-lead = Wer zum Gesundheitssektor gehört, wo, und wer dafür einsteht.
save = Speichern
cancel = Abbrechen
optional = freiwillig
unknown = Unbekannt
yes = Ja
no = Nein
form-refused = Noch ist nichts gespeichert. Bitte prüfen:
field-required = Bitte ausfüllen.
field-too-long = Das ist zu lang.
moment-wrong = Geben Sie Tag und Uhrzeit an, wie 23.11.2026 09:42.
back-to-organisation = Zurück zur Organisation

list-search = Nach Name oder Ort suchen
list-search-hint = Jedes Wort muss vorkommen; Großschreibung und Akzente zählen nicht.
list-search-do = Suchen
list-every-kind = Alle Arten
list-nothing-title = Nichts gefunden
list-nothing-text = Versuchen Sie es mit weniger Wörtern oder einer anderen Art.
list-show-all = Alle zeigen
list-empty-title = Das Verzeichnis ist noch leer
list-empty-text = Hier stehen bald die Krankenhäuser, Labore und Behörden, die einander erreichen müssen. Beginnen Sie mit dem Einlesen einer Liste.
list-earlier = Vorherige
list-later = Nächste
list-pages = Blättern

kind-hospital = Krankenhaus
kind-clinical-biology-lab = Labor für klinische Biologie
kind-pathology-lab = Labor für Pathologie
kind-gp-practice = Hausarztpraxis
kind-nursing-home = Pflegeheim
kind-pharmacy = Apotheke
kind-it-supplier = IT-Lieferant
kind-network = Verbund von Krankenhäusern oder Laboren
kind-authority = Behörde
kind-csirt = CSIRT
kind-emergency-service = Rettungsdienst
kind-other = Andere
mandate-csirt = Nationales CSIRT
mandate-lab-quality = Qualität der Labore
mandate-data-protection = Datenschutz
mandate-medicines-agency = Arzneimittel und Medizinprodukte
mandate-health-ministry = Gesundheitsministerium
mandate-ehealth-platform = eHealth-Plattform

organisation-add = Organisation hinzufügen
organisation-edit = Angaben ändern
organisation-facts = Angaben
organisation-name = Name
organisation-kind = Art
organisation-mandate = Zuständigkeit
organisation-mandate-hint = Nur für eine Behörde oder ein CSIRT: worüber sie nach dem Gesetz zu unterrichten ist.
organisation-no-mandate = Keine
organisation-kbo = Unternehmensnummer (ZDU)
organisation-kbo-hint = Zehn Ziffern, wie 0999.000.129.
organisation-riziv = LIKIV-Nummer
organisation-riziv-hint = Acht oder elf Ziffern.
organisation-recognition = Anerkennungsnummer
organisation-language = Sprache
organisation-mail-domain = Eigene Mail-Domäne
organisation-mail-domain-hint = Was hinter dem @ steht, wie labor.example. So wissen wir, welche Adresse noch geht, wenn Ihr Netz ausfällt.
mail-domain-wrong = Das ist keine Domäne. Schreiben Sie nur, was hinter dem @ steht.
organisation-ownership = Öffentlich oder privat
organisation-country = Land
organisation-country-hint = Zwei Buchstaben, wie BE.
country-unknown = Dieses Land kennen wir nicht. Schreiben Sie zwei Buchstaben, wie BE.

sites-title = Standorte
site-main = Hauptstandort
site-unnamed = Standort ohne Namen
site-add = Standort hinzufügen
site-edit = Standort ändern
site-remove = Diesen Standort streichen
site-name = Name des Standorts
site-name-hint = Nur wenn er anders heißt als die Organisation.
site-street = Straße
site-house-number = Hausnummer
site-postcode = Postleitzahl
site-city = Ort
site-telephone = Telefonzentrale
site-email = Allgemeine E-Mail-Adresse
site-website = Website
site-beds = Betten
beds-wrong = Schreiben Sie eine Zahl, wie 120.
site-emergency = Notaufnahme
site-facility-type = Typ laut Liste
site-as-of = Stand vom
site-extra = Was die Liste noch sagt

seats-title = Wer dafür einsteht
seats-lead = Jede Funktion hat jemanden, der sie ausübt, Stellvertreter und Wege, sie zu erreichen.
seats-empty-title = Noch niemand
seats-empty-text = Ohne Funktionen kann sich niemand für diese Organisation anmelden oder gewarnt werden.
seats-hidden = Namen und Nummern sehen nur die Organisation selbst und die Verwaltung.
seat-add = Funktion hinzufügen
seat-role = Funktion
seat-role-hint = Eine Funktion kann es mehrfach geben, wie bei einem Bereitschaftsdienst.
seat-vacant = Niemand übt diese Funktion aus.
seat-people = Menschen
seat-holds = übt sie aus
seat-stands-in = Stellvertretung
seat-later = beginnt später
seat-end = Endet jetzt
seat-replace = Diese Funktion jemand anderem geben
seat-replace-hint = Wer sie jetzt ausübt, kann sie ab dann nicht mehr nutzen.
seat-replace-do = Funktion geben
seat-add-stand-in = Stellvertretung hinzufügen
seat-from = Ab
seat-from-hint = Leer lassen: ab sofort.
seat-until = Bis
seat-until-wrong = Das Ende muss nach dem Anfang liegen.
seat-reach-weak = Schlecht erreichbar
lack-none = Es gibt keinen Weg, diese Funktion zu erreichen. Fügen Sie zwei hinzu, einen davon außerhalb Ihrer eigenen Mail und Telefonzentrale.
lack-only-one = Es gibt nur einen Weg. Fügen Sie einen zweiten außerhalb Ihrer eigenen Mail und Telefonzentrale hinzu.
lack-none-outside = Alle Wege laufen über Ihre eigene Mail oder Telefonzentrale. Fällt Ihr Netz aus, erreicht niemand diese Funktion. Fügen Sie ein Handy oder eine fremde Mailadresse hinzu.
person-name = Name
person-email = E-Mail-Adresse zum Anmelden
person-language = Sprache dieser Person
seat-invite = Per E-Mail einladen
seat-invited = Die Einladung ist unterwegs.
invite-subject = Richten Sie Ihre Anmeldung bei Paraat ein

seat-erase = Daten dieser Person löschen
seat-erased = Die Daten der Person sind gelöscht.
seat-earlier = Früher in dieser Funktion
erase-title = Daten einer Person löschen
erase-lead = Das lässt sich nicht rückgängig machen. Lesen Sie, was verschwindet und was bleibt.
erase-goes = Was verschwindet
erase-goes-ways = Jeder Weg, sich anzumelden, und jede Sitzung: Die Person ist sofort abgemeldet.
erase-goes-seats = Jede Funktion und jede Stellvertretung. Die Funktionen selbst bleiben, ohne diese Person.
erase-stays = Was bleibt
erase-stays-journal = Das Journal, unverändert. Es behält nur eine Kennung, die zu keinem Namen mehr führt.
erase-stays-filed = Was eingereicht wurde, behält den Namen der einreichenden Person, bis die Aufbewahrungsfrist dieser Meldung endet.
erase-stays-channels = Andere Nummern und Adressen, unter denen eine Funktion zu erreichen ist. Gehört eine dieser Person selbst, streichen Sie sie auf der Seite der Funktion.
erase-stays-backups = Frühere Sicherungen, bis sie entfernt werden.
erase-legend = Sind Sie sicher?
erase-sure = Ich habe das gelesen und will die Daten dieser Person endgültig löschen
erase-not-sure = Kreuzen Sie das an, wenn Sie es wollen. Noch ist nichts gelöscht.
erase-do = Endgültig löschen
erase-back = Zurück zur Funktion
erase-self = Ihre eigenen Daten können Sie nicht löschen
erase-self-text = Es muss jemand bleiben, der einen Fehler beheben kann. Bitten Sie eine andere Verwalterin oder einen anderen Verwalter darum.

channels-title = Wie diese Funktion zu erreichen ist
channels-lead = Mindestens zwei Wege, einer davon, der noch geht, wenn Ihr eigenes Netz ausfällt.
channel-email = E-Mail
channel-mobile = Handy
channel-telephone = Festnetz
channel-pager = Pager
channel-other = Etwas anderes
channel-kind = Art
channel-address = Adresse oder Nummer
channel-add = Weg hinzufügen
channel-remove = Streichen
channel-outside = außerhalb des eigenen Netzes
channel-inside = eigenes Netz
address-empty = Geben Sie eine Adresse oder Nummer an.
address-not-email = Das ist keine E-Mail-Adresse.
address-not-telephone = Das ist keine Telefonnummer. Schreiben Sie sie mit Landesvorwahl, wie +32 2 000 01 00.
address-not-webhook = Unter dieser Adresse kann kein Programm erreicht werden. Sie beginnt mit https:// und nennt einen Server, ohne Namen oder Passwort darin.
channel-webhook = Ein Programm unter einer URL (Webhook)
channel-ehealthbox = eHealthBox (Eigenschaft und LIKIV-Nummer)
address-not-ehealthbox = Das ist keine Adresse der eHealthBox. Schreiben Sie die Eigenschaft und die LIKIV-Nummer, wie HOSPITAL 71000436.
webhook-secret = Das Geheimnis des Programms, einmal gezeigt
webhook-secret-text = Geben Sie es an die Betreiber des Programms unter { $url }. Damit prüft es, ob eine Warnung wirklich von hier kommt; ist es verloren, entfernen Sie diesen Weg und fügen Sie ihn neu hinzu.

identifier-empty = Da steht keine Nummer.
identifier-not-digits = Es enthält anderes als Ziffern.
identifier-wrong-length = Die Anzahl der Ziffern stimmt nicht.
identifier-wrong-start = Eine Unternehmensnummer beginnt mit 0 oder 1.
identifier-check-digits = Die Prüfziffern stimmen nicht; wahrscheinlich ein Tippfehler.
identifier-too-long = Die Nummer ist zu lang.
identifier-bad-character = Es enthält ein Zeichen, das nicht in eine Nummer gehört.

card-title = Notfallkarte
card-lead = Mit dieser Karte meldet Ihre Organisation einen Angriff ohne Anmeldung. Hängen Sie sie dorthin, wo der Dienst sie findet, und nirgends sonst.
card-code-gone = Der Code steht nur auf dem Papier; wir bewahren ihn nicht lesbar auf.
card-replace = Neue Karte machen
card-replace-hint = Die alte Karte gilt dann sofort nicht mehr.
card-revoke = Karte widerrufen
card-none = Ihre Organisation hat noch keine Notfallkarte
card-none-text = Ist Ihre Anmeldung nicht erreichbar, ist die Karte der schnellste Weg.
card-make = Karte machen
card-once = Drucken Sie diese Karte jetzt
card-once-text = Der Code wird nur einmal gezeigt. Eine alte Karte gilt nicht mehr. Wer die Karte hat, kann im Namen Ihrer Organisation Alarm schlagen.
card-heading = Notfallkarte bei einem Cyberangriff
card-how = Mit dem Handy scannen, oder den Code unter dieser Adresse tippen:
card-keep = Karte verloren? Machen Sie sofort eine neue.
card-print-hint = Drucken Sie mit Strg+P oder über das Menü des Browsers.
card-stored = Die Karte ist gedruckt
card-qr = QR-Code, der zum Notruf führt
card-exercise = ÜBUNG – diese Karte ist nicht echt

import-title = Liste einlesen
import-lead = Sie sehen zuerst, was geschehen würde, mit Zeile und Spalte jedes Problems. Nichts geht verloren.
import-file = Datei (CSV)
import-file-hint = Wie Ihre Tabellenkalkulation sie speichert: Komma, Semikolon oder Tabulator; jede übliche Kodierung.
import-source = Name der Liste
import-source-hint = Geben Sie jeder Liste einen eigenen Namen. Eine neue Ausgabe unter demselben Namen aktualisiert, was die vorige brachte. Leer: der Name der Datei.
import-look = Ansehen
import-columns-title = Welche Spalten wir kennen
import-columns-text = Nur der Name ist Pflicht. Auch übliche niederländische, französische und deutsche Namen und die Listen von Eurostat GISCO werden verstanden. Was wir nicht kennen, wird als Text aufbewahrt.
import-not-read = Diese Datei konnten wir nicht lesen
file-missing = Wählen Sie eine Datei.
file-empty = Die Datei ist leer.
import-preview-title = Vor dem Einlesen
import-tab = Tabulator
import-what-happens = Was geschehen würde
import-rows = Zeilen
import-organisations = Organisationen
import-sites = Standorte
import-unknown-columns = Spalten, die wir nicht kennen
import-unknown-columns-text = Als Text bei jedem Standort aufbewahrt.
import-confirm = Einlesen
import-other-file = Eine andere Datei
import-problems = Was uns auffiel
import-problems-caption = Das Schlimmste zuerst; Zeilen nummeriert wie in Ihrer Tabelle.
import-no-problems = Keine Probleme
import-row = Zeile
import-column = Spalte
import-value = Was da steht
import-why = Warum
import-whole-row = die ganze Zeile
import-fate-refused = Zeile abgelehnt
import-fate-kept = als Text aufbewahrt
import-fate-noted = zur Info
imported-title = Eingelesen
imported-text = Lesen Sie dieselbe Liste später erneut ein, wird aktualisiert und nichts verdoppelt.

reason-name-missing = Die Zeile nennt keine Organisation.
reason-name-too-long = Der Name ist länger als jeder echte Name.
reason-cell-too-long = Eine Zelle ist zu lang.
reason-more-cells-than-columns = Die Zeile hat mehr Zellen, als es Spalten gibt; meist ein Trennzeichen zu viel.
reason-quote-never-closed = Ein Anführungszeichen öffnet sich und schließt sich nie.
reason-fewer-cells-than-columns = Die Zeile hat weniger Zellen, als es Spalten gibt; der Rest gilt als leer.
reason-value-too-long = Zu lang für seinen Platz.
reason-word-for-nothing = Ein Wort, das Programme für „nichts“ schreiben.
reason-kind-unknown = Keine Art von Organisation, die wir kennen.
reason-mandate-unknown = Keine Zuständigkeit, oder diese Organisation kann keine haben.
reason-nihdi-check-digits = Die Prüfziffern dieser LIKIV-Nummer folgen keiner bekannten Regel; bitte prüfen.
reason-country-unknown = Kein Land, das wir kennen.
reason-country-assumed = Kein Land angegeben; Belgien wird angenommen.
reason-language-unknown = Keine Sprache dieses Programms (nl, fr, de, en).
reason-not-a-number = Das ist keine Zahl.
reason-out-of-range = Diese Zahl kann nicht sein.
reason-position-incomplete = Nur Breite oder nur Länge.
reason-position-zero = Eine Lage auf 0, 0 bedeutet „unbekannt“.
reason-not-yes-or-no = Weder ja noch nein.
reason-not-a-date = Das ist kein Datum.
reason-month-first = Mit dem Monat zuerst gelesen; sonst gibt es dieses Datum nicht.
reason-email-invalid = Das ist keine E-Mail-Adresse.
reason-several-emails = Mehr als eine E-Mail-Adresse; die erste wurde genommen.
reason-lost-letters = Buchstaben gingen schon verloren, bevor diese Datei hierher kam.
reason-control-characters = Unsichtbare Zeichen wurden entfernt.
reason-shared-identifier = Mehr als ein Ort trägt diese Nummer; wir halten sie nach Name und Ort auseinander.
reason-identical-row = Die Zeile ist Wort für Wort dieselbe wie eine frühere.
reason-differs-from-organisation = Eine andere Zeile derselben Organisation sagt etwas anderes; sie gilt.

list-found = { $count ->
    [one] Eine Organisation.
   *[other] { $count } Organisationen.
 }
list-page-of = Seite { $page } von { $pages }
list-sites = { $count } Standorte
seat-since = seit { $when }
seat-till = bis { $when }
erase-goes-name = Der Name { $name } und die Adresse { $email }, auch wo eine Funktion darüber zu erreichen ist.
card-valid = Die Karte vom { $when } ist gültig
file-too-large = Die Datei ist größer als { $limit } MB.
file-too-many-rows = Die Datei hat mehr als { $limit } Zeilen. Teilen Sie sie.
file-too-many-columns = Die Datei hat { $columns } Spalten; mehr als { $limit } lesen wir nicht.
file-no-name-column = Keine Spalte heißt name, naam, nom oder hospital_name. Gefunden: { $headings }.
import-read-as = Gelesen als { $encoding }, Zellen getrennt durch « { $separator } », geführt als Liste „{ $source }“.
import-rows-text = Von { $rows } Zeilen { $taken } angenommen und { $refused } abgelehnt.
import-blank = { $count ->
    [one] Eine leere Zeile übersprungen.
   *[other] { $count } leere Zeilen übersprungen.
 }
import-identical = { $count ->
    [one] Eine Zeile wiederholt eine frühere und zählt einmal.
   *[other] { $count } Zeilen wiederholen eine frühere und zählen einmal.
 }
import-counts = { $new } neu, { $changed } aktualisiert, { $unchanged } unverändert.
import-absent = { $count ->
    [one] Einer von früher steht nicht mehr darauf; er bleibt, wie er ist.
   *[other] { $count } von früher stehen nicht mehr darauf; sie bleiben, wie sie sind.
 }
import-refused-download = { $count ->
    [one] Die abgelehnte Zeile herunterladen
   *[other] { $count } abgelehnte Zeilen herunterladen
 }
import-unshown = { $count ->
    [one] Und noch eine.
   *[other] Und noch { $count } weitere.
 }
import-other-row = Siehe Zeile { $row }.
invite-body = Guten Tag { $name },{"\u000A\u000A"}Sie haben eine Funktion bei { $organisation } in Paraat. Richten Sie Ihre Anmeldung ein; der Link gilt sieben Tage und einmal:{"\u000A\u000A"}{ $link }

region-be = Belgien
region-be-bru = Brüssel
region-be-wbr = Wallonisch-Brabant
region-be-vbr = Flämisch-Brabant
region-be-van = Antwerpen
region-be-vli = Limburg
region-be-wlg = Lüttich
region-be-wna = Namur
region-be-wht = Hennegau
region-be-wlx = Luxemburg (Provinz)
region-be-vwv = Westflandern
region-be-vov = Ostflandern

relations-title = Dienstleister und Mitarbeitende
relations-lead = Wer hier steht, kann mit einem Klick benachrichtigt werden, wenn eine Warnung eingeht. Füllen Sie dies aus, bevor es nötig ist.
relations-remove = Entfernen
relations-add = Hinzufügen
relations-nobody = Im Verzeichnis steht niemand anderes zur Auswahl. Bitten Sie die Verwaltung, die Organisation anzulegen.
suppliers-title = IT-Dienstleister
suppliers-lead = Wer Ihre Systeme liefert, betreibt oder beherbergt. Ein Dienstleister von vierzig Krankenhäusern wird einmal gewarnt und antwortet für alle vierzig.
suppliers-empty = Noch kein IT-Dienstleister.
suppliers-add = Einen IT-Dienstleister hinzufügen
networks-title = Verbünde
networks-lead = Der Verbund von Krankenhäusern oder Laboren, zu dem Sie gehören. Eine Behörde kann einen ganzen Verbund auf einmal warnen.
networks-empty = Noch kein Verbund.
networks-add = Einen Verbund hinzufügen
staff-title = Gruppen von Mitarbeitenden
staff-lead = Kolleginnen und Kollegen, die wissen müssen, was geschieht: die Nachtschicht, die IT, die Sekretariate. Sie brauchen kein Konto; sie erhalten eine Nachricht mit einem Link.
staff-empty = Noch keine Gruppe. Beginnen Sie mit denen, die nachts arbeiten.
staff-add = Eine Gruppe hinzufügen
staff-edit = Gruppe ändern
staff-name = Name der Gruppe
staff-name-hint = Zum Beispiel: Nachtschicht Labor
staff-name-missing = Geben Sie der Gruppe einen Namen.
staff-name-long = Dieser Name ist zu lang.
staff-members = Wer dazugehört
staff-members-hint = Eine Person je Zeile: Name; E-Mail-Adresse; Mobilnummer; Sprache (nl, fr, de oder en). Die Reihenfolge spielt keine Rolle, und Sie können aus einer Tabelle einfügen. Eine E-Mail-Adresse oder eine Mobilnummer genügt.
staff-members-missing = Geben Sie mindestens eine Person an.
staff-members-wrong = Nicht jede Zeile konnte gelesen werden.
staff-line-no-address = es steht keine E-Mail-Adresse oder Mobilnummer da
staff-line-twice = es stehen zwei Adressen oder zwei Nummern da; nehmen Sie zwei Zeilen
staff-privacy = Namen und Adressen werden verschlüsselt aufbewahrt. Nur wer diese Organisation leitet, sieht diese Liste; eine Behörde sieht nur, wie viele Personen erreicht wurden.
staff-remove = Gruppe löschen
staff-count = { $count ->
    [one] 1 Person
   *[other] { $count } Personen
 }
staff-line = Zeile { $line }: { $what }
staff-line-too-many = eine Gruppe hat höchstens { $most } Personen
