directory = Adresboek
directory-lead = Wie er in de zorgsector is, waar, en wie ervoor instaat.
save = Bewaren
cancel = Annuleren
optional = niet verplicht
unknown = Onbekend
yes = Ja
no = Nee
form-refused = Er is nog niets bewaard. Kijk dit na:
field-required = Vul dit in.
field-too-long = Dit is te lang.
moment-wrong = Geef dag en uur, zoals 23/11/2026 09:42.
back-to-organisation = Terug naar de organisatie

list-search = Zoeken op naam of gemeente
list-search-hint = Elk woord moet voorkomen; hoofdletters en accenten tellen niet.
list-search-do = Zoeken
list-every-kind = Alle soorten
list-nothing-title = Niets gevonden
list-nothing-text = Probeer minder woorden, of een andere soort.
list-show-all = Alles tonen
list-empty-title = Het adresboek is nog leeg
list-empty-text = Hier staan straks de ziekenhuizen, labo’s en overheden die elkaar moeten bereiken. Begin met een lijst in te lezen.
list-earlier = Vorige
list-later = Volgende
list-pages = Bladeren

kind-hospital = Ziekenhuis
kind-clinical-biology-lab = Laboratorium voor klinische biologie
kind-pathology-lab = Laboratorium voor pathologische anatomie
kind-gp-practice = Huisartsenpraktijk
kind-nursing-home = Woonzorgcentrum
kind-pharmacy = Apotheek
kind-it-supplier = IT-leverancier
kind-network = Netwerk van ziekenhuizen of labo’s
kind-authority = Overheid
kind-csirt = CSIRT
kind-emergency-service = Hulpdienst
kind-other = Andere
mandate-csirt = Nationaal CSIRT
mandate-lab-quality = Kwaliteit van laboratoria
mandate-data-protection = Gegevensbescherming
mandate-medicines-agency = Geneesmiddelen en hulpmiddelen
mandate-health-ministry = Ministerie van Volksgezondheid
mandate-ehealth-platform = eHealth-platform

organisation-add = Organisatie toevoegen
organisation-edit = Gegevens wijzigen
organisation-facts = Gegevens
organisation-name = Naam
organisation-kind = Soort
organisation-mandate = Bevoegdheid
organisation-mandate-hint = Alleen voor een overheid of CSIRT: waarover ze volgens de wet moet worden ingelicht.
organisation-no-mandate = Geen
organisation-kbo = Ondernemingsnummer (KBO)
organisation-kbo-hint = Tien cijfers, zoals 0999.000.129.
organisation-riziv = RIZIV-nummer
organisation-riziv-hint = Acht of elf cijfers.
organisation-recognition = Erkenningsnummer
organisation-language = Taal
organisation-mail-domain = Eigen maildomein
organisation-mail-domain-hint = Wat achter de @ staat, zoals labo.example. Zo weten we welk adres nog werkt als uw netwerk platligt.
mail-domain-wrong = Dit is geen domein. Schrijf alleen wat achter de @ staat.
organisation-ownership = Openbaar of privé
organisation-country = Land
organisation-country-hint = Twee letters, zoals BE.
country-unknown = Dit land kennen we niet. Schrijf twee letters, zoals BE.

sites-title = Vestigingen
site-main = Hoofdvestiging
site-unnamed = Vestiging zonder naam
site-add = Vestiging toevoegen
site-edit = Vestiging wijzigen
site-remove = Deze vestiging schrappen
site-name = Naam van de vestiging
site-name-hint = Alleen als ze anders heet dan de organisatie.
site-street = Straat
site-house-number = Nummer
site-postcode = Postcode
site-city = Gemeente
site-telephone = Telefooncentrale
site-email = Algemeen e-mailadres
site-website = Website
site-beds = Bedden
beds-wrong = Schrijf een aantal, zoals 120.
site-emergency = Spoedgevallendienst
site-facility-type = Type volgens de lijst
site-as-of = Stand van
site-extra = Wat de lijst nog zegt

