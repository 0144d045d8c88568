skip-to-content = Naar de inhoud
main-menu = Hoofdmenu
waiting = wachtend:
call-for-help = Hulp vragen
sign-out = Afmelden
help-phone-label = Telefonisch, dag en nacht:
live-lost = De pagina wordt niet meer vanzelf bijgewerkt. Laad ze opnieuw voor de laatste stand.
exercise-word = OEFENING
exercise-not-real = niets hiervan is echt

role-director = Directeur
role-deputy = Adjunct-directeur
role-quality-manager = Kwaliteitsverantwoordelijke
role-it-head = Hoofd IT
role-crisis-lead = Crisisleider
role-duty-officer = Wachtdienst
role-administrator = Beheerder
role-card-holder = Noodkaart

error-way-home = Naar de startpagina
error-not-found-title = Deze pagina bestaat niet
error-not-found-text = Ze is misschien verplaatst, of niet bedoeld voor uw functie. Volgde u een link, kijk dan na of u met de juiste functie bent aangemeld.
error-forbidden-title = Dit mag u niet doen
error-forbidden-text = Uw functie laat dit niet toe. Uw directeur of de beheerder kan zeggen wie het wel mag.
error-signed-out-title = U bent niet meer aangemeld
error-signed-out-text = Meld u opnieuw aan om verder te gaan.
error-invalid-title = Er klopt iets niet
error-invalid-text = De aanvraag was niet te begrijpen. Ga terug, kijk na wat u typte en probeer opnieuw.
error-conflict-title = Iemand was u voor, of deze pagina is oud
error-conflict-text = Dit was al gedaan, of u wisselde van functie sinds u de pagina opende. Ga terug, laad opnieuw en kijk nog eens; er is niets veranderd.
error-too-many-title = Te veel pogingen
error-too-many-text = Wacht { $seconds } seconden en probeer opnieuw.
error-too-large-title = Dit is te groot
error-too-large-text = Wat u stuurde is groter dan wij aanvaarden. Er is niets bewaard.
error-unavailable-title = Een ogenblik
error-unavailable-text = Het systeem bereikt zijn databank even niet. Probeer het over een minuut opnieuw; er is niets stilzwijgend verloren gegaan.
error-internal-title = Dit liep bij ons fout
error-internal-text = Het is genoteerd. Probeer opnieuw; blijft het misgaan, gebruik dan de telefoon.

email = E-mailadres
password = Wachtwoord
device-unknown = Onbekend toestel

sign-in-title = Aanmelden
sign-in-passkey = Aanmelden met een passkey
sign-in-or = of
sign-in-button = Aanmelden
sign-in-lost = Ik ben mijn telefoon of passkey kwijt
sign-in-card = Ik heb een noodkaart of noodcode
sign-in-wrong = Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Kijk beide na en probeer opnieuw.
sign-in-wait = { $minutes ->
    [one] Te veel pogingen. Wacht een minuut en probeer opnieuw. Met een passkey kunt u meteen binnen.
   *[other] Te veel pogingen. Wacht { $minutes } minuten en probeer opnieuw. Met een passkey kunt u meteen binnen.
 }
sign-in-kept-title = Uw tekst is bewaard
sign-in-kept-text = Meld u aan om verder te gaan. U ziet dan wat u typte en kunt het alsnog versturen.
sign-in-again-title = Meld u nog eens aan
sign-in-again-text = U gaat wijzigen hoe u zich aanmeldt. Daarom controleren we opnieuw of u het bent.
passkey-refused = De passkey werd niet aanvaard. Probeer opnieuw of gebruik uw wachtwoord.
signed-out-title = U bent afgemeld
signed-out-text = Dit toestel is vergeten wat u aan het typen was.
signed-out-again = Aanmelden

code-title = Nog één stap
code-label = Code van zes cijfers
code-hint = Open de authenticator-app op uw telefoon.
code-button = Verder
code-wrong = Deze code klopt niet of is al gebruikt. Wacht op de volgende en probeer opnieuw.
code-no-phone = Ik heb mijn telefoon niet: een gedrukte code gebruiken
code-back = Terug naar aanmelden
recovery-code = Gedrukte herstelcode
recovery-code-hint = Zestien letters en cijfers. Elke code werkt één keer.

