skip-to-content = Zum Inhalt
main-menu = Hauptmenü
waiting = wartend:
call-for-help = Hilfe rufen
sign-out = Abmelden
help-phone-label = Telefonisch, Tag und Nacht:
live-lost = Die Seite wird nicht mehr von selbst aktualisiert. Laden Sie sie neu, um den letzten Stand zu sehen.
exercise-word = ÜBUNG
exercise-not-real = nichts davon ist echt

role-director = Direktor
role-deputy = Stellvertretender Direktor
role-quality-manager = Qualitätsbeauftragte
role-it-head = IT-Leitung
role-crisis-lead = Krisenleitung
role-duty-officer = Bereitschaftsdienst
role-administrator = Administrator
role-card-holder = Notfallkarte

error-way-home = Zur Startseite
error-not-found-title = Diese Seite gibt es nicht
error-not-found-text = Sie wurde vielleicht verschoben oder ist nicht für Ihre Funktion bestimmt. Wenn Sie einem Link gefolgt sind, prüfen Sie, ob Sie mit der richtigen Funktion angemeldet sind.
error-forbidden-title = Das dürfen Sie nicht
error-forbidden-text = Ihre Funktion erlaubt das nicht. Ihr Direktor oder der Administrator kann Ihnen sagen, wer es darf.
error-signed-out-title = Sie sind nicht mehr angemeldet
error-signed-out-text = Melden Sie sich erneut an, um fortzufahren.
error-invalid-title = Etwas stimmt nicht
error-invalid-text = Die Anfrage war nicht zu verstehen. Gehen Sie zurück, prüfen Sie Ihre Eingaben und versuchen Sie es erneut.
error-conflict-title = Jemand war schneller, oder diese Seite ist alt
error-conflict-text = Das war bereits erledigt, oder Sie haben seit dem Öffnen der Seite die Funktion gewechselt. Gehen Sie zurück, laden Sie neu und sehen Sie noch einmal nach; es wurde nichts geändert.
error-too-many-title = Zu viele Versuche
error-too-many-text = Warten Sie { $seconds } Sekunden und versuchen Sie es erneut.
error-too-large-title = Das ist zu groß
error-too-large-text = Ihre Sendung ist größer, als wir annehmen. Es wurde nichts gespeichert.
error-unavailable-title = Einen Augenblick
error-unavailable-text = Das System erreicht seine Datenbank gerade nicht. Versuchen Sie es in einer Minute erneut; es ging nichts stillschweigend verloren.
error-internal-title = Das ist bei uns schiefgegangen
error-internal-text = Es wurde vermerkt. Versuchen Sie es erneut; wenn es weiterhin fehlschlägt, benutzen Sie das Telefon.

email = E-Mail-Adresse
password = Passwort
device-unknown = Unbekanntes Gerät

sign-in-title = Anmelden
sign-in-passkey = Mit einem Passkey anmelden
sign-in-or = oder
sign-in-button = Anmelden
sign-in-lost = Ich habe mein Telefon oder meinen Passkey verloren
sign-in-card = Ich habe eine Notfallkarte oder einen Notfallcode
sign-in-wrong = Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen. Prüfen Sie beide und versuchen Sie es erneut.
sign-in-wait = { $minutes ->
    [one] Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut. Mit einem Passkey geht es sofort.
   *[other] Zu viele Versuche. Warten Sie { $minutes } Minuten und versuchen Sie es erneut. Mit einem Passkey geht es sofort.
 }
sign-in-kept-title = Ihr Text ist gesichert
sign-in-kept-text = Melden Sie sich an, um fortzufahren. Sie sehen dann, was Sie geschrieben haben, und können es absenden.
sign-in-again-title = Melden Sie sich bitte noch einmal an
sign-in-again-text = Sie ändern gleich, wie Sie sich anmelden. Deshalb prüfen wir noch einmal, dass Sie es sind.
passkey-refused = Der Passkey wurde nicht angenommen. Versuchen Sie es erneut oder benutzen Sie Ihr Passwort.
signed-out-title = Sie sind abgemeldet
signed-out-text = Dieses Gerät hat vergessen, was Sie gerade geschrieben haben.
signed-out-again = Anmelden

code-title = Noch ein Schritt
code-label = Code aus sechs Ziffern
code-hint = Öffnen Sie die Authenticator-App auf Ihrem Telefon.
code-button = Weiter
code-wrong = Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie es erneut.
code-no-phone = Ich habe mein Telefon nicht: einen gedruckten Code benutzen
code-back = Zurück zur Anmeldung
recovery-code = Gedruckter Wiederherstellungscode
recovery-code-hint = Sechzehn Buchstaben und Ziffern. Jeder Code gilt einmal.