seats-title = Wie ervoor instaat
seats-lead = Elke functie heeft iemand die ze vervult, vervangers, en wegen om haar te bereiken.
seats-empty-title = Nog niemand
seats-empty-text = Zonder functies kan niemand zich voor deze organisatie aanmelden of gewaarschuwd worden.
seats-hidden = Namen en nummers zien alleen de organisatie zelf en de beheerder.
seat-add = Functie toevoegen
seat-role = Functie
seat-role-hint = Een functie kan meer dan eens bestaan, zoals bij een wachtdienst.
seat-vacant = Niemand vervult deze functie.
seat-people = Mensen
seat-holds = vervult de functie
seat-stands-in = vervanger
seat-later = begint later
seat-end = Stopt nu
seat-replace = Iemand anders deze functie geven
seat-replace-hint = Wie de functie nu vervult, kan ze vanaf dan niet meer gebruiken.
seat-replace-do = Deze functie geven
seat-add-stand-in = Vervanger toevoegen
seat-from = Vanaf
seat-from-hint = Leeg laten: vanaf nu.
seat-until = Tot
seat-until-wrong = Het einde moet na het begin liggen.
seat-reach-weak = Slecht bereikbaar
lack-none = Er is geen enkele weg om deze functie te bereiken. Voeg er twee toe, waarvan één buiten uw eigen mail en telefooncentrale.
lack-only-one = Er is maar één weg. Voeg een tweede toe, buiten uw eigen mail en telefooncentrale.
lack-none-outside = Alle wegen lopen over uw eigen mail of telefooncentrale. Ligt uw netwerk plat, dan bereikt niemand deze functie. Voeg een gsm of een mailadres van elders toe.
person-name = Naam
person-email = E-mailadres om zich mee aan te melden
person-language = Taal van deze persoon
seat-invite = Uitnodigen per e-mail
seat-invited = De uitnodiging is onderweg.
invite-subject = Stel in hoe u zich bij Paraat aanmeldt

seat-erase = De gegevens van deze persoon wissen
seat-erased = De gegevens van de persoon zijn gewist.
seat-earlier = Vroeger op deze functie
erase-title = De gegevens van een persoon wissen
erase-lead = Dit kan niet ongedaan worden gemaakt. Lees wat verdwijnt en wat blijft.
erase-goes = Wat verdwijnt
erase-goes-ways = Elke manier om zich aan te melden, en elke sessie: de persoon is meteen afgemeld.
erase-goes-seats = Elke functie en elke vervanging. De functies zelf blijven, zonder deze persoon.
erase-stays = Wat blijft
erase-stays-journal = Het journaal, onveranderd. Het bewaart alleen een kenmerk dat niet meer naar een naam leidt.
erase-stays-filed = Wat ingediend is, houdt de naam van wie het indiende, tot de bewaartermijn van die melding afloopt.
erase-stays-channels = Andere nummers en adressen waarop een functie te bereiken is. Is er een van deze persoon zelf, schrap het dan op de pagina van de functie.
erase-stays-backups = Back-ups van vroeger, tot ze verwijderd worden.
erase-legend = Bent u zeker?
erase-sure = Ik heb dit gelezen en wil de gegevens van deze persoon voorgoed wissen
erase-not-sure = Vink dit aan als u het wilt. Er is nog niets gewist.
erase-do = Voorgoed wissen
erase-back = Terug naar de functie
erase-self = U kunt uw eigen gegevens niet wissen
erase-self-text = Er moet iemand blijven die een vergissing kan herstellen. Vraag het aan een andere beheerder.

