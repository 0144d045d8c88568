nav-desk = Bereitschaft
nav-reports = Meine Meldungen
optional = freiwillig
open = Öffnen

kind-hospital = Krankenhaus
kind-clinical-biology-lab = klinische Biologie
kind-pathology-lab = Pathologie
kind-gp-practice = Hausarztpraxis
kind-nursing-home = Pflegeheim
kind-pharmacy = Apotheke
kind-it-supplier = IT-Dienstleister
kind-authority = Behörde
kind-csirt = CSIRT
kind-emergency-service = Rettungsdienst
kind-other = andere Organisation

wrong-too-long = Das ist zu lang; höchstens { $most } Zeichen.
wrong-not-a-moment = Schreiben Sie Tag und Uhrzeit, wie 2026-11-22T06:10.
wrong-in-future = Das liegt in der Zukunft. Geben Sie an, wann Sie davon wussten, nach der Uhr dieser Seite.
wrong-too-old = Das liegt Jahre zurück. Prüfen Sie die Jahreszahl.
wrong-not-a-choice = Nehmen Sie eine der gezeigten Möglichkeiten.
wrong-not-an-email = Das ist keine E-Mail-Adresse; sie sieht aus wie name@beispiel.be.
wrong-not-a-telephone = Das ist keine Telefonnummer; schreiben Sie die Ziffern, möglichst mit + und Ländervorwahl.
wrong-no-words = Schreiben Sie, was Sie sagen möchten; das Feld ist leer.

call-for = Sie melden für { $organisation }.
call-errors-title = Noch nicht gesendet. Alles, was Sie geschrieben haben, steht noch da.
call-file = Jetzt melden
call-keep = Für später aufbewahren
call-saved = gespeichert um { $time }
call-offline = keine Verbindung: auf diesem Gerät aufbewahrt
call-put-back = Ihre Worte sind wieder da. Lesen Sie sie noch einmal und melden Sie dann.
call-restored = auf diesem Gerät aufbewahrte Worte wurden wieder eingesetzt
call-resumed = Sie machen weiter mit dem Aufbewahrten: { $time }.
call-new = Eine neue Meldung beginnen
call-discard = Diesen Entwurf verwerfen
call-goes-to = Geht an:
call-goes-to-nobody = Das Verzeichnis nennt keine Behörde für Ihre Art von Organisation. Ihre Meldung wird aufbewahrt, aber wir benachrichtigen niemanden: Rufen Sie auch an.
call-who-sees = Wer was sieht, und warum
call-each-sees = Jede sieht alles, was Sie hier ausfüllen, und ihr eigenes Gespräch mit Ihnen. Die Gespräche der anderen sieht sie nicht. Sie sehen, wer es gelesen hat, und wann.
call-others-none = Niemand sonst kann es sehen oder erfahren, dass es das gibt.
call-kept = Aufbewahrt. Noch ist niemand benachrichtigt: Öffnen Sie den Entwurf und wählen Sie „{ $button }“.
call-kept-card = Aufbewahrt, solange Sie mit dieser Karte hier bleiben. Noch ist niemand benachrichtigt.
call-discarded = Der Entwurf wurde verworfen. Niemand wurde benachrichtigt.
call-filed-already = schon gesendet

card-title = Melden mit der Notfallkarte
card-lead = Wenn sich niemand anmelden kann. Der Code steht auf der gedruckten Karte Ihrer Organisation.
card-code-label = Code auf der Karte
card-code-hint = Vier Gruppen zu vier Zeichen. Großschreibung, Leerzeichen und Striche sind gleich.
card-unknown = Dieser Code ist unbekannt oder wurde widerrufen. Vergleichen Sie ihn mit der Karte, oder rufen Sie an.
card-begin = Beginnen
card-scanned-title = Ihre Karte wurde gelesen
card-scanned-lead = Ein Knopf, und Sie können sagen, was los ist.
card-needs = Mit der Karte können Sie melden, sonst nichts: Sie öffnet keine früheren Meldungen.

receipt-title = Ihre Meldung ist eingereicht
receipt-lead = Sie ist angekommen. { $count ->
    [0] Wir konnten niemanden benachrichtigen: Rufen Sie jetzt an.
    [one] Eine Behörde wurde soeben benachrichtigt.
   *[other] { $count } Behörden wurden soeben benachrichtigt.
 }
