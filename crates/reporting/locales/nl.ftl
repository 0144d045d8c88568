nav-desk = Wachtdienst
nav-reports = Mijn meldingen
optional = niet verplicht
open = Openen

kind-hospital = ziekenhuis
kind-clinical-biology-lab = klinische biologie
kind-pathology-lab = pathologische anatomie
kind-gp-practice = huisartsenpraktijk
kind-nursing-home = woonzorgcentrum
kind-pharmacy = apotheek
kind-it-supplier = IT-leverancier
kind-authority = overheid
kind-csirt = CSIRT
kind-emergency-service = hulpdienst
kind-other = andere organisatie

wrong-too-long = Dit is te lang; hoogstens { $most } tekens.
wrong-not-a-moment = Schrijf een dag en een uur, zoals 2026-11-22T06:10.
wrong-in-future = Dit ligt in de toekomst. Geef het moment waarop u het wist, volgens de klok van deze pagina.
wrong-too-old = Dit ligt jaren terug. Kijk het jaartal na.
wrong-not-a-choice = Neem een van de getoonde keuzes.
wrong-not-an-email = Dit is geen e-mailadres; het ziet eruit als naam@voorbeeld.be.
wrong-not-a-telephone = Dit is geen telefoonnummer; schrijf de cijfers, als het kan met + en de landcode.
wrong-no-words = Schrijf wat u wilt zeggen; het veld is leeg.

call-for = U meldt voor { $organisation }.
call-errors-title = Nog niet verstuurd. Alles wat u typte, staat er nog.
call-file = Nu melden
call-keep = Bewaren voor later
call-saved = bewaard om { $time }
call-offline = geen verbinding: bewaard op dit toestel
call-put-back = Uw woorden staan er weer. Kijk ze nog eens na en meld dan.
call-restored = woorden die op dit toestel bewaard waren, zijn teruggezet
call-resumed = U gaat verder met wat bewaard is: { $time }.
call-new = Een nieuwe melding beginnen
call-discard = Dit ontwerp weggooien
call-goes-to = Gaat naar:
call-goes-to-nobody = De gids noemt geen overheid voor uw soort organisatie. Uw melding wordt bewaard, maar wij verwittigen niemand: telefoneer ook.
call-who-sees = Wie ziet wat, en waarom
call-each-sees = Elk van hen ziet alles wat u hier invult, en het eigen gesprek met u. De gesprekken met de anderen ziet het niet. U ziet wie het gelezen heeft, en wanneer.
call-others-none = Niemand anders kan het zien of te weten komen dat het bestaat.
call-kept = Bewaard. Nog niemand is verwittigd: open het ontwerp en kies «{ $button }».
call-kept-card = Bewaard zolang u hier met deze kaart blijft. Nog niemand is verwittigd.
call-discarded = Het ontwerp is weggegooid. Niemand werd verwittigd.
call-filed-already = al verstuurd

card-title = Melden met de noodkaart
card-lead = Voor als niemand zich kan aanmelden. De code staat op de gedrukte kaart van uw organisatie.
card-code-label = Code op de kaart
card-code-hint = Vier groepjes van vier. Hoofdletters, spaties en streepjes maken niet uit.
card-unknown = Deze code is onbekend of ingetrokken. Vergelijk ze met de kaart, of telefoneer.
card-begin = Beginnen
card-scanned-title = Uw kaart is gelezen
card-scanned-lead = Eén knop, en u kunt zeggen wat er aan de hand is.
card-needs = Met de kaart kunt u melden, en niets anders: ze opent geen eerdere meldingen.

receipt-title = Uw melding is ingediend
receipt-lead = Ze is binnen. { $count ->
    [0] Wij konden niemand verwittigen: telefoneer nu.
    [one] Eén overheid is zonet verwittigd.
   *[other] { $count } overheden zijn zonet verwittigd.
 }
