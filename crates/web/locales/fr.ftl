skip-to-content = Aller au contenu
main-menu = Menu principal
waiting = en attente :
call-for-help = Demander de l’aide
sign-out = Se déconnecter
help-phone-label = Par téléphone, jour et nuit :
live-lost = La page ne se met plus à jour. Rechargez-la pour voir le dernier état.
exercise-word = EXERCICE
exercise-not-real = rien de ceci n’est réel

role-director = Directeur
role-deputy = Directeur adjoint
role-quality-manager = Responsable qualité
role-it-head = Responsable informatique
role-crisis-lead = Responsable de crise
role-duty-officer = Service de garde
role-administrator = Administrateur
role-card-holder = Carte d’urgence

error-way-home = Vers la page d’accueil
error-not-found-title = Cette page n’existe pas
error-not-found-text = Elle a peut-être été déplacée, ou n’est pas destinée à votre fonction. Si vous avez suivi un lien, vérifiez que vous êtes connecté avec la bonne fonction.
error-forbidden-title = Vous ne pouvez pas faire ceci
error-forbidden-text = Votre fonction ne le permet pas. Votre directeur ou l’administrateur peut vous dire qui le peut.
error-signed-out-title = Vous n’êtes plus connecté
error-signed-out-text = Reconnectez-vous pour continuer.
error-invalid-title = Quelque chose ne va pas
error-invalid-text = La demande n’a pas pu être comprise. Revenez en arrière, vérifiez ce que vous avez saisi et réessayez.
error-conflict-title = Quelqu’un vous a précédé, ou cette page est ancienne
error-conflict-text = C’était déjà fait, ou vous avez changé de fonction depuis l’ouverture de la page. Revenez en arrière, rechargez et regardez à nouveau ; rien n’a été modifié.
error-too-many-title = Trop de tentatives
error-too-many-text = Attendez { $seconds } secondes et réessayez.
error-too-large-title = C’est trop volumineux
error-too-large-text = Votre envoi dépasse ce que nous acceptons. Rien n’a été enregistré.
error-unavailable-title = Un instant
error-unavailable-text = Le système ne joint pas sa base de données pour le moment. Réessayez dans une minute ; rien n’a été perdu en silence.
error-internal-title = Une erreur s’est produite chez nous
error-internal-text = Elle a été notée. Réessayez ; si cela persiste, utilisez le téléphone.

email = Adresse e-mail
password = Mot de passe
device-unknown = Appareil inconnu

sign-in-title = Se connecter
sign-in-passkey = Se connecter avec une clé d’accès
sign-in-or = ou
sign-in-button = Se connecter
sign-in-lost = J’ai perdu mon téléphone ou ma clé d’accès
sign-in-card = J’ai une carte ou un code d’urgence
sign-in-wrong = Cette adresse e-mail et ce mot de passe ne vont pas ensemble. Vérifiez-les et réessayez.
sign-in-wait = { $minutes ->
    [one] Trop de tentatives. Attendez une minute et réessayez. Une clé d’accès fonctionne tout de suite.
   *[other] Trop de tentatives. Attendez { $minutes } minutes et réessayez. Une clé d’accès fonctionne tout de suite.
 }
sign-in-kept-title = Votre texte est conservé
sign-in-kept-text = Connectez-vous pour continuer. Vous verrez ce que vous avez écrit et pourrez alors l’envoyer.
sign-in-again-title = Connectez-vous encore une fois
sign-in-again-text = Vous allez modifier votre façon de vous connecter. Nous vérifions donc à nouveau que c’est bien vous.
passkey-refused = La clé d’accès n’a pas été acceptée. Réessayez ou utilisez votre mot de passe.
signed-out-title = Vous êtes déconnecté
signed-out-text = Cet appareil a oublié ce que vous étiez en train d’écrire.
signed-out-again = Se connecter

code-title = Encore une étape
code-label = Code à six chiffres
code-hint = Ouvrez l’application d’authentification sur votre téléphone.
code-button = Continuer
code-wrong = Ce code n’est pas le bon ou a déjà servi. Attendez le suivant et réessayez.
code-no-phone = Je n’ai pas mon téléphone : utiliser un code imprimé
code-back = Retour à la connexion
recovery-code = Code de secours imprimé
recovery-code-hint = Seize lettres et chiffres. Chaque code sert une seule fois.

