directory = Directory
directory-lead = Who belongs to the health sector, where they are, and who answers for them.
save = Save
cancel = Cancel
optional = optional
unknown = Unknown
yes = Yes
no = No
form-refused = Nothing is saved yet. Check this:
field-required = Fill this in.
field-too-long = This is too long.
moment-wrong = Give day and time, such as 23/11/2026 09:42.
back-to-organisation = Back to the organisation

list-search = Search by name or town
list-search-hint = Every word must occur; capitals and accents do not matter.
list-search-do = Search
list-every-kind = Every kind
list-nothing-title = Nothing found
list-nothing-text = Try fewer words, or another kind.
list-show-all = Show all
list-empty-title = The directory is still empty
list-empty-text = This is where the hospitals, laboratories and authorities that must reach one another will stand. Begin by importing a list.
list-earlier = Previous
list-later = Next
list-pages = Pages

kind-hospital = Hospital
kind-clinical-biology-lab = Clinical-biology laboratory
kind-pathology-lab = Pathology laboratory
kind-gp-practice = GP practice
kind-nursing-home = Nursing home
kind-pharmacy = Pharmacy
kind-it-supplier = IT supplier
kind-network = Network of hospitals or laboratories
kind-authority = Authority
kind-csirt = CSIRT
kind-emergency-service = Emergency service
kind-other = Other
mandate-csirt = National CSIRT
mandate-lab-quality = Quality of laboratories
mandate-data-protection = Data protection
mandate-medicines-agency = Medicines and devices
mandate-health-ministry = Ministry of health
mandate-ehealth-platform = eHealth platform

organisation-add = Add an organisation
organisation-edit = Change the details
organisation-facts = Details
organisation-name = Name
organisation-kind = Kind
organisation-mandate = Mandate
organisation-mandate-hint = Only for an authority or CSIRT: what the law says it must be told.
organisation-no-mandate = None
organisation-kbo = Enterprise number (CBE)
organisation-kbo-hint = Ten digits, such as 0999.000.129.
organisation-riziv = NIHDI number
organisation-riziv-hint = Eight or eleven digits.
organisation-recognition = Recognition number
organisation-language = Language
organisation-mail-domain = Own mail domain
organisation-mail-domain-hint = What stands behind the @, such as labo.example. It tells us which address still works when your network is down.
mail-domain-wrong = This is not a domain. Write only what stands behind the @.
organisation-ownership = Public or private
organisation-country = Country
organisation-country-hint = Two letters, such as BE.
country-unknown = We do not know this country. Write two letters, such as BE.

sites-title = Sites
site-main = Main site
site-unnamed = Site without a name
site-add = Add a site
site-edit = Change the site
site-remove = Remove this site
site-name = Name of the site
site-name-hint = Only if it is called something else than the organisation.
site-street = Street
site-house-number = Number
site-postcode = Postcode
site-city = Town
site-telephone = Switchboard
site-email = General e-mail address
site-website = Web site
site-beds = Beds
beds-wrong = Write a number, such as 120.
site-emergency = Emergency department
site-facility-type = Type in the list’s words
site-as-of = As of
site-extra = What the list says besides

seats-title = Who answers for it
seats-lead = Each seat has somebody who holds it, people who stand in, and ways to reach it.
seats-empty-title = Nobody yet
seats-empty-text = Without seats, nobody can sign in or be warned for this organisation.
seats-hidden = Names and numbers are seen only by the organisation itself and the administrator.
seat-add = Add a seat
seat-role = Role
seat-role-hint = A role can exist more than once, as on a duty roster.
seat-vacant = Nobody holds this seat.
seat-people = People
seat-holds = holds the seat
seat-stands-in = stands in
seat-later = begins later
seat-end = Ends now
seat-replace = Give this seat to somebody else
seat-replace-hint = Whoever holds it now can no longer act from it.
seat-replace-do = Give the seat
seat-add-stand-in = Add a stand-in
seat-from = From
seat-from-hint = Leave empty: from now on.
seat-until = Until
seat-until-wrong = The end must come after the beginning.
seat-reach-weak = Hard to reach
lack-none = There is no way to reach this seat. Add two, one of them outside your own mail and switchboard.
lack-only-one = There is only one way. Add a second, outside your own mail and switchboard.
lack-none-outside = Every way runs over your own mail or switchboard. When your network is down, nobody reaches this seat. Add a mobile or a mailbox elsewhere.
person-name = Name
person-email = E-mail address to sign in with
person-language = This person’s language
seat-invite = Invite by e-mail
seat-invited = The invitation is on its way.
invite-subject = Set up how you sign in to Paraat

