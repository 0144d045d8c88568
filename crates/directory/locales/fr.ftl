directory = Annuaire
directory-lead = Qui fait partie du secteur de la santé, où, et qui en répond.
save = Enregistrer
cancel = Annuler
optional = facultatif
unknown = Inconnu
yes = Oui
no = Non
form-refused = Rien n’est encore enregistré. Vérifiez ceci :
field-required = Remplissez ce champ.
field-too-long = C’est trop long.
moment-wrong = Indiquez le jour et l’heure, comme 23/11/2026 09:42.
back-to-organisation = Retour à l’organisation

list-search = Chercher par nom ou commune
list-search-hint = Chaque mot doit apparaître ; majuscules et accents ne comptent pas.
list-search-do = Chercher
list-every-kind = Tous les types
list-nothing-title = Rien trouvé
list-nothing-text = Essayez avec moins de mots ou un autre type.
list-show-all = Tout afficher
list-empty-title = L’annuaire est encore vide
list-empty-text = Ici figureront les hôpitaux, laboratoires et autorités qui doivent se joindre. Commencez par importer une liste.
list-earlier = Précédente
list-later = Suivante
list-pages = Parcourir les pages

kind-hospital = Hôpital
kind-clinical-biology-lab = Laboratoire de biologie clinique
kind-pathology-lab = Laboratoire d’anatomie pathologique
kind-gp-practice = Cabinet de médecine générale
kind-nursing-home = Maison de repos
kind-pharmacy = Pharmacie
kind-it-supplier = Fournisseur informatique
kind-network = Réseau d’hôpitaux ou de laboratoires
kind-authority = Autorité
kind-csirt = CSIRT
kind-emergency-service = Service de secours
kind-other = Autre
mandate-csirt = CSIRT national
mandate-lab-quality = Qualité des laboratoires
mandate-data-protection = Protection des données
mandate-medicines-agency = Médicaments et dispositifs
mandate-health-ministry = Ministère de la Santé
mandate-ehealth-platform = Plate-forme eHealth

organisation-add = Ajouter une organisation
organisation-edit = Modifier les données
organisation-facts = Données
organisation-name = Nom
organisation-kind = Type
organisation-mandate = Compétence
organisation-mandate-hint = Seulement pour une autorité ou un CSIRT : ce dont la loi veut qu’elle soit informée.
organisation-no-mandate = Aucune
organisation-kbo = Numéro d’entreprise (BCE)
organisation-kbo-hint = Dix chiffres, comme 0999.000.129.
organisation-riziv = Numéro INAMI
organisation-riziv-hint = Huit ou onze chiffres.
organisation-recognition = Numéro d’agrément
organisation-language = Langue
organisation-mail-domain = Propre domaine de messagerie
organisation-mail-domain-hint = Ce qui suit le @, comme labo.example. Ainsi nous savons quelle adresse fonctionne encore si votre réseau tombe.
mail-domain-wrong = Ce n’est pas un domaine. Écrivez seulement ce qui suit le @.
organisation-ownership = Public ou privé
organisation-country = Pays
organisation-country-hint = Deux lettres, comme BE.
country-unknown = Nous ne connaissons pas ce pays. Écrivez deux lettres, comme BE.

sites-title = Sites
site-main = Site principal
site-unnamed = Site sans nom
site-add = Ajouter un site
site-edit = Modifier le site
site-remove = Supprimer ce site
site-name = Nom du site
site-name-hint = Seulement s’il porte un autre nom que l’organisation.
site-street = Rue
site-house-number = Numéro
site-postcode = Code postal
site-city = Commune
site-telephone = Central téléphonique
site-email = Adresse e-mail générale
site-website = Site web
site-beds = Lits
beds-wrong = Écrivez un nombre, comme 120.
site-emergency = Service des urgences
site-facility-type = Type selon la liste
site-as-of = Situation au
site-extra = Ce que la liste dit encore