recovery-title = J’ai perdu mon téléphone ou ma clé d’accès
recovery-phone-title = Vous connaissez encore votre mot de passe
recovery-phone-text = Connectez-vous avec votre mot de passe. À la page suivante, choisissez « utiliser un code imprimé ».
recovery-passkey-title = Vous vous connectiez seulement avec une clé d’accès
recovery-passkey-text = Tapez votre adresse e-mail et l’un de vos codes de secours imprimés. Vous pourrez alors choisir une nouvelle façon de vous connecter.
recovery-button = Choisir une nouvelle façon de se connecter
recovery-wrong = Cette adresse e-mail et ce code ne vont pas ensemble, ou votre compte a un mot de passe. Vérifiez-les et réessayez.
recovery-nothing-title = Vous n’avez rien de tout cela
recovery-nothing-text = Demandez une nouvelle invitation à votre directeur ou à l’administrateur.

invitation-title = Bienvenue dans Paraat
invitation-lead = Cette invitation est destinée à { $name }.
invitation-text = Vous choisissez maintenant comment vous vous connecterez. Il faut environ trois minutes. Gardez votre téléphone à portée de main.
invitation-button = Commencer
invitation-until = Valable jusqu’au { $time }. Le lien sert une seule fois.
invitation-over-title = Ce lien ne fonctionne plus
invitation-over-text = Il a servi, il a expiré, ou un lien plus récent a été envoyé. Si vous avez déjà terminé, connectez-vous. Sinon, demandez une nouvelle invitation à la personne qui vous a invité.

set-up-title = Comment vous connecterez-vous ?
set-up-lead = Choisissez une façon. Vous pourrez ajouter l’autre plus tard.
set-up-passkey-title = Avec une clé d’accès
set-up-passkey-text = Votre appareil vous reconnaît par empreinte, visage ou code PIN. Rien à retenir, et personne ne peut vous la soutirer.
passkey-make = Créer une clé d’accès
set-up-password-title = Avec un mot de passe et une application
set-up-password-text = Vous tapez un mot de passe, puis un code donné par une application sur votre téléphone.
set-up-next = Suite : l’application
password-new = Nouveau mot de passe
password-hint = Au moins 12 caractères. Quelques mots à la suite sont faciles à retenir et difficiles à deviner.
password-repeat = Nouveau mot de passe, encore une fois
password-too-short = C’est trop court. Utilisez au moins 12 caractères.
password-too-long = C’est trop long. Utilisez au plus 256 caractères.
password-too-common = C’est un des premiers mots de passe qu’un attaquant essaie. Choisissez-en un autre.
password-personal = Il est fait de votre nom ou de votre adresse e-mail. Choisissez-en un autre.
password-differs = Ce n’est pas le même que ci-dessus. Tapez deux fois le nouveau mot de passe.

app-title = Relier une application
app-lead = L’application affiche un nouveau code toutes les trente secondes.
app-step-get = Ouvrez une application d’authentification sur votre téléphone. Toute application de codes à usage unique convient.
app-step-scan = Faites lire cette image par l’application.
app-qr = Code QR pour votre application d’authentification
app-this-phone = L’application est sur cet appareil
app-type-it = La lecture ne marche pas : tapez cette clé
app-step-code = Tapez le code que l’application affiche maintenant.
app-button = Confirmer
app-wrong = Ce code n’est pas le bon. Vérifiez que l’horloge de votre téléphone se règle automatiquement et tapez le code affiché maintenant.

codes-title = Vos codes de secours
codes-lead = Pour le jour où vous n’aurez pas votre téléphone.
codes-text = Imprimez cette page ou recopiez les codes. Gardez-les avec vos papiers importants, pas sur votre ordinateur.
codes-once = Chaque code sert une seule fois. De nouveaux codes annulent ceux-ci.
codes-print = Imprimer
codes-have = Je les ai imprimés ou recopiés
codes-never-again = Ils ne seront plus affichés.

seat-title = Dans quelle fonction agissez-vous ?
seat-lead = Ce que vous voyez et pouvez faire dépend de votre fonction.
seat-current = votre fonction actuelle
seat-none-title = Vous n’avez pas encore de fonction
seat-none-text = Votre compte fonctionne, mais aucune organisation ne vous a donné de fonction. Demandez à votre directeur ou à l’administrateur.
seat-kept-text = Choisissez votre fonction. Vous verrez alors ce que vous avez écrit et pourrez l’envoyer.