receipt-number = Ihre Nummer
receipt-filed = Eingereicht
receipt-aware = Bekannt seit
receipt-entry = Zeile im Journal
receipt-hash = Hash dieser Zeile
receipt-digest = Prüfsumme des Dokuments
receipt-digest-why = Prüfsumme und Hash beweisen später, dass kein Buchstabe geändert wurde.
receipt-told-title = Wer benachrichtigt ist
receipt-next-title = Was jetzt geschieht
receipt-next-answer = { $authority } { $answer }.
receipt-next-mail = Sobald eine Behörde bestätigt oder etwas fragt, bekommen Ihre Kolleginnen und Kollegen eine E-Mail, die nur sagt, dass etwas wartet.
receipt-next-by = { $time }:
receipt-next-card = Ihre Leitung und Ihre Kollegen finden die Meldung unter „Meine Meldungen“, sobald sie sich anmelden können. Diese Seite bleibt für Sie lesbar, solange Sie mit dieser Karte hier bleiben.
receipt-urgent = Ist es dringend? Rufen Sie auch an:
receipt-document = Das Dokument wie eingereicht
receipt-to-report = Ihre Meldung verfolgen
receipt-print = Drucken

stage-early-warning = Frühwarnung
document-title = { $stage } von { $organisation }
document-exercise = ÜBUNG: Nichts davon ist echt
document-of = Gemeldet von
document-filer = Eingereicht von
document-card = jemand mit der Notfallkarte
document-filed = Eingereicht
document-aware = Bekannt seit
document-not-answered = nicht beantwortet
document-frozen = Wie eingereicht, seither unverändert. Formular { $form }, Fassung { $version }; { $law }.
document-digest = SHA-256 des Dokuments:
document-entry = Zeile { $seq } im Journal, Hash:
document-json = Das Dokument als JSON, Byte für Byte
document-back = Zurück zur Meldung
document-erased-title = Der Inhalt wurde gelöscht
document-erased-text = Die Aufbewahrungsfrist ist abgelaufen. Dass gemeldet wurde, wann, und die Prüfsumme bleiben im Journal.

reports-title = Meine Meldungen
reports-lead = Was Ihre Organisation gemeldet hat, und wie weit jede Meldung ist.
reports-call = Hilfe rufen
reports-drafts-title = Begonnen, nicht gesendet
reports-drafts-text = Hiervon ist noch niemand benachrichtigt.
reports-draft-empty = (noch nichts geschrieben)
reports-draft-saved = aufbewahrt: { $time }
reports-draft-go-on = Weitermachen
reports-draft-discard = Verwerfen
reports-filed-title = Eingereicht
reports-empty-title = Noch nichts gemeldet
reports-empty-text = Werden Ihre Systeme angegriffen, melden Sie es hier in einer Minute; die Behörden, die es wissen müssen, werden sofort benachrichtigt. Üben können Sie mit Ihrer Notfallkarte.
reports-older = Ältere
reports-newest = Zu den neuesten
reports-filed-at = eingereicht: { $time }

standing-told = { $authority }: benachrichtigt
standing-acknowledged = { $authority }: bestätigt
standing-asked = { $authority }: fragt Sie etwas

desk-title = Bereitschaft
desk-lead = Was wartet, das Dringendste zuerst. Diese Seite ändert sich von selbst.
desk-count = { $count ->
    [0] Es wartet nichts auf Sie.
    [one] Eine Meldung wartet auf Sie.
   *[other] { $count } Meldungen warten auf Sie.
 }
desk-late = Zu spät
desk-new = Neu
desk-mine = Wartet auf Sie
desk-colleagues = Bei Kollegen
desk-asked = Wartet auf die meldende Stelle
desk-none = nichts
desk-more = Es gibt mehr; alles ansehen
desk-all = Alles
desk-all-title = Alles, was Ihnen gemeldet wurde
desk-all-lead = Das Neueste zuerst.
desk-back = Zur Bereitschaft
desk-empty-title = Ihnen wurde noch nichts gemeldet
desk-empty-text = Meldet eine Organisation einen Vorfall, von dem Ihre Behörde wissen muss, steht er sofort hier, und die Bereitschaft bekommt eine E-Mail. Erwarten Sie Meldungen, lassen Sie die Verwaltung das Mandat Ihrer Behörde im Verzeichnis prüfen.
desk-aware = bekannt seit { $time }
desk-filed = eingereicht: { $time }
desk-left = noch { $time }
desk-late-by = { $time } zu spät
desk-acknowledge = Bestätigen
desk-read-answer = Die Antwort lesen
desk-go-on = Fragen oder übergeben
desk-with = bei { $person }

chip-new = neu
chip-late = zu spät
chip-answered = beantwortet
chip-yours = bei Ihnen
chip-colleague = bei Kollegen
chip-asked = Frage gestellt