recovery-title = Ik ben mijn telefoon of passkey kwijt
recovery-phone-title = U kent uw wachtwoord nog
recovery-phone-text = Meld u aan met uw wachtwoord. Kies op de volgende pagina “een gedrukte code gebruiken”.
recovery-passkey-title = U meldde zich alleen met een passkey aan
recovery-passkey-text = Typ uw e-mailadres en een van uw gedrukte herstelcodes. Daarna stelt u een nieuwe manier van aanmelden in.
recovery-button = Nieuwe manier van aanmelden instellen
recovery-wrong = Dit e-mailadres en deze code horen niet bij elkaar, of uw account heeft een wachtwoord. Kijk beide na en probeer opnieuw.
recovery-nothing-title = U hebt niets van dit alles
recovery-nothing-text = Vraag uw directeur of de beheerder om een nieuwe uitnodiging.

invitation-title = Welkom bij Paraat
invitation-lead = Deze uitnodiging is voor { $name }.
invitation-text = U kiest nu hoe u zich zult aanmelden. Dat duurt een drietal minuten. Houd uw telefoon bij de hand.
invitation-button = Beginnen
invitation-until = Geldig tot { $time }. De link werkt één keer.
invitation-over-title = Deze link werkt niet meer
invitation-over-text = Hij is gebruikt, verlopen, of er is een nieuwere verstuurd. Hebt u alles al ingesteld, meld u dan aan. Vraag anders een nieuwe uitnodiging aan wie u uitnodigde.

set-up-title = Hoe zult u zich aanmelden?
set-up-lead = Kies er één. De andere kunt u later toevoegen.
set-up-passkey-title = Met een passkey
set-up-passkey-text = Uw toestel herkent u aan vingerafdruk, gezicht of pincode. U hoeft niets te onthouden en niemand kan het u ontfutselen.
passkey-make = Passkey maken
set-up-password-title = Met een wachtwoord en een app
set-up-password-text = U typt een wachtwoord en daarna een code uit een app op uw telefoon.
set-up-next = Volgende: de app
password-new = Nieuw wachtwoord
password-hint = Minstens 12 tekens. Een paar woorden na elkaar zijn makkelijk te onthouden en moeilijk te raden.
password-repeat = Nieuw wachtwoord, nog eens
password-too-short = Dit is te kort. Gebruik minstens 12 tekens.
password-too-long = Dit is te lang. Gebruik hoogstens 256 tekens.
password-too-common = Dit is een van de eerste wachtwoorden die een aanvaller probeert. Kies een ander.
password-personal = Dit bestaat uit uw eigen naam of e-mailadres. Kies een ander.
password-differs = Dit is niet hetzelfde als hierboven. Typ het nieuwe wachtwoord twee keer.

app-title = Een app koppelen
app-lead = De app toont elke dertig seconden een nieuwe code.
app-step-get = Open een authenticator-app op uw telefoon. Elke app voor eenmalige codes is goed.
app-step-scan = Laat de app deze afbeelding scannen.
app-qr = QR-code voor uw authenticator-app
app-this-phone = De app staat op dit toestel
app-type-it = Scannen lukt niet: typ deze sleutel
app-step-code = Typ de code die de app nu toont.
app-button = Bevestigen
app-wrong = Deze code klopt niet. Kijk na of de klok van uw telefoon automatisch staat ingesteld en typ de code die er nu staat.

codes-title = Uw herstelcodes
codes-lead = Voor de dag waarop u uw telefoon niet hebt.
codes-text = Druk deze pagina af of schrijf de codes over. Bewaar ze bij uw belangrijke papieren, niet op uw computer.
codes-once = Elke code werkt één keer. Nieuwe codes maken deze ongeldig.
codes-print = Afdrukken
codes-have = Ik heb ze afgedrukt of overgeschreven
codes-never-again = Ze worden niet opnieuw getoond.

seat-title = In welke functie werkt u?
seat-lead = Wat u ziet en kunt doen, hangt af van uw functie.
seat-current = uw huidige functie
seat-none-title = U hebt nog geen functie
seat-none-text = Uw account werkt, maar geen enkele organisatie gaf u een functie. Vraag het uw directeur of de beheerder.
seat-kept-text = Kies uw functie. Daarna ziet u wat u typte en kunt u het versturen.