account-title = Votre compte
account-name = Nom
account-seat = Fonction
account-no-seat = Aucune choisie
account-change-seat = Changer de fonction
account-details-hint = Votre directeur ou l’administrateur peut corriger votre nom et votre adresse.
account-language = Langue
account-language-text = Pour ces pages et pour les e-mails que vous recevez.
account-sessions = Où vous êtes connecté
account-sessions-text = L’une d’elles vous est inconnue ? Fermez-la et changez votre mot de passe.
account-this-one = celle-ci
account-since = Depuis le { $time }
account-used = Dernière utilisation le { $time }
account-made = Créée le { $time }
account-end = Fermer
account-end-others = Fermer toutes les autres
account-passkeys = Clés d’accès
account-passkeys-text = Avec une clé d’accès, votre appareil vous reconnaît. Créez-en une sur chaque appareil que vous utilisez.
account-passkey-failed = Aucune clé d’accès n’a été créée. Si vous vous êtes connecté il y a plus d’une demi-heure, reconnectez-vous d’abord.
account-remove = Supprimer
account-last-passkey = C’est votre seule façon de vous connecter. Créez d’abord une autre clé d’accès ou un mot de passe.
account-password = Mot de passe et application
account-current = Mot de passe actuel
account-current-wrong = Ce n’est pas votre mot de passe actuel.
account-change-password = Changer le mot de passe
account-phone = Un autre téléphone
account-phone-text = Reliez l’application d’un autre téléphone. Vous choisissez aussi un nouveau mot de passe ; les codes de l’ancien téléphone ne marcheront plus.
account-phone-button = Relier un autre téléphone
account-no-password = Vous n’avez pas de mot de passe. En avoir un, avec une application sur votre téléphone, est une bonne réserve.
account-make-password = Créer un mot de passe
account-codes = Codes de secours
account-codes-left = { $count ->
    [one] Il vous reste { $count } code inutilisé.
   *[other] Il vous reste { $count } codes inutilisés.
 }
account-codes-new = Créer de nouveaux codes
account-done-session = La session a été fermée.
account-done-sessions = Toutes les autres sessions ont été fermées.
account-done-passkey = La clé d’accès a été ajoutée.
account-done-passkey-removed = La clé d’accès a été supprimée. Effacez-la aussi sur l’appareil.
account-done-password = Votre mot de passe a été changé. Vos autres sessions ont été fermées.

resume-title = Votre texte est conservé
resume-lead = Il n’a pas été envoyé : vous n’étiez plus connecté, ou vous avez changé de fonction entre-temps. Relisez-le, puis envoyez-le.
resume-as = Vous l’envoyez en tant que
resume-other-seat = Choisir une autre fonction
resume-send = Envoyer maintenant
resume-without = Continuer sans ce texte

mail-changed-subject = Votre connexion à Paraat a été modifiée
mail-changed-body =
    Votre mot de passe, votre clé d’accès, votre application ou vos codes de secours pour Paraat ont été modifiés ou utilisés.

    C’était vous ? Alors il n’y a rien à faire.

    Ce n’était pas vous ? Connectez-vous, fermez toutes les autres sessions, changez votre mot de passe et prévenez tout de suite votre administrateur :
    { $link }
account-devices = Alertes sur un appareil
account-devices-text = Une alerte qui ne peut attendre apparaît aussitôt sur chaque appareil ci-dessous, en plus des autres moyens de vous joindre. Son texte reste sur ce site.
account-devices-hint = Il faut un navigateur capable d’afficher des notifications, avec les scripts activés. Sur iPhone ou iPad, ajoutez d’abord ce site à l’écran d’accueil.
account-device-add = M’alerter sur cet appareil
account-device-failed = Cela n’a pas fonctionné. Autorisez les notifications de ce site dans votre navigateur, puis réessayez.
account-device-refused = Cet appareil n’a pas pu être ajouté. Vous en avez déjà dix, ou le navigateur a donné quelque chose d’inconnu.
account-done-device = Vous serez alerté sur cet appareil.
account-done-device-removed = Vous ne serez plus alerté sur cet appareil-là.
