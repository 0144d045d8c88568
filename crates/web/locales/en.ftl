skip-to-content = Skip to content
main-menu = Main menu
waiting = waiting:
call-for-help = Call for help
sign-out = Sign out
help-phone-label = By telephone, day and night:
live-lost = Live updates have stopped. Reload the page to see the latest.
exercise-word = EXERCISE
exercise-not-real = none of this is real

role-director = Director
role-deputy = Deputy director
role-quality-manager = Quality manager
role-it-head = Head of IT
role-crisis-lead = Crisis lead
role-duty-officer = Duty officer
role-administrator = Administrator
role-card-holder = Emergency card

error-way-home = To the start page
error-not-found-title = This page does not exist
error-not-found-text = It may have moved, or it is not meant for your seat. If you followed a link, check that you are signed in with the right seat.
error-forbidden-title = This is not yours to do
error-forbidden-text = Your seat does not allow this. Your director or the administrator can tell you who may.
error-signed-out-title = You are no longer signed in
error-signed-out-text = Sign in again to go on.
error-invalid-title = Something is not right
error-invalid-text = The request could not be understood. Go back, check what you typed and try again.
error-conflict-title = Somebody was before you, or this page is old
error-conflict-text = This was already done, or you changed to another seat since the page was opened. Go back, reload and look again; nothing was changed.
error-too-many-title = Too many attempts
error-too-many-text = Wait { $seconds } seconds and try again.
error-too-large-title = This is too large
error-too-large-text = What you sent is larger than we accept. Nothing was stored.
error-unavailable-title = One moment, please
error-unavailable-text = The system cannot reach its database just now. Nothing you sent was lost on our side without an answer: try again in a minute.
error-internal-title = This went wrong on our side
error-internal-text = It was noted. Try again; if it keeps failing, use the telephone.

email = E-mail address
password = Password
device-unknown = Unknown device

sign-in-title = Sign in
sign-in-passkey = Sign in with a passkey
sign-in-or = or
sign-in-button = Sign in
sign-in-lost = I lost my phone or my passkey
sign-in-card = I have an emergency card or code
sign-in-wrong = This e-mail address and password do not belong together. Check both and try again.
sign-in-wait = { $minutes ->
    [one] Too many attempts. Wait one minute and try again. A passkey works at once.
   *[other] Too many attempts. Wait { $minutes } minutes and try again. A passkey works at once.
 }
sign-in-kept-title = Your words are kept
sign-in-kept-text = Sign in to go on. You will see what you typed, and can send it then.
sign-in-again-title = Please sign in once more
sign-in-again-text = You are about to change how you sign in. So we check again that it is you.
passkey-refused = The passkey was not accepted. Try again, or use your password.
signed-out-title = You are signed out
signed-out-text = This device has forgotten what you were typing.
signed-out-again = Sign in

code-title = One more step
code-label = Code of six digits
code-hint = Open the authenticator app on your phone.
code-button = Go on
code-wrong = This code is not right, or was already used. Wait for the next one and try again.
code-no-phone = I do not have my phone: use a printed code
code-back = Back to sign in
recovery-code = Printed recovery code
recovery-code-hint = Sixteen letters and digits. Each code works once.

recovery-title = I lost my phone or my passkey
recovery-phone-title = You still know your password
recovery-phone-text = Sign in with your password. On the next page, choose “use a printed code”.
recovery-passkey-title = You signed in with a passkey only
recovery-passkey-text = Type your e-mail address and one of your printed recovery codes. You can then set up a new way to sign in.
recovery-button = Set up a new way to sign in
recovery-wrong = This e-mail address and code do not belong together, or your account has a password. Check both and try again.
recovery-nothing-title = You have none of these
recovery-nothing-text = Ask your director or the administrator for a new invitation.

invitation-title = Welcome to Paraat
invitation-lead = This invitation is for { $name }.
invitation-text = You choose now how you will sign in. It takes about three minutes. Have your phone at hand.
invitation-button = Begin
invitation-until = Valid until { $time }. The link works once.
invitation-over-title = This link no longer works
invitation-over-text = It was used, has expired, or a newer one was sent. If you have already set up, sign in. Otherwise ask whoever invited you for a new invitation.