channels-title = Hoe deze functie te bereiken is
channels-lead = Minstens twee wegen, waarvan één die nog werkt als uw eigen netwerk platligt.
channel-email = E-mail
channel-mobile = Gsm
channel-telephone = Vaste telefoon
channel-pager = Pieper
channel-other = Iets anders
channel-kind = Soort
channel-address = Adres of nummer
channel-add = Weg toevoegen
channel-remove = Schrappen
channel-outside = buiten eigen netwerk
channel-inside = eigen netwerk
address-empty = Vul een adres of nummer in.
address-not-email = Dit is geen e-mailadres.
address-not-telephone = Dit is geen telefoonnummer. Schrijf het met landcode, zoals +32 2 000 01 00.
address-not-webhook = Dit is geen adres waarop een programma luistert. Het begint met https:// en noemt een server, zonder naam of wachtwoord erin.
channel-webhook = Een programma op een URL (webhook)
channel-ehealthbox = eHealthBox (hoedanigheid en RIZIV-nummer)
address-not-ehealthbox = Dit is geen adres van de eHealthBox. Schrijf de hoedanigheid en het RIZIV-nummer, zoals HOSPITAL 71000436.
webhook-secret = Het geheim van het programma, één keer getoond
webhook-secret-text = Geef het aan wie het programma op { $url } beheert. Daarmee controleert het of een waarschuwing echt van hier komt; is het kwijt, verwijder deze weg dan en voeg hem opnieuw toe.

identifier-empty = Er staat geen nummer.
identifier-not-digits = Er staat iets anders dan cijfers in.
identifier-wrong-length = Het aantal cijfers klopt niet.
identifier-wrong-start = Een ondernemingsnummer begint met 0 of 1.
identifier-check-digits = De controlecijfers kloppen niet; waarschijnlijk een tikfout.
identifier-too-long = Het nummer is te lang.
identifier-bad-character = Er staat een teken in dat niet in een nummer hoort.

card-title = Noodkaart
card-lead = Met deze kaart meldt uw organisatie een aanval zonder zich aan te melden. Hang ze waar de wacht ze vindt, en nergens anders.
card-code-gone = De code staat alleen op het papier; wij bewaren ze niet leesbaar.
card-replace = Nieuwe kaart maken
card-replace-hint = De oude kaart werkt dan meteen niet meer.
card-revoke = Kaart intrekken
card-none = Uw organisatie heeft nog geen noodkaart
card-none-text = Is uw aanmelding onbereikbaar, dan is de kaart de snelste weg.
card-make = Kaart maken
card-once = Druk deze kaart nu af
card-once-text = De code wordt maar één keer getoond. Een oude kaart werkt niet meer. Wie de kaart heeft, kan in naam van uw organisatie alarm slaan.
card-heading = Noodkaart bij een cyberaanval
card-how = Scan met een gsm, of typ de code op dit adres:
card-keep = Kaart kwijt? Maak meteen een nieuwe.
card-print-hint = Druk af met Ctrl+P of via het menu van uw browser.
card-stored = De kaart is afgedrukt
card-qr = QR-code die naar de noodoproep leidt
card-exercise = OEFENING – deze kaart is niet echt

import-title = Lijst inlezen
import-lead = U ziet eerst wat er zou gebeuren, met rij en kolom van elk probleem. Niets gaat verloren.
import-file = Bestand (CSV)
import-file-hint = Zoals uw rekenblad het bewaart: komma, puntkomma of tab; elke gangbare tekencodering.
import-source = Naam van de lijst
import-source-hint = Geef elke lijst een eigen naam. Een nieuwe uitgave onder dezelfde naam werkt bij wat de vorige bracht. Leeg: de naam van het bestand.
import-look = Bekijken
import-columns-title = Welke kolommen we kennen
import-columns-text = Alleen de naam is verplicht. Ook gangbare Nederlandse, Franse en Duitse namen en de lijsten van Eurostat GISCO worden begrepen. Wat we niet kennen, wordt als tekst bewaard.
import-not-read = Dit bestand konden we niet lezen
file-missing = Kies een bestand.
file-empty = Het bestand is leeg.
import-preview-title = Voor u inleest
import-tab = tab
import-what-happens = Wat er zou gebeuren
import-rows = Rijen
import-organisations = Organisaties
import-sites = Vestigingen
import-unknown-columns = Kolommen die we niet kennen
import-unknown-columns-text = Bewaard als tekst bij elke vestiging.
import-confirm = Inlezen
import-other-file = Een ander bestand
import-problems = Wat ons opviel
import-problems-caption = Het ergste eerst; rijen genummerd zoals in uw rekenblad.
import-no-problems = Geen problemen
import-row = Rij
import-column = Kolom
import-value = Wat er staat
import-why = Waarom
import-whole-row = de hele rij
import-fate-refused = rij geweigerd
import-fate-kept = als tekst bewaard
import-fate-noted = ter info
imported-title = Ingelezen
imported-text = Leest u dezelfde lijst later opnieuw in, dan wordt bijgewerkt en niets verdubbeld.