seat-erase = Erase this person’s data
seat-erased = The person’s data is erased.
seat-earlier = Earlier on this seat
erase-title = Erase a person’s data
erase-lead = This cannot be undone. Read what goes and what stays.
erase-goes = What goes
erase-goes-ways = Every way to sign in, and every session: they are signed out at once.
erase-goes-seats = Every seat and every time of standing in. Those seats stay, without this person.
erase-stays = What stays
erase-stays-journal = The journal, unchanged. It keeps only an identifier that no longer leads to a name.
erase-stays-filed = What was filed keeps the name of who filed it, until that report’s own retention ends.
erase-stays-channels = Other numbers and addresses by which a seat is reached. If one is this person’s own, remove it on the seat’s page.
erase-stays-backups = Backups made before, until they are removed.
erase-legend = Are you sure?
erase-sure = I have read this, and want to erase this person’s data for good
erase-not-sure = Tick the box if you want this. Nothing is erased yet.
erase-do = Erase for good
erase-back = Back to the seat
erase-self = You cannot erase your own data
erase-self-text = Somebody must stay who can undo a mistake. Ask another administrator to do it.

channels-title = How to reach this seat
channels-lead = At least two ways, one of which still works when your own network is down.
channel-email = E-mail
channel-mobile = Mobile
channel-telephone = Telephone
channel-pager = Pager
channel-other = Something else
channel-kind = Kind
channel-address = Address or number
channel-add = Add a way
channel-remove = Remove
channel-outside = outside own network
channel-inside = own network
address-empty = Give an address or number.
address-not-email = This is not an e-mail address.
address-not-telephone = This is not a telephone number. Write it with the country code, such as +32 2 000 01 00.
address-not-webhook = This is not an address a program can listen at. It begins with https:// and names a host, without a name or password in it.
channel-webhook = A program at a URL (webhook)
channel-ehealthbox = eHealthBox (quality and NIHDI number)
address-not-ehealthbox = This is not an address of eHealthBox. Write the quality and the number of the insurance institute, such as HOSPITAL 71000436.
webhook-secret = The program’s secret, shown once
webhook-secret-text = Give it to whoever runs the program at { $url }. With it they check that a warning is really from here; if it is lost, remove this way and add it again.

identifier-empty = There is no number.
identifier-not-digits = It contains something other than digits.
identifier-wrong-length = The number of digits is wrong.
identifier-wrong-start = An enterprise number starts with 0 or 1.
identifier-check-digits = The check digits do not agree; most likely a typing mistake.
identifier-too-long = The number is too long.
identifier-bad-character = It contains a character that does not belong in a number.

card-title = Emergency card
card-lead = With this card your organisation reports an attack without signing in. Put it where whoever is on duty finds it, and nowhere else.
card-code-gone = The code stands on the paper only; we do not keep it readable.
card-replace = Make a new card
card-replace-hint = The old card stops working at once.
card-revoke = Revoke the card
card-none = Your organisation has no emergency card yet
card-none-text = When your sign-in cannot be reached, the card is the fastest way.
card-make = Make the card
card-once = Print this card now
card-once-text = The code is shown only once. An older card no longer works. Whoever has the card can raise the alarm for your organisation.
card-heading = Emergency card for a cyberattack
card-how = Scan with a phone, or type the code at this address:
card-keep = Lost this card? Make a new one at once.
card-print-hint = Print with Ctrl+P or from your browser’s menu.
card-stored = The card is printed
card-qr = QR code that leads to the emergency call
card-exercise = EXERCISE – this card is not real

import-title = Import a list
import-lead = You first see what would happen, with row and column of every problem. Nothing is lost.
import-file = File (CSV)
import-file-hint = As your spreadsheet saves it: comma, semicolon or tab; any usual encoding.
import-source = Name of the list
import-source-hint = Give every list a name of its own. A new edition under the same name updates what the last one brought. Empty: the file’s name.
import-look = Have a look
import-columns-title = Which columns we know
import-columns-text = Only the name is required. Usual Dutch, French and German headings and Eurostat GISCO’s lists are understood too. What we do not know is kept as text.
import-not-read = We could not read this file
file-missing = Choose a file.
file-empty = The file is empty.
import-preview-title = Before you import
import-tab = tab
import-what-happens = What would happen
import-rows = Rows
import-organisations = Organisations
import-sites = Sites
import-unknown-columns = Columns we do not know
import-unknown-columns-text = Kept as text beside each site.
import-confirm = Import
import-other-file = Another file
import-problems = What we noticed
import-problems-caption = The gravest first; rows numbered as in your spreadsheet.
import-no-problems = No problems
import-row = Row
import-column = Column
import-value = What it says
import-why = Why
import-whole-row = the whole row
import-fate-refused = row refused
import-fate-kept = kept as text
import-fate-noted = for information
imported-title = Imported
imported-text = Import the same list again later and it is updated, nothing doubled.