recovery-title = Ich habe mein Telefon oder meinen Passkey verloren
recovery-phone-title = Sie kennen Ihr Passwort noch
recovery-phone-text = Melden Sie sich mit Ihrem Passwort an. Wählen Sie auf der nächsten Seite „einen gedruckten Code benutzen“.
recovery-passkey-title = Sie haben sich nur mit einem Passkey angemeldet
recovery-passkey-text = Geben Sie Ihre E-Mail-Adresse und einen Ihrer gedruckten Wiederherstellungscodes ein. Danach richten Sie eine neue Anmeldung ein.
recovery-button = Neue Anmeldung einrichten
recovery-wrong = Diese E-Mail-Adresse und dieser Code gehören nicht zusammen, oder Ihr Konto hat ein Passwort. Prüfen Sie beide und versuchen Sie es erneut.
recovery-nothing-title = Sie haben nichts davon
recovery-nothing-text = Bitten Sie Ihren Direktor oder den Administrator um eine neue Einladung.

invitation-title = Willkommen bei Paraat
invitation-lead = Diese Einladung ist für { $name }.
invitation-text = Sie wählen jetzt, wie Sie sich anmelden. Das dauert etwa drei Minuten. Halten Sie Ihr Telefon bereit.
invitation-button = Beginnen
invitation-until = Gültig bis { $time }. Der Link gilt einmal.
invitation-over-title = Dieser Link gilt nicht mehr
invitation-over-text = Er wurde benutzt, ist abgelaufen, oder es wurde ein neuerer verschickt. Wenn Sie schon alles eingerichtet haben, melden Sie sich an. Sonst bitten Sie um eine neue Einladung.

set-up-title = Wie möchten Sie sich anmelden?
set-up-lead = Wählen Sie eines. Das andere können Sie später hinzufügen.
set-up-passkey-title = Mit einem Passkey
set-up-passkey-text = Ihr Gerät erkennt Sie an Fingerabdruck, Gesicht oder PIN. Sie müssen sich nichts merken, und niemand kann ihn Ihnen entlocken.
passkey-make = Passkey erstellen
set-up-password-title = Mit einem Passwort und einer App
set-up-password-text = Sie geben ein Passwort ein und danach einen Code aus einer App auf Ihrem Telefon.
set-up-next = Weiter: die App
password-new = Neues Passwort
password-hint = Mindestens 12 Zeichen. Ein paar Wörter hintereinander sind leicht zu merken und schwer zu erraten.
password-repeat = Neues Passwort, noch einmal
password-too-short = Das ist zu kurz. Benutzen Sie mindestens 12 Zeichen.
password-too-long = Das ist zu lang. Benutzen Sie höchstens 256 Zeichen.
password-too-common = Das ist eines der ersten Passwörter, die ein Angreifer versucht. Wählen Sie ein anderes.
password-personal = Das besteht aus Ihrem Namen oder Ihrer E-Mail-Adresse. Wählen Sie ein anderes.
password-differs = Das ist nicht dasselbe wie oben. Geben Sie das neue Passwort zweimal ein.

app-title = Eine App verbinden
app-lead = Die App zeigt alle dreißig Sekunden einen neuen Code.
app-step-get = Öffnen Sie eine Authenticator-App auf Ihrem Telefon. Jede App für Einmalcodes ist geeignet.
app-step-scan = Lassen Sie die App dieses Bild scannen.
app-qr = QR-Code für Ihre Authenticator-App
app-this-phone = Die App ist auf diesem Gerät
app-type-it = Scannen geht nicht: diesen Schlüssel eingeben
app-step-code = Geben Sie den Code ein, den die App jetzt zeigt.
app-button = Bestätigen
app-wrong = Dieser Code stimmt nicht. Prüfen Sie, ob die Uhr Ihres Telefons automatisch gestellt wird, und geben Sie den Code ein, der jetzt angezeigt wird.

codes-title = Ihre Wiederherstellungscodes
codes-lead = Für den Tag, an dem Sie Ihr Telefon nicht haben.
codes-text = Drucken Sie diese Seite oder schreiben Sie die Codes ab. Bewahren Sie sie bei Ihren wichtigen Papieren auf, nicht auf Ihrem Computer.
codes-once = Jeder Code gilt einmal. Neue Codes machen diese ungültig.
codes-print = Drucken
codes-have = Ich habe sie gedruckt oder abgeschrieben
codes-never-again = Sie werden nicht noch einmal angezeigt.

seat-title = In welcher Funktion handeln Sie?
seat-lead = Was Sie sehen und tun können, hängt von Ihrer Funktion ab.
seat-current = Ihre aktuelle Funktion
seat-none-title = Sie haben noch keine Funktion
seat-none-text = Ihr Konto funktioniert, aber keine Organisation hat Ihnen eine Funktion gegeben. Fragen Sie Ihren Direktor oder den Administrator.
seat-kept-text = Wählen Sie Ihre Funktion. Danach sehen Sie, was Sie geschrieben haben, und können es absenden.