reason-name-missing = De rij noemt geen organisatie.
reason-name-too-long = De naam is langer dan enige echte naam.
reason-cell-too-long = Een cel is te lang.
reason-more-cells-than-columns = De rij heeft meer cellen dan er kolommen zijn; meestal een scheidingsteken te veel.
reason-quote-never-closed = Een aanhalingsteken gaat open en nooit dicht.
reason-fewer-cells-than-columns = De rij heeft minder cellen dan er kolommen zijn; de rest is leeg gelezen.
reason-value-too-long = Te lang voor zijn plaats.
reason-word-for-nothing = Een woord dat programma’s voor “niets” schrijven.
reason-kind-unknown = Geen soort organisatie die we kennen.
reason-mandate-unknown = Geen bevoegdheid, of deze organisatie kan er geen hebben.
reason-nihdi-check-digits = De controlecijfers van dit RIZIV-nummer volgen geen bekende regel; kijk het na.
reason-country-unknown = Geen land dat we kennen.
reason-country-assumed = Er staat geen land; België is aangenomen.
reason-language-unknown = Geen taal van dit programma (nl, fr, de, en).
reason-not-a-number = Dit is geen getal.
reason-out-of-range = Dit getal kan niet.
reason-position-incomplete = Alleen breedte of alleen lengte.
reason-position-zero = Een plaats op 0, 0 betekent “onbekend”.
reason-not-yes-or-no = Niet ja en niet nee.
reason-not-a-date = Dit is geen datum.
reason-month-first = Met de maand eerst gelezen; anders kan deze datum niet.
reason-email-invalid = Dit is geen e-mailadres.
reason-several-emails = Meer dan één e-mailadres; het eerste is genomen.
reason-lost-letters = Er gingen al letters verloren vóór dit bestand hier kwam.
reason-control-characters = Onzichtbare tekens zijn weggelaten.
reason-shared-identifier = Meer dan één plaats draagt dit nummer; we houden ze uit elkaar op naam en plaats.
reason-identical-row = De rij is woord voor woord dezelfde als een eerdere.
reason-differs-from-organisation = Een andere rij van dezelfde organisatie zegt iets anders; die is genomen.

list-found = { $count ->
    [one] Eén organisatie.
   *[other] { $count } organisaties.
 }
list-page-of = Bladzijde { $page } van { $pages }
list-sites = { $count } vestigingen
seat-since = sinds { $when }
seat-till = tot { $when }
erase-goes-name = De naam { $name } en het adres { $email }, ook waar een functie daarop te bereiken is.
card-valid = De kaart van { $when } is geldig
file-too-large = Het bestand is groter dan { $limit } MB.
file-too-many-rows = Het bestand heeft meer dan { $limit } rijen. Splits het.
file-too-many-columns = Het bestand heeft { $columns } kolommen; meer dan { $limit } lezen we niet.
file-no-name-column = Geen kolom heet name, naam, nom of hospital_name. Gevonden: { $headings }.
import-read-as = Gelezen als { $encoding }, cellen gescheiden door « { $separator } », bewaard als lijst “{ $source }”.
import-rows-text = Van { $rows } rijen { $taken } aanvaard en { $refused } geweigerd.
import-blank = { $count ->
    [one] Eén lege rij overgeslagen.
   *[other] { $count } lege rijen overgeslagen.
 }