incident-told-title = Die Behörden
incident-status-told = benachrichtigt, noch nicht bestätigt
incident-status-acknowledged = bestätigt als { $reference }
incident-status-acknowledged-at = bestätigt als { $reference } · { $time }
incident-status-told-at = benachrichtigt: { $time }
incident-answer-due = Antwort erwartet bis { $time }
incident-answer-late = noch keine Antwort; sie wurde bis { $time } erwartet. Rufen Sie an: { $telephone }
incident-asks-you = fragt Sie etwas
incident-no-questions = Noch keine Fragen.
incident-answer-label = Ihre Antwort an { $authority }
incident-answer-hint = Nur { $authority } und Ihre eigenen Kollegen sehen sie.
incident-answer-send = Antwort senden
incident-answered = Ihre Antwort ist gesendet.
incident-who-title = Wer dies sehen kann
incident-who-own = Ihre Organisation: Leitung, Stellvertretung, Qualität, IT, Krisenleitung, Bereitschaft.
incident-who-authority = { $authority }: Leitung, Stellvertretung und Bereitschaft
incident-who-nobody = Niemand sonst kann es sehen oder erfahren, dass es das gibt.
incident-read-title = Wer es gelesen hat
incident-read-none = Noch hat es niemand geöffnet.
incident-history-title = Was bisher geschah
incident-filings-title = Dokumente wie eingereicht
incident-filing = { $stage }, eingereicht am { $time }
incident-back-reports = Meine Meldungen
incident-back-desk = Bereitschaft
incident-number = Nummer { $number }
incident-reference = Ihr Aktenzeichen { $reference }
incident-facts-title = Was gemeldet wurde
incident-thread-title = Fragen und Antworten
incident-thread-empty = Noch nichts gefragt.
incident-acknowledge = Bestätigen
incident-acknowledge-why = Die meldende Stelle sieht sofort, dass Sie es haben, unter Ihrem Aktenzeichen. Sie bearbeiten es dann.
incident-acknowledged = Bestätigt als { $reference }. Die meldende Stelle sieht es.
incident-ask-label = Die meldende Stelle etwas fragen
incident-ask-hint = Nur die meldende Stelle und Ihre eigene Bereitschaft sehen es. Die meldende Stelle bekommt eine E-Mail, dass etwas wartet.
incident-ask-send = Frage senden
incident-asked = Ihre Frage ist gesendet.
incident-handler = Bearbeitet von { $person }
incident-handler-none = Noch bearbeitet es niemand.
incident-assign-label = Übergeben an
incident-assign-send = Übergeben
incident-assigned = Übergeben an { $person }.
incident-why-title = Warum Sie benachrichtigt wurden
incident-somebody = jemand
incident-card = Notfallkarte

history-filed = { $organisation } hat die Frühwarnung eingereicht.
history-acknowledged = { $authority } hat als { $reference } bestätigt.
history-asked = { $authority } hat eine Frage gestellt.
history-answered = { $organisation } hat { $authority } geantwortet.
history-assigned = { $person } bearbeitet es jetzt.

mail-waiting-subject = Paraat: Etwas wartet auf Sie
mail-waiting-text = In Paraat wartet etwas auf Sie. Melden Sie sich an, um es zu sehen:
mail-waiting-why = Diese Nachricht sagt mit Absicht nicht, was: Ein Postfach ist kein sicherer Ort. Sie bekommen sie wegen Ihrer Funktion in Ihrer Organisation.
mail-term-ends-subject = Paraat: Eine Frist einer Meldung läuft ab
mail-term-ends-text = Eine Frist einer Meldung in Paraat läuft ab: { $at }. Melden Sie sich an, um zu sehen, was noch zu tun ist:
mail-term-passed-subject = Paraat: Eine Frist einer Meldung ist abgelaufen
mail-term-passed-text = Eine Frist einer Meldung in Paraat ist abgelaufen: { $at }. Melden Sie sich an, um zu sehen, was noch zu tun ist:

wrong-missing = Füllen Sie dies aus.
wrong-not-a-number = Schreiben Sie eine Zahl, ohne Zeichen oder Einheit.
wrong-too-much = Das ist zu viel; höchstens { $most }.
wrong-not-a-day = Schreiben Sie einen Tag, wie 2026-11-22.
rows-more = Merken und noch eine Zeile
suggests-title = Nach Ihren Antworten kann dies ein erheblicher Vorfall sein
suggests-text = Das ist ein Vorschlag. Sie entscheiden.
stage-notification = Meldung
stage-intermediate = Zwischenbericht
stage-progress = Fortschrittsbericht
stage-final = Abschlussbericht