account-title = Ihr Konto
account-name = Name
account-seat = Funktion
account-no-seat = Keine gewählt
account-change-seat = Funktion wechseln
account-details-hint = Ihr Direktor oder der Administrator kann Ihren Namen und Ihre Adresse berichtigen.
account-language = Sprache
account-language-text = Für diese Seiten und für die E-Mails, die Sie bekommen.
account-sessions = Wo Sie angemeldet sind
account-sessions-text = Kennen Sie eine davon nicht? Beenden Sie sie und ändern Sie Ihr Passwort.
account-this-one = diese
account-since = Seit { $time }
account-used = Zuletzt benutzt { $time }
account-made = Erstellt { $time }
account-end = Beenden
account-end-others = Alle anderen beenden
account-passkeys = Passkeys
account-passkeys-text = Mit einem Passkey erkennt Sie Ihr Gerät. Erstellen Sie einen auf jedem Gerät, das Sie benutzen.
account-passkey-failed = Es wurde kein Passkey erstellt. Wenn Sie sich vor mehr als einer halben Stunde angemeldet haben, melden Sie sich zuerst erneut an.
account-remove = Entfernen
account-last-passkey = Das ist Ihre einzige Anmeldung. Erstellen Sie zuerst einen anderen Passkey oder ein Passwort.
account-password = Passwort und App
account-current = Aktuelles Passwort
account-current-wrong = Das ist nicht Ihr aktuelles Passwort.
account-change-password = Passwort ändern
account-phone = Ein anderes Telefon
account-phone-text = Verbinden Sie die App auf einem anderen Telefon. Sie wählen auch ein neues Passwort; die Codes des alten Telefons gelten dann nicht mehr.
account-phone-button = Anderes Telefon verbinden
account-no-password = Sie haben kein Passwort. Eines mit einer App auf Ihrem Telefon ist eine gute Reserve.
account-make-password = Passwort erstellen
account-codes = Wiederherstellungscodes
account-codes-left = { $count ->
    [one] Sie haben noch einen unbenutzten Code.
   *[other] Sie haben noch { $count } unbenutzte Codes.
 }
account-codes-new = Neue Codes erstellen
account-done-session = Die Sitzung wurde beendet.
account-done-sessions = Alle anderen Sitzungen wurden beendet.
account-done-passkey = Der Passkey wurde hinzugefügt.
account-done-passkey-removed = Der Passkey wurde entfernt. Löschen Sie ihn auch auf dem Gerät.
account-done-password = Ihr Passwort wurde geändert. Ihre anderen Sitzungen wurden beendet.

resume-title = Ihr Text ist gesichert
resume-lead = Er wurde nicht abgesendet: Sie waren nicht mehr angemeldet oder haben inzwischen die Funktion gewechselt. Prüfen Sie ihn und senden Sie ihn dann ab.
resume-as = Sie senden dies als
resume-other-seat = Eine andere Funktion wählen
resume-send = Jetzt absenden
resume-without = Ohne diesen Text fortfahren

mail-changed-subject = Ihre Anmeldung bei Paraat wurde geändert
mail-changed-body =
    Ihr Passwort, Ihr Passkey, Ihre App oder Ihre Wiederherstellungscodes für Paraat wurden geändert oder benutzt.

    Waren Sie das? Dann ist nichts zu tun.

    Waren Sie das nicht? Melden Sie sich an, beenden Sie alle anderen Sitzungen, ändern Sie Ihr Passwort und benachrichtigen Sie sofort Ihren Administrator:
    { $link }
account-devices = Warnungen auf einem Gerät
account-devices-text = Eine Warnung, die nicht warten kann, erscheint sofort auf jedem Gerät in dieser Liste, neben den anderen Wegen, auf denen Sie erreicht werden. Ihr Text bleibt auf dieser Seite.
account-devices-hint = Dafür braucht es einen Browser, der Mitteilungen zeigen kann, mit Skripten. Auf iPhone oder iPad legen Sie diese Seite zuerst auf den Home-Bildschirm.
account-device-add = Auf diesem Gerät warnen
account-device-failed = Das hat nicht geklappt. Erlauben Sie im Browser die Mitteilungen dieser Seite und versuchen Sie es erneut.
account-device-refused = Dieses Gerät konnte nicht hinzugefügt werden. Sie haben schon zehn, oder der Browser gab etwas Unbekanntes.
account-done-device = Sie werden auf diesem Gerät gewarnt.
account-done-device-removed = Sie werden auf jenem Gerät nicht mehr gewarnt.