seats-title = Qui en répond
seats-lead = Chaque fonction a un titulaire, des remplaçants et des moyens de la joindre.
seats-empty-title = Encore personne
seats-empty-text = Sans fonctions, personne ne peut se connecter ou être averti pour cette organisation.
seats-hidden = Les noms et numéros ne sont visibles que pour l’organisation elle-même et l’administrateur.
seat-add = Ajouter une fonction
seat-role = Fonction
seat-role-hint = Une fonction peut exister plusieurs fois, comme pour une garde.
seat-vacant = Personne n’exerce cette fonction.
seat-people = Personnes
seat-holds = titulaire
seat-stands-in = remplaçant
seat-later = commence plus tard
seat-end = Arrête maintenant
seat-replace = Confier cette fonction à quelqu’un d’autre
seat-replace-hint = La personne qui l’exerce maintenant ne pourra plus l’utiliser.
seat-replace-do = Confier la fonction
seat-add-stand-in = Ajouter un remplaçant
seat-from = À partir de
seat-from-hint = Laisser vide : dès maintenant.
seat-until = Jusqu’à
seat-until-wrong = La fin doit venir après le début.
seat-reach-weak = Difficile à joindre
lack-none = Il n’y a aucun moyen de joindre cette fonction. Ajoutez-en deux, dont un hors de votre propre messagerie et de votre central.
lack-only-one = Il n’y a qu’un seul moyen. Ajoutez-en un second, hors de votre propre messagerie et de votre central.
lack-none-outside = Tous les moyens passent par votre propre messagerie ou central. Si votre réseau tombe, personne ne joint cette fonction. Ajoutez un GSM ou une adresse e-mail d’ailleurs.
person-name = Nom
person-email = Adresse e-mail pour se connecter
person-language = Langue de cette personne
seat-invite = Inviter par e-mail
seat-invited = L’invitation est en route.
invite-subject = Choisissez comment vous vous connectez à Paraat

seat-erase = Effacer les données de cette personne
seat-erased = Les données de la personne sont effacées.
seat-earlier = Auparavant à cette fonction
erase-title = Effacer les données d’une personne
erase-lead = C’est irréversible. Lisez ce qui disparaît et ce qui reste.
erase-goes = Ce qui disparaît
erase-goes-ways = Tous les moyens de se connecter et toutes les sessions : la personne est déconnectée aussitôt.
erase-goes-seats = Toutes les fonctions et tous les remplacements. Les fonctions restent, sans cette personne.
erase-stays = Ce qui reste
erase-stays-journal = Le journal, inchangé. Il ne garde qu’un identifiant qui ne mène plus à aucun nom.
erase-stays-filed = Ce qui a été déposé garde le nom de la personne qui l’a déposé, jusqu’à la fin du délai de conservation de ce signalement.
erase-stays-channels = Les autres numéros et adresses pour joindre une fonction. S’il y en a un qui est propre à cette personne, supprimez-le à la page de la fonction.
erase-stays-backups = Les sauvegardes déjà faites, jusqu’à leur suppression.
erase-legend = En êtes-vous sûr ?
erase-sure = J’ai lu ceci et je veux effacer définitivement les données de cette personne
erase-not-sure = Cochez la case si vous le voulez. Rien n’est encore effacé.
erase-do = Effacer définitivement
erase-back = Retour à la fonction
erase-self = Vous ne pouvez pas effacer vos propres données
erase-self-text = Quelqu’un doit rester pour réparer une erreur. Demandez-le à un autre administrateur.