account-title = Uw account
account-name = Naam
account-seat = Functie
account-no-seat = Geen gekozen
account-change-seat = Functie wisselen
account-details-hint = Uw directeur of de beheerder kan uw naam en adres verbeteren.
account-language = Taal
account-language-text = Voor deze pagina’s en voor de mail die u krijgt.
account-sessions = Waar u aangemeld bent
account-sessions-text = Herkent u er een niet? Beëindig die en wijzig uw wachtwoord.
account-this-one = deze
account-since = Sinds { $time }
account-used = Laatst gebruikt { $time }
account-made = Gemaakt { $time }
account-end = Beëindigen
account-end-others = Alle andere beëindigen
account-passkeys = Passkeys
account-passkeys-text = Met een passkey herkent uw toestel u. Maak er een op elk toestel dat u gebruikt.
account-passkey-failed = Er werd geen passkey gemaakt. Meldde u zich meer dan een half uur geleden aan, doe dat dan eerst opnieuw.
account-remove = Verwijderen
account-last-passkey = Dit is uw enige manier om u aan te melden. Maak eerst een andere passkey of een wachtwoord.
account-password = Wachtwoord en app
account-current = Huidig wachtwoord
account-current-wrong = Dit is niet uw huidige wachtwoord.
account-change-password = Wachtwoord wijzigen
account-phone = Andere telefoon
account-phone-text = Koppel de app op een andere telefoon. U kiest ook een nieuw wachtwoord; de codes van de oude telefoon werken dan niet meer.
account-phone-button = Andere telefoon koppelen
account-no-password = U hebt geen wachtwoord. Een wachtwoord met een app op uw telefoon is een goede reserve.
account-make-password = Wachtwoord maken
account-codes = Herstelcodes
account-codes-left = { $count ->
    [one] U hebt nog één ongebruikte code.
   *[other] U hebt nog { $count } ongebruikte codes.
 }
account-codes-new = Nieuwe codes maken
account-done-session = De sessie is beëindigd.
account-done-sessions = Alle andere sessies zijn beëindigd.
account-done-passkey = De passkey is toegevoegd.
account-done-passkey-removed = De passkey is verwijderd. Wis hem ook op het toestel.
account-done-password = Uw wachtwoord is gewijzigd. Uw andere sessies zijn beëindigd.

resume-title = Uw tekst is bewaard
resume-lead = Hij is niet verstuurd: u was niet meer aangemeld of wisselde intussen van functie. Kijk hem na en verstuur hem dan.
resume-as = U verstuurt dit als
resume-other-seat = Een andere functie kiezen
resume-send = Nu versturen
resume-without = Zonder deze tekst verdergaan

mail-changed-subject = Uw aanmelding bij Paraat is gewijzigd
mail-changed-body =
    Uw wachtwoord, passkey, app of herstelcodes voor Paraat zijn gewijzigd of gebruikt.

    Was u dat? Dan hoeft u niets te doen.

    Was u dat niet? Meld u aan, beëindig alle andere sessies, wijzig uw wachtwoord en verwittig meteen uw beheerder:
    { $link }
account-devices = Waarschuwingen op een toestel
account-devices-text = Een waarschuwing die niet kan wachten, verschijnt meteen op elk toestel hieronder, naast de andere wegen waarlangs u bereikt wordt. De tekst zelf blijft op deze site.
account-devices-hint = Hiervoor is een browser nodig die meldingen kan tonen, met scripts aan. Zet de site op een iPhone of iPad eerst op het beginscherm.
account-device-add = Waarschuw mij op dit toestel
account-device-failed = Dat lukte niet. Sta meldingen van deze site toe in uw browser en probeer het opnieuw.
account-device-refused = Dit toestel kon niet worden toegevoegd. U hebt er al tien, of de browser gaf iets wat wij niet kennen.
account-done-device = U wordt op dit toestel gewaarschuwd.
account-done-device-removed = U wordt op dat toestel niet meer gewaarschuwd.