receipt-number = Uw nummer
receipt-filed = Ingediend
receipt-aware = Geweten sinds
receipt-entry = Regel in het journaal
receipt-hash = Hash van die regel
receipt-digest = Vingerafdruk van het document
receipt-digest-why = Met vingerafdruk en hash kan later bewezen worden dat geen letter veranderd is.
receipt-told-title = Wie verwittigd is
receipt-next-title = Wat er nu gebeurt
receipt-next-answer = { $authority } { $answer }.
receipt-next-mail = Zodra een overheid bevestigt of iets vraagt, krijgen uw collega’s een e-mail die enkel zegt dat er iets wacht.
receipt-next-by = Op { $time }:
receipt-next-card = Uw directeur en collega’s vinden de melding onder «Mijn meldingen» zodra ze zich kunnen aanmelden. Deze pagina blijft voor u leesbaar zolang u hier met deze kaart blijft.
receipt-urgent = Is het dringend? Telefoneer ook:
receipt-document = Het document zoals ingediend
receipt-to-report = Uw melding volgen
receipt-print = Afdrukken

stage-early-warning = Vroege waarschuwing
document-title = { $stage } van { $organisation }
document-exercise = OEFENING: niets hiervan is echt
document-of = Gemeld door
document-filer = Ingediend door
document-card = iemand met de noodkaart
document-filed = Ingediend
document-aware = Geweten sinds
document-not-answered = niet beantwoord
document-frozen = Zoals ingediend, sindsdien onveranderd. Formulier { $form }, versie { $version }; { $law }.
document-digest = SHA-256 van het document:
document-entry = Regel { $seq } in het journaal, hash:
document-json = Het document als JSON, byte voor byte
document-back = Terug naar de melding
document-erased-title = De inhoud is gewist
document-erased-text = De bewaartermijn is verstreken. Dat er gemeld is, wanneer, en de vingerafdruk blijven in het journaal.

reports-title = Mijn meldingen
reports-lead = Wat uw organisatie meldde, en hoe ver elke melding staat.
reports-call = Hulp vragen
reports-drafts-title = Begonnen, niet verstuurd
reports-drafts-text = Hiervan is nog niemand verwittigd.
reports-draft-empty = (nog niets getypt)
reports-draft-saved = bewaard: { $time }
reports-draft-go-on = Verdergaan
reports-draft-discard = Weggooien
reports-filed-title = Ingediend
reports-empty-title = Nog niets gemeld
reports-empty-text = Worden uw systemen aangevallen, meld het hier dan in een minuut; de overheden die het moeten weten, worden meteen verwittigd. Oefenen kan met uw noodkaart.
reports-older = Ouder
reports-newest = Naar de nieuwste
reports-filed-at = ingediend { $time }

standing-told = { $authority }: verwittigd
standing-acknowledged = { $authority }: bevestigd
standing-asked = { $authority }: vraagt u iets

desk-title = Wachtdienst
desk-lead = Wat wacht, het dringendste eerst. Deze pagina verandert vanzelf.
desk-count = { $count ->
    [0] Er wacht niets op u.
    [one] Eén melding wacht op u.
   *[other] { $count } meldingen wachten op u.
 }
desk-late = Te laat
desk-new = Nieuw
desk-mine = Wacht op u
desk-colleagues = Bij collega’s
desk-asked = Wacht op de melder
desk-none = niets
desk-more = Er zijn er meer; bekijk alles
desk-all = Alles
desk-all-title = Alles wat u gemeld werd
desk-all-lead = Het nieuwste eerst.
desk-back = Naar de wachtdienst
desk-empty-title = U is nog niets gemeld
desk-empty-text = Meldt een organisatie een incident dat uw overheid moet kennen, dan staat het hier meteen, en krijgt de wachtdienst een e-mail. Verwacht u meldingen, laat de beheerder dan de bevoegdheid van uw overheid in de gids nakijken.
desk-aware = geweten sinds { $time }
desk-filed = ingediend { $time }
desk-left = nog { $time }
desk-late-by = { $time } te laat
desk-acknowledge = Bevestigen
desk-read-answer = Het antwoord lezen
desk-go-on = Vragen of doorgeven
desk-with = bij { $person }

chip-new = nieuw
chip-late = te laat
chip-answered = beantwoord
chip-yours = bij u
chip-colleague = bij een collega
chip-asked = vraag gesteld