channels-title = Comment joindre cette fonction
channels-lead = Au moins deux moyens, dont un qui fonctionne encore si votre propre réseau tombe.
channel-email = E-mail
channel-mobile = GSM
channel-telephone = Téléphone fixe
channel-pager = Bip
channel-other = Autre chose
channel-kind = Type
channel-address = Adresse ou numéro
channel-add = Ajouter un moyen
channel-remove = Supprimer
channel-outside = hors du propre réseau
channel-inside = propre réseau
address-empty = Indiquez une adresse ou un numéro.
address-not-email = Ce n’est pas une adresse e-mail.
address-not-telephone = Ce n’est pas un numéro de téléphone. Écrivez-le avec l’indicatif, comme +32 2 000 01 00.
address-not-webhook = Ce n’est pas une adresse à laquelle un programme écoute. Elle commence par https:// et nomme un serveur, sans nom ni mot de passe.
channel-webhook = Un programme à une URL (webhook)
channel-ehealthbox = eHealthBox (qualité et numéro INAMI)
address-not-ehealthbox = Ce n’est pas une adresse de l’eHealthBox. Écrivez la qualité et le numéro INAMI, comme HOSPITAL 71000436.
webhook-secret = Le secret du programme, montré une seule fois
webhook-secret-text = Donnez-le à qui gère le programme à { $url }. Il permet de vérifier qu’une alerte vient bien d’ici ; s’il est perdu, supprimez ce moyen et ajoutez-le à nouveau.

identifier-empty = Il n’y a pas de numéro.
identifier-not-digits = Il contient autre chose que des chiffres.
identifier-wrong-length = Le nombre de chiffres n’est pas correct.
identifier-wrong-start = Un numéro d’entreprise commence par 0 ou 1.
identifier-check-digits = Les chiffres de contrôle ne concordent pas ; sans doute une faute de frappe.
identifier-too-long = Le numéro est trop long.
identifier-bad-character = Il contient un signe qui n’a pas sa place dans un numéro.

card-title = Carte d’urgence
card-lead = Avec cette carte, votre organisation signale une attaque sans se connecter. Affichez-la là où la garde la trouve, et nulle part ailleurs.
card-code-gone = Le code ne figure que sur le papier ; nous ne le conservons pas lisiblement.
card-replace = Faire une nouvelle carte
card-replace-hint = L’ancienne carte cesse aussitôt de fonctionner.
card-revoke = Révoquer la carte
card-none = Votre organisation n’a pas encore de carte d’urgence
card-none-text = Si votre connexion est hors d’atteinte, la carte est la voie la plus rapide.
card-make = Faire la carte
card-once = Imprimez cette carte maintenant
card-once-text = Le code n’est montré qu’une fois. Une ancienne carte ne fonctionne plus. Qui détient la carte peut donner l’alerte au nom de votre organisation.
card-heading = Carte d’urgence en cas de cyberattaque
card-how = Scannez avec un GSM, ou tapez le code à cette adresse :
card-keep = Carte perdue ? Faites-en aussitôt une nouvelle.
card-print-hint = Imprimez avec Ctrl+P ou par le menu du navigateur.
card-stored = La carte est imprimée
card-qr = Code QR menant à l’appel d’urgence
card-exercise = EXERCICE – cette carte n’est pas réelle

import-title = Importer une liste
import-lead = Vous voyez d’abord ce qui se passerait, avec la ligne et la colonne de chaque problème. Rien ne se perd.
import-file = Fichier (CSV)
import-file-hint = Tel que votre tableur l’enregistre : virgule, point-virgule ou tabulation ; tout encodage courant.
import-source = Nom de la liste
import-source-hint = Donnez à chaque liste son propre nom. Une nouvelle édition sous le même nom met à jour ce que la précédente a apporté. Vide : le nom du fichier.
import-look = Examiner
import-columns-title = Les colonnes que nous connaissons
import-columns-text = Seul le nom est obligatoire. Les noms courants en néerlandais, français et allemand et les listes d’Eurostat GISCO sont aussi compris. Ce que nous ne connaissons pas est conservé comme texte.
import-not-read = Nous n’avons pas pu lire ce fichier
file-missing = Choisissez un fichier.
file-empty = Le fichier est vide.
import-preview-title = Avant d’importer
import-tab = tabulation
import-what-happens = Ce qui se passerait
import-rows = Lignes
import-organisations = Organisations
import-sites = Sites
import-unknown-columns = Colonnes que nous ne connaissons pas
import-unknown-columns-text = Conservées comme texte près de chaque site.
import-confirm = Importer
import-other-file = Un autre fichier
import-problems = Ce que nous avons remarqué
import-problems-caption = Le plus grave d’abord ; lignes numérotées comme dans votre tableur.
import-no-problems = Aucun problème
import-row = Ligne
import-column = Colonne
import-value = Ce qui est écrit
import-why = Pourquoi
import-whole-row = toute la ligne
import-fate-refused = ligne refusée
import-fate-kept = conservé comme texte
import-fate-noted = pour info
imported-title = Importé
imported-text = Si vous réimportez cette liste plus tard, tout est mis à jour et rien n’est doublé.