reason-name-missing = The row names no organisation.
reason-name-too-long = The name is longer than any real one.
reason-cell-too-long = A cell is too long.
reason-more-cells-than-columns = The row has more cells than there are columns; most often a separator too many.
reason-quote-never-closed = A quotation mark opens and never closes.
reason-fewer-cells-than-columns = The row has fewer cells than there are columns; the rest was read as empty.
reason-value-too-long = Too long for its place.
reason-word-for-nothing = A word programs write for “nothing”.
reason-kind-unknown = Not a kind of organisation we know.
reason-mandate-unknown = Not a mandate, or this organisation cannot have one.
reason-nihdi-check-digits = The check digits of this NIHDI number follow no published rule; look at it again.
reason-country-unknown = Not a country we know.
reason-country-assumed = No country is given; Belgium was assumed.
reason-language-unknown = Not a language of this program (nl, fr, de, en).
reason-not-a-number = This is not a number.
reason-out-of-range = This number cannot be.
reason-position-incomplete = Only latitude or only longitude.
reason-position-zero = A position of 0, 0 stands for “unknown”.
reason-not-yes-or-no = Neither yes nor no.
reason-not-a-date = This is not a date.
reason-month-first = Read with the month first; otherwise there is no such date.
reason-email-invalid = This is not an e-mail address.
reason-several-emails = More than one e-mail address; the first was taken.
reason-lost-letters = Letters were lost before this file came here.
reason-control-characters = Invisible characters were taken out.
reason-shared-identifier = More than one place carries this identifier; they are kept apart by name and place.
reason-identical-row = The row is word for word the same as an earlier one.
reason-differs-from-organisation = Another row of the same organisation says something else; that one was taken.

list-found = { $count ->
    [one] One organisation.
   *[other] { $count } organisations.
 }
list-page-of = Page { $page } of { $pages }
list-sites = { $count } sites
seat-since = since { $when }
seat-till = until { $when }
erase-goes-name = The name { $name } and the address { $email }, also where a seat is reached by it.
card-valid = The card of { $when } is valid
file-too-large = The file is larger than { $limit } MB.
file-too-many-rows = The file has more than { $limit } rows. Split it.
file-too-many-columns = The file has { $columns } columns; we read no more than { $limit }.
file-no-name-column = No column is called name, naam, nom or hospital_name. Found: { $headings }.
import-read-as = Read as { $encoding }, cells separated by « { $separator } », kept as the list “{ $source }”.
import-rows-text = Of { $rows } rows, { $taken } taken and { $refused } refused.
import-blank = { $count ->
    [one] One blank row passed over.
   *[other] { $count } blank rows passed over.
 }
import-identical = { $count ->
    [one] One row repeats an earlier one and counts once.
   *[other] { $count } rows repeat an earlier one and count once.
 }
import-counts = { $new } new, { $changed } updated, { $unchanged } unchanged.
import-absent = { $count ->
    [one] One from before is no longer on it; it stays as it is.
   *[other] { $count } from before are no longer on it; they stay as they are.
 }
import-refused-download = { $count ->
    [one] Download the refused row
   *[other] Download the { $count } refused rows
 }
import-unshown = { $count ->
    [one] And one more.
   *[other] And { $count } more.
 }
import-other-row = See row { $row }.
invite-body = Dear { $name },{"\u000A\u000A"}You hold a seat at { $organisation } in Paraat. Set up how you sign in; the link works once, for seven days:{"\u000A\u000A"}{ $link }

region-be = Belgium
region-be-bru = Brussels
region-be-wbr = Walloon Brabant
region-be-vbr = Flemish Brabant
region-be-van = Antwerp
region-be-vli = Limburg
region-be-wlg = Liège
region-be-wna = Namur
region-be-wht = Hainaut
region-be-wlx = Luxembourg (province)
region-be-vwv = West Flanders
region-be-vov = East Flanders

relations-title = Suppliers and staff
relations-lead = Whoever stands here can be told in one click when a warning comes in. Fill it in before it is needed.
relations-remove = Take out
relations-add = Add
relations-nobody = There is nobody else in the directory to choose from. Ask the administrator to add the organisation.
suppliers-title = IT suppliers
suppliers-lead = Whoever delivers, runs or hosts your systems. A supplier of forty hospitals is warned once and answers for all forty.
suppliers-empty = No IT supplier yet.
suppliers-add = Add an IT supplier
networks-title = Networks
networks-lead = The network of hospitals or laboratories you belong to. An authority can warn a whole network at once.
networks-empty = No network yet.
networks-add = Add a network
staff-title = Staff groups
staff-lead = Colleagues who must know what happens: the night shift, the IT service, the secretariats. They need no account; they get a message with a link.
staff-empty = No group yet. Begin with whoever works at night.
staff-add = Add a group
staff-edit = Change the group
staff-name = Name of the group
staff-name-hint = For example: laboratory night shift
staff-name-missing = Give the group a name.
staff-name-long = This name is too long.
staff-members = Who is in it
staff-members-hint = One person a line: name; e-mail address; mobile number; language (nl, fr, de or en). The order does not matter, and you may paste from a spreadsheet. One e-mail address or one mobile number is enough.
staff-members-missing = Put at least one person in.
staff-members-wrong = Not every line could be read.
staff-line-no-address = there is no e-mail address or mobile number
staff-line-twice = there are two addresses or two numbers; use two lines
staff-privacy = Names and addresses are kept encrypted. Only whoever leads this organisation sees this list; an authority sees only how many people were reached.
staff-remove = Remove the group
staff-count = { $count ->
    [one] 1 person
   *[other] { $count } people
 }
staff-line = Line { $line }: { $what }
staff-line-too-many = a group has at most { $most } people