incident-told-title = De overheden
incident-status-told = verwittigd, nog niet bevestigd
incident-status-acknowledged = bevestigd als { $reference }
incident-status-acknowledged-at = bevestigd als { $reference } · { $time }
incident-status-told-at = verwittigd: { $time }
incident-answer-due = antwoord verwacht tegen { $time }
incident-answer-late = nog geen antwoord; het werd verwacht tegen { $time }. Telefoneer { $telephone }
incident-asks-you = vraagt u iets
incident-no-questions = Nog geen vragen.
incident-answer-label = Uw antwoord aan { $authority }
incident-answer-hint = Enkel { $authority } en uw eigen collega’s zien het.
incident-answer-send = Antwoord versturen
incident-answered = Uw antwoord is verstuurd.
incident-who-title = Wie dit kan zien
incident-who-own = Uw organisatie: directeur, adjunct, kwaliteitscoördinator, IT, crisisleider, wachtdienst.
incident-who-authority = { $authority }: directeur, adjunct en wachtdienst
incident-who-nobody = Niemand anders kan het zien of te weten komen dat het bestaat.
incident-read-title = Wie het gelezen heeft
incident-read-none = Nog niemand heeft het geopend.
incident-history-title = Wat er tot nu toe gebeurde
incident-filings-title = Documenten zoals ingediend
incident-filing = { $stage }, ingediend op { $time }
incident-back-reports = Mijn meldingen
incident-back-desk = Wachtdienst
incident-number = Nummer { $number }
incident-reference = Uw referentie { $reference }
incident-facts-title = Wat er gemeld is
incident-thread-title = Vragen en antwoorden
incident-thread-empty = Nog niets gevraagd.
incident-acknowledge = Bevestigen
incident-acknowledge-why = De melder ziet meteen dat u het hebt, onder uw referentie. U wordt de behandelaar.
incident-acknowledged = Bevestigd als { $reference }. De melder ziet het.
incident-ask-label = De melder iets vragen
incident-ask-hint = Enkel de melder en uw eigen dienst zien het. De melder krijgt een e-mail dat er iets wacht.
incident-ask-send = Vraag versturen
incident-asked = Uw vraag is verstuurd.
incident-handler = Behandeld door { $person }
incident-handler-none = Nog niemand behandelt dit.
incident-assign-label = Doorgeven aan
incident-assign-send = Doorgeven
incident-assigned = Doorgegeven aan { $person }.
incident-why-title = Waarom u verwittigd werd
incident-somebody = iemand
incident-card = noodkaart

history-filed = { $organisation } diende de vroege waarschuwing in.
history-acknowledged = { $authority } bevestigde als { $reference }.
history-asked = { $authority } stelde een vraag.
history-answered = { $organisation } antwoordde { $authority }.
history-assigned = { $person } behandelt het nu.

mail-waiting-subject = Paraat: er wacht iets op u
mail-waiting-text = In Paraat wacht iets op u. Meld u aan om het te zien:
mail-waiting-why = Dit bericht zegt met opzet niet wat: een mailbox is geen veilige plaats. U krijgt het door uw functie in uw organisatie.
mail-term-ends-subject = Paraat: een termijn van een melding loopt af
mail-term-ends-text = Een termijn van een melding in Paraat loopt af: { $at }. Meld u aan om te zien wat nog moet gebeuren:
mail-term-passed-subject = Paraat: een termijn van een melding is verstreken
mail-term-passed-text = Een termijn van een melding in Paraat is verstreken: { $at }. Meld u aan om te zien wat nog moet gebeuren:

wrong-missing = Vul dit in.
wrong-not-a-number = Schrijf een getal, zonder teken of eenheid.
wrong-too-much = Dit is te veel; hoogstens { $most }.
wrong-not-a-day = Schrijf een dag, zoals 2026-11-22.
rows-more = Bewaren en nog een regel
suggests-title = Volgens uw antwoorden kan dit een significant incident zijn
suggests-text = Dit is een suggestie. U beslist.
stage-notification = melding
stage-intermediate = tussentijds verslag
stage-progress = voortgangsverslag
stage-final = eindverslag