reason-name-missing = La ligne ne nomme aucune organisation.
reason-name-too-long = Le nom est plus long que tout nom réel.
reason-cell-too-long = Une cellule est trop longue.
reason-more-cells-than-columns = La ligne a plus de cellules qu’il n’y a de colonnes ; le plus souvent un séparateur de trop.
reason-quote-never-closed = Un guillemet s’ouvre et ne se ferme jamais.
reason-fewer-cells-than-columns = La ligne a moins de cellules qu’il n’y a de colonnes ; le reste est lu comme vide.
reason-value-too-long = Trop long pour sa place.
reason-word-for-nothing = Un mot que les programmes écrivent pour « rien ».
reason-kind-unknown = Pas un type d’organisation que nous connaissons.
reason-mandate-unknown = Pas une compétence, ou cette organisation ne peut en avoir.
reason-nihdi-check-digits = Les chiffres de contrôle de ce numéro INAMI ne suivent aucune règle connue ; vérifiez-le.
reason-country-unknown = Pas un pays que nous connaissons.
reason-country-assumed = Aucun pays indiqué ; la Belgique est supposée.
reason-language-unknown = Pas une langue de ce programme (nl, fr, de, en).
reason-not-a-number = Ce n’est pas un nombre.
reason-out-of-range = Ce nombre n’est pas possible.
reason-position-incomplete = Seulement la latitude ou seulement la longitude.
reason-position-zero = Une position 0, 0 signifie « inconnu ».
reason-not-yes-or-no = Ni oui ni non.
reason-not-a-date = Ce n’est pas une date.
reason-month-first = Lu avec le mois d’abord ; sinon cette date n’existe pas.
reason-email-invalid = Ce n’est pas une adresse e-mail.
reason-several-emails = Plus d’une adresse e-mail ; la première est prise.
reason-lost-letters = Des lettres étaient déjà perdues avant que ce fichier n’arrive ici.
reason-control-characters = Des caractères invisibles ont été retirés.
reason-shared-identifier = Plus d’un lieu porte ce numéro ; nous les distinguons par nom et lieu.
reason-identical-row = La ligne est mot pour mot la même qu’une précédente.
reason-differs-from-organisation = Une autre ligne de la même organisation dit autre chose ; elle est retenue.

list-found = { $count ->
    [one] Une organisation.
   *[other] { $count } organisations.
 }
list-page-of = Page { $page } sur { $pages }
list-sites = { $count } sites
seat-since = depuis le { $when }
seat-till = jusqu’au { $when }
erase-goes-name = Le nom { $name } et l’adresse { $email }, aussi là où elle sert à joindre une fonction.
card-valid = La carte du { $when } est valable
file-too-large = Le fichier dépasse { $limit } Mo.
file-too-many-rows = Le fichier a plus de { $limit } lignes. Divisez-le.
file-too-many-columns = Le fichier a { $columns } colonnes ; nous n’en lisons pas plus de { $limit }.
file-no-name-column = Aucune colonne ne s’appelle name, naam, nom ou hospital_name. Trouvé : { $headings }.
import-read-as = Lu comme { $encoding }, cellules séparées par « { $separator } », conservé comme liste « { $source } ».
import-rows-text = Sur { $rows } lignes, { $taken } acceptées et { $refused } refusées.
import-blank = { $count ->
    [one] Une ligne vide passée.
   *[other] { $count } lignes vides passées.
 }
