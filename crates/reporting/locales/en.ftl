nav-desk = Desk
nav-reports = My reports
optional = optional
open = Open

kind-hospital = hospital
kind-clinical-biology-lab = clinical biology
kind-pathology-lab = pathology
kind-gp-practice = general practice
kind-nursing-home = nursing home
kind-pharmacy = pharmacy
kind-it-supplier = IT supplier
kind-authority = authority
kind-csirt = CSIRT
kind-emergency-service = emergency service
kind-other = other organisation

wrong-too-long = This is too long; at most { $most } characters.
wrong-not-a-moment = Write a day and an hour, as 2026-11-22T06:10.
wrong-in-future = This lies in the future. Give the moment at which you knew, by the clock of this page.
wrong-too-old = This lies years back. Check the year.
wrong-not-a-choice = Take one of the choices shown.
wrong-not-an-email = This is no e-mail address; it looks like name@example.org.
wrong-not-a-telephone = This is no telephone number; write the digits, with + and country code if you can.
wrong-no-words = Write what you want to say; the field is empty.

call-for = You call for { $organisation }.
call-errors-title = Not sent yet. Everything you typed is still here.
call-file = Report now
call-keep = Keep for later
call-saved = saved { $time }
call-offline = no connection: kept on this device
call-put-back = Your words are back. Look at them once more, then report.
call-restored = words kept on this device were put back
call-resumed = You go on with what was kept: { $time }.
call-new = Begin a new report
call-discard = Throw this draft away
call-goes-to = Goes to:
call-goes-to-nobody = The directory names no authority for your kind of organisation. Your report is kept, but nobody is told by us: telephone as well.
call-who-sees = Who sees what, and why
call-each-sees = Each of these sees everything you fill in here, and its own conversation with you. It does not see the conversations of the others. You see who has read it, and when.
call-others-none = Nobody else can see it, or learn that it exists.
call-kept = Kept. Nobody has been told yet: open the draft and choose “{ $button }”.
call-kept-card = Kept for as long as you stay here with this card. Nobody has been told yet.
call-discarded = The draft was thrown away. Nobody was told.
call-filed-already = already sent

card-title = Call with the emergency card
card-lead = For when nobody can sign in. The code is on your organisation’s printed card.
card-code-label = Code on the card
card-code-hint = Four groups of four. Capitals, blanks and dashes do not matter.
card-unknown = This code is unknown or was revoked. Check it against the card, or telephone.
card-begin = Begin
card-scanned-title = Your card was read
card-scanned-lead = One button, and you can tell what is going on.
card-needs = With the card you can report, nothing else: it opens no earlier reports.

receipt-title = Your report was filed
receipt-lead = It is in. { $count ->
    [0] Nobody could be told by us: telephone now.
    [one] One authority was told, just now.
   *[other] { $count } authorities were told, just now.
 }
receipt-number = Your number
receipt-filed = Filed
receipt-aware = Aware since
receipt-entry = Journal entry
receipt-hash = Hash of the entry
receipt-digest = Digest of the document
receipt-digest-why = Digest and hash prove later that not one letter was changed.
receipt-told-title = Who was told
receipt-next-title = What happens now
receipt-next-answer = { $authority } { $answer }.
receipt-next-mail = As soon as an authority acknowledges or asks something, your colleagues get an e-mail that only says that something waits.
receipt-next-by = By { $time }:
receipt-next-card = Your director and colleagues find the report under “My reports” as soon as they can sign in. This page stays readable for you as long as you stay here with this card.
receipt-urgent = Is it urgent? Telephone as well:
receipt-document = The document as filed
receipt-to-report = Follow your report
receipt-print = Print

stage-early-warning = Early warning
document-title = { $stage } of { $organisation }
document-exercise = EXERCISE: none of this is real
document-of = Reported by
document-filer = Filed by
document-card = somebody with the emergency card
document-filed = Filed
document-aware = Aware since
document-not-answered = not answered
document-frozen = As filed, unchanged since. Form { $form }, version { $version }; { $law }.
document-digest = SHA-256 of the document:
document-entry = Journal entry { $seq }, hash:
document-json = The document as JSON, byte for byte
document-back = Back to the report
document-erased-title = The content was erased
document-erased-text = Its term of keeping has ended. That it was filed, when, and its digest remain in the journal.

reports-title = My reports
reports-lead = What your organisation reported, and where each stands.
reports-call = Call for help
reports-drafts-title = Begun, not sent
reports-drafts-text = Nobody has been told of these.
reports-draft-empty = (nothing typed yet)
reports-draft-saved = kept: { $time }
reports-draft-go-on = Go on
reports-draft-discard = Throw away
reports-filed-title = Filed
reports-empty-title = Nothing reported yet
reports-empty-text = When your systems are attacked, report it here in a minute; the authorities that must know are told at once. You can practise with your emergency card.
reports-older = Older
reports-newest = To the newest
reports-filed-at = filed { $time }