set-up-title = How will you sign in?
set-up-lead = Choose one. You can add the other later.
set-up-passkey-title = With a passkey
set-up-passkey-text = Your device recognises you by fingerprint, face or PIN. Nothing to remember, and nobody can trick you out of it.
passkey-make = Make a passkey
set-up-password-title = With a password and an app
set-up-password-text = You type a password, then a code from an app on your phone.
set-up-next = Next: the app
password-new = New password
password-hint = At least 12 characters. A few words in a row are easy to remember and hard to guess.
password-repeat = New password, once more
password-too-short = This is too short. Use at least 12 characters.
password-too-long = This is too long. Use at most 256 characters.
password-too-common = This is one of the first passwords an attacker tries. Choose another.
password-personal = This is made of your own name or e-mail address. Choose another.
password-differs = This is not the same as above. Type the new password twice.

app-title = Connect an app
app-lead = The app shows a new code every thirty seconds.
app-step-get = Open an authenticator app on your phone. Any app for one-time codes will do.
app-step-scan = Let the app scan this picture.
app-qr = QR code for your authenticator app
app-this-phone = The app is on this device
app-type-it = Scanning does not work: type this key
app-step-code = Type the code that the app shows now.
app-button = Confirm
app-wrong = This code is not right. Check that your phone’s clock is set automatically, and type the code it shows now.

codes-title = Your recovery codes
codes-lead = For the day you do not have your phone.
codes-text = Print this page or write the codes down. Keep them where you keep important papers, not on your computer.
codes-once = Each code works once. New codes make these void.
codes-print = Print
codes-have = I have printed or written them down
codes-never-again = They are not shown again.

seat-title = From which seat do you act?
seat-lead = What you see and do depends on your seat.
seat-current = your current seat
seat-none-title = You have no seat yet
seat-none-text = Your account works, but no organisation has given you a seat. Ask your director or the administrator.
seat-kept-text = Choose your seat. You will then see what you typed, and can send it.

account-title = Your account
account-name = Name
account-seat = Seat
account-no-seat = None chosen
account-change-seat = Change seat
account-details-hint = Your director or the administrator can correct your name and address.
account-language = Language
account-language-text = For these pages and for the mail you get.
account-sessions = Where you are signed in
account-sessions-text = Do you not know one of these? End it, and change your password.
account-this-one = this one
account-since = Since { $time }
account-used = Last used { $time }
account-made = Made { $time }
account-end = End
account-end-others = End all others
account-passkeys = Passkeys
account-passkeys-text = With a passkey your device recognises you. Make one on each device you use.
account-passkey-failed = No passkey was made. If you signed in more than half an hour ago, sign in once more first.
account-remove = Remove
account-last-passkey = This is your only way to sign in. Make another passkey or a password first.
account-password = Password and app
account-current = Current password
account-current-wrong = This is not your current password.
account-change-password = Change password
account-phone = Another phone
account-phone-text = Connect the app on another phone. You choose a new password too; the old phone’s codes stop working.
account-phone-button = Connect another phone
account-no-password = You have no password. One with an app on your phone is a good spare.
account-make-password = Make a password
account-codes = Recovery codes
account-codes-left = { $count ->
    [one] You have one unused code left.
   *[other] You have { $count } unused codes left.
 }
account-codes-new = Make new codes
account-done-session = The session was ended.
account-done-sessions = All other sessions were ended.
account-done-passkey = The passkey was added.
account-done-passkey-removed = The passkey was removed. Delete it on the device too.
account-done-password = Your password was changed. Your other sessions were ended.

resume-title = Your words are kept
resume-lead = They were not sent: you were no longer signed in, or you changed seats in the meantime. Check them, then send.
resume-as = You send this as
resume-other-seat = Choose another seat
resume-send = Send now
resume-without = Go on without them

mail-changed-subject = How you sign in to Paraat was changed
mail-changed-body =
    Your password, passkey, app or recovery codes for Paraat were changed or used.

    Was it you? Then there is nothing to do.

    Was it not you? Sign in, end all other sessions and change your password, and tell your administrator at once:
    { $link }
account-devices = Warnings on a device
account-devices-text = A warning that cannot wait appears at once on each device listed here, besides the other ways you are reached. Its words stay on this site.
account-devices-hint = This needs a browser that can show notifications, with scripts on. On an iPhone or iPad, first add this site to the home screen.
account-device-add = Warn me on this device
account-device-failed = That did not work. Allow notifications of this site in your browser, then try again.
account-device-refused = This device could not be added. You have ten already, or the browser gave something we do not know.
account-done-device = You are warned on this device.
account-done-device-removed = You are no longer warned on that device.