import-identical = { $count ->
    [one] Une ligne en répète une autre et compte une fois.
   *[other] { $count } lignes en répètent une autre et comptent une fois.
 }
import-counts = { $new } nouveaux, { $changed } mis à jour, { $unchanged } inchangés.
import-absent = { $count ->
    [one] Un d’avant n’y figure plus ; il reste tel quel.
   *[other] { $count } d’avant n’y figurent plus ; ils restent tels quels.
 }
import-refused-download = { $count ->
    [one] Télécharger la ligne refusée
   *[other] Télécharger les { $count } lignes refusées
 }
import-unshown = { $count ->
    [one] Et encore une.
   *[other] Et encore { $count } autres.
 }
import-other-row = Voir ligne { $row }.
invite-body = Bonjour { $name },{"\u000A\u000A"}Vous avez une fonction chez { $organisation } dans Paraat. Choisissez comment vous connecter ; le lien sert une fois, pendant sept jours :{"\u000A\u000A"}{ $link }

region-be = Belgique
region-be-bru = Bruxelles
region-be-wbr = Brabant wallon
region-be-vbr = Brabant flamand
region-be-van = Anvers
region-be-vli = Limbourg
region-be-wlg = Liège
region-be-wna = Namur
region-be-wht = Hainaut
region-be-wlx = Luxembourg (province)
region-be-vwv = Flandre occidentale
region-be-vov = Flandre orientale

relations-title = Fournisseurs et collaborateurs
relations-lead = Les personnes et organisations indiquées ici peuvent être averties en un clic lorsqu’une alerte arrive. Remplissez cette page avant d’en avoir besoin.
relations-remove = Retirer
relations-add = Ajouter
relations-nobody = L’annuaire ne contient personne d’autre à choisir. Demandez à l’administrateur d’ajouter l’organisation.
suppliers-title = Fournisseurs informatiques
suppliers-lead = Ceux qui fournissent, gèrent ou hébergent vos systèmes. Un fournisseur de quarante hôpitaux est averti une seule fois et répond pour les quarante.
suppliers-empty = Pas encore de fournisseur informatique.
suppliers-add = Ajouter un fournisseur informatique
networks-title = Réseaux
networks-lead = Le réseau d’hôpitaux ou de laboratoires dont vous faites partie. Une autorité peut avertir tout un réseau à la fois.
networks-empty = Pas encore de réseau.
networks-add = Ajouter un réseau
staff-title = Groupes de collaborateurs
staff-lead = Les collègues qui doivent savoir ce qui se passe : l’équipe de nuit, le service informatique, les secrétariats. Ils n’ont pas besoin de compte ; ils reçoivent un message avec un lien.
staff-empty = Pas encore de groupe. Commencez par ceux qui travaillent la nuit.
staff-add = Ajouter un groupe
staff-edit = Modifier le groupe
staff-name = Nom du groupe
staff-name-hint = Par exemple : équipe de nuit du labo
staff-name-missing = Donnez un nom au groupe.
staff-name-long = Ce nom est trop long.
staff-members = Qui en fait partie
staff-members-hint = Une personne par ligne : nom ; adresse e-mail ; numéro de GSM ; langue (nl, fr, de ou en). L’ordre n’a pas d’importance et vous pouvez coller depuis un tableur. Une adresse e-mail ou un numéro de GSM suffit.
staff-members-missing = Indiquez au moins une personne.
staff-members-wrong = Toutes les lignes n’ont pas pu être lues.
staff-line-no-address = il n’y a ni adresse e-mail ni numéro de GSM
staff-line-twice = il y a deux adresses ou deux numéros ; utilisez deux lignes
staff-privacy = Les noms et adresses sont conservés chiffrés. Seuls ceux qui dirigent cette organisation voient cette liste ; une autorité voit uniquement combien de personnes ont été atteintes.
staff-remove = Supprimer le groupe
staff-count = { $count ->
    [one] 1 personne
   *[other] { $count } personnes
 }
staff-line = Ligne { $line } : { $what }
staff-line-too-many = un groupe compte au plus { $most } personnes