import-identical = { $count ->
    [one] Eén rij herhaalt een eerdere en telt één keer.
   *[other] { $count } rijen herhalen een eerdere en tellen één keer.
 }
import-counts = { $new } nieuw, { $changed } bijgewerkt, { $unchanged } ongewijzigd.
import-absent = { $count ->
    [one] Eén van vroeger staat er niet meer op en blijft zoals hij is.
   *[other] { $count } van vroeger staan er niet meer op; ze blijven zoals ze zijn.
 }
import-refused-download = { $count ->
    [one] De geweigerde rij downloaden
   *[other] { $count } geweigerde rijen downloaden
 }
import-unshown = { $count ->
    [one] En nog één.
   *[other] En nog { $count } andere.
 }
import-other-row = Zie rij { $row }.
invite-body = Beste { $name },{"\u000A\u000A"}U hebt een functie bij { $organisation } in Paraat. Stel in hoe u zich aanmeldt; de link werkt zeven dagen en één keer:{"\u000A\u000A"}{ $link }

region-be = België
region-be-bru = Brussel
region-be-wbr = Waals-Brabant
region-be-vbr = Vlaams-Brabant
region-be-van = Antwerpen
region-be-vli = Limburg
region-be-wlg = Luik
region-be-wna = Namen
region-be-wht = Henegouwen
region-be-wlx = Luxemburg (provincie)
region-be-vwv = West-Vlaanderen
region-be-vov = Oost-Vlaanderen

relations-title = Leveranciers en medewerkers
relations-lead = Wie hier staat, kan in één klik worden ingelicht wanneer een waarschuwing binnenkomt. Vul het in voor het nodig is.
relations-remove = Weglaten
relations-add = Toevoegen
relations-nobody = Er is niemand anders in het adresboek om uit te kiezen. Vraag de beheerder om de organisatie toe te voegen.
suppliers-title = IT-leveranciers
suppliers-lead = Wie uw systemen levert, beheert of onderbrengt. Een leverancier van veertig ziekenhuizen wordt één keer gewaarschuwd en antwoordt voor alle veertig.
suppliers-empty = Nog geen IT-leverancier.
suppliers-add = Een IT-leverancier toevoegen
networks-title = Netwerken
networks-lead = Het ziekenhuis- of laboratoriumnetwerk waartoe u behoort. Een overheid kan een heel netwerk tegelijk waarschuwen.
networks-empty = Nog geen netwerk.
networks-add = Een netwerk toevoegen
staff-title = Groepen medewerkers
staff-lead = Collega’s die moeten weten wat er gebeurt: het nachtteam, de IT-dienst, de secretariaten. Zij hebben geen account nodig; ze krijgen een bericht met een link.
staff-empty = Nog geen groep. Begin met wie ’s nachts werkt.
staff-add = Een groep toevoegen
staff-edit = Groep wijzigen
staff-name = Naam van de groep
staff-name-hint = Bijvoorbeeld: nachtteam labo
staff-name-missing = Geef de groep een naam.
staff-name-long = Deze naam is te lang.
staff-members = Wie erin zit
staff-members-hint = Eén persoon per regel: naam; e-mailadres; gsm-nummer; taal (nl, fr, de of en). De volgorde speelt geen rol en u mag uit een rekenblad plakken. Een e-mailadres of een gsm-nummer is genoeg.
staff-members-missing = Zet er minstens één persoon in.
staff-members-wrong = Niet elke regel kon worden gelezen.
staff-line-no-address = er staat geen e-mailadres of gsm-nummer
staff-line-twice = er staan twee e-mailadressen of twee nummers; gebruik twee regels
staff-privacy = Namen en adressen worden versleuteld bewaard. Alleen wie deze organisatie leidt, ziet deze lijst; een overheid ziet enkel hoeveel mensen bereikt zijn.
staff-remove = Groep verwijderen
staff-count = { $count ->
    [one] 1 persoon
   *[other] { $count } personen
 }
staff-line = Regel { $line }: { $what }
staff-line-too-many = een groep heeft hoogstens { $most } mensen