standing-told = { $authority }: told
standing-acknowledged = { $authority }: acknowledged
standing-asked = { $authority }: asks you something

desk-title = Desk
desk-lead = What waits, the most pressing first. This page changes by itself.
desk-count = { $count ->
    [0] Nothing waits for you.
    [one] One report waits for you.
   *[other] { $count } reports wait for you.
 }
desk-late = Late
desk-new = New
desk-mine = Waits for you
desk-colleagues = With colleagues
desk-asked = Waits for the reporter
desk-none = nothing
desk-more = There are more; see everything
desk-all = Everything
desk-all-title = Everything that was reported to you
desk-all-lead = The newest first.
desk-back = To the desk
desk-empty-title = Nothing has been reported to you
desk-empty-text = When an organisation reports an incident that your authority must know of, it appears here at once, and the duty officers get an e-mail. If you expect reports, have the administrator check your authority’s mandate in the directory.
desk-aware = aware since { $time }
desk-filed = filed { $time }
desk-left = { $time } left
desk-late-by = { $time } late
desk-acknowledge = Acknowledge
desk-read-answer = Read the answer
desk-go-on = Ask or hand over
desk-with = with { $person }

chip-new = new
chip-late = late
chip-answered = answered
chip-yours = yours
chip-colleague = colleague
chip-asked = asked

incident-told-title = The authorities
incident-status-told = told, not yet acknowledged
incident-status-acknowledged = acknowledged as { $reference }
incident-status-acknowledged-at = acknowledged as { $reference } · { $time }
incident-status-told-at = told: { $time }
incident-answer-due = answer expected by { $time }
incident-answer-late = no answer yet; it was expected by { $time }. Telephone { $telephone }
incident-asks-you = asks you something
incident-no-questions = No questions so far.
incident-answer-label = Your answer to { $authority }
incident-answer-hint = Only { $authority } and your own colleagues see it.
incident-answer-send = Send the answer
incident-answered = Your answer was sent.
incident-who-title = Who can see this
incident-who-own = Your organisation: director, deputy, quality manager, IT, crisis lead, duty officer.
incident-who-authority = { $authority }: director, deputy and duty officers
incident-who-nobody = Nobody else can see it, or learn that it exists.
incident-read-title = Who has read it
incident-read-none = Nobody has opened it yet.
incident-history-title = What happened so far
incident-filings-title = Documents as filed
incident-filing = { $stage }, filed { $time }
incident-back-reports = My reports
incident-back-desk = Desk
incident-number = Number { $number }
incident-reference = Your reference { $reference }
incident-facts-title = What was reported
incident-thread-title = Questions and answers
incident-thread-empty = Nothing asked yet.
incident-acknowledge = Acknowledge
incident-acknowledge-why = The reporter sees at once that you have it, under your reference number. You become its handler.
incident-acknowledged = Acknowledged as { $reference }. The reporter sees it.
incident-ask-label = Ask the reporter
incident-ask-hint = Only the reporter and your own desk see it. The reporter gets an e-mail that something waits.
incident-ask-send = Send the question
incident-asked = Your question was sent.
incident-handler = Handled by { $person }
incident-handler-none = Nobody handles it yet.
incident-assign-label = Hand over to
incident-assign-send = Hand over
incident-assigned = Handed over to { $person }.
incident-why-title = Why you were told
incident-somebody = somebody
incident-card = emergency card

history-filed = { $organisation } filed the early warning.
history-acknowledged = { $authority } acknowledged it as { $reference }.
history-asked = { $authority } asked a question.
history-answered = { $organisation } answered { $authority }.
history-assigned = { $person } handles it now.

mail-waiting-subject = Paraat: something waits for you
mail-waiting-text = Something in Paraat waits for you. Sign in to see it:
mail-waiting-why = This message does not say what, on purpose: a mailbox is no safe place. You get it because of your seat in your organisation.
mail-term-ends-subject = Paraat: a term of a report ends
mail-term-ends-text = A term of a report in Paraat ends: { $at }. Sign in to see what is still to be done:
mail-term-passed-subject = Paraat: a term of a report has passed
mail-term-passed-text = A term of a report in Paraat has passed: { $at }. Sign in to see what is still to be done:

wrong-missing = Fill this in.
wrong-not-a-number = Write a number, without sign or unit.
wrong-too-much = This is too much; at most { $most }.
wrong-not-a-day = Write a day, as 2026-11-22.
rows-more = Keep and add a row
suggests-title = By your answers this may be a significant incident
suggests-text = This is a suggestion. You decide.
stage-notification = notification
stage-intermediate = intermediate report
stage-progress = progress report
stage-final = final report
