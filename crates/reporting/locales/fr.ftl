nav-desk = Permanence
nav-reports = Mes signalements
optional = facultatif
open = Ouvrir

kind-hospital = hôpital
kind-clinical-biology-lab = biologie clinique
kind-pathology-lab = anatomie pathologique
kind-gp-practice = cabinet de médecine générale
kind-nursing-home = maison de repos
kind-pharmacy = pharmacie
kind-it-supplier = fournisseur informatique
kind-authority = autorité
kind-csirt = CSIRT
kind-emergency-service = service de secours
kind-other = autre organisation

wrong-too-long = C’est trop long ; { $most } caractères au plus.
wrong-not-a-moment = Écrivez un jour et une heure, comme 2026-11-22T06:10.
wrong-in-future = C’est dans le futur. Indiquez le moment où vous l’avez su, selon l’horloge de cette page.
wrong-too-old = Cela remonte à des années. Vérifiez l’année.
wrong-not-a-choice = Prenez l’un des choix proposés.
wrong-not-an-email = Ce n’est pas une adresse e-mail ; elle ressemble à nom@exemple.be.
wrong-not-a-telephone = Ce n’est pas un numéro de téléphone ; écrivez les chiffres, si possible avec + et l’indicatif du pays.
wrong-no-words = Écrivez ce que vous voulez dire ; le champ est vide.

call-for = Vous signalez pour { $organisation }.
call-errors-title = Pas encore envoyé. Tout ce que vous avez écrit est encore là.
call-file = Signaler maintenant
call-keep = Garder pour plus tard
call-saved = enregistré à { $time }
call-offline = pas de connexion : gardé sur cet appareil
call-put-back = Vos mots sont revenus. Relisez-les, puis signalez.
call-restored = les mots gardés sur cet appareil ont été remis
call-resumed = Vous continuez ce qui a été gardé : { $time }.
call-new = Commencer un nouveau signalement
call-discard = Jeter ce brouillon
call-goes-to = Destinataires :
call-goes-to-nobody = L’annuaire ne cite aucune autorité pour votre type d’organisation. Votre signalement est gardé, mais nous ne prévenons personne : téléphonez aussi.
call-who-sees = Qui voit quoi, et pourquoi
call-each-sees = Chacune voit tout ce que vous remplissez ici, et sa propre conversation avec vous. Elle ne voit pas les conversations des autres. Vous voyez qui l’a lu, et quand.
call-others-none = Personne d’autre ne peut le voir, ni apprendre que cela existe.
call-kept = Gardé. Personne n’est encore prévenu : ouvrez le brouillon et choisissez « { $button } ».
call-kept-card = Gardé tant que vous restez ici avec cette carte. Personne n’est encore prévenu.
call-discarded = Le brouillon a été jeté. Personne n’a été prévenu.
call-filed-already = déjà envoyé

card-title = Signaler avec la carte d’urgence
card-lead = Quand personne ne peut se connecter. Le code se trouve sur la carte imprimée de votre organisation.
card-code-label = Code de la carte
card-code-hint = Quatre groupes de quatre. Majuscules, espaces et tirets n’ont pas d’importance.
card-unknown = Ce code est inconnu ou a été retiré. Comparez-le avec la carte, ou téléphonez.
card-begin = Commencer
card-scanned-title = Votre carte a été lue
card-scanned-lead = Un bouton, et vous pouvez dire ce qui se passe.
card-needs = Avec la carte, vous pouvez signaler, rien d’autre : elle n’ouvre aucun signalement antérieur.

receipt-title = Votre signalement est déposé
receipt-lead = C’est fait. { $count ->
    [0] Nous n’avons pu prévenir personne : téléphonez maintenant.
    [one] Une autorité vient d’être prévenue.
   *[other] { $count } autorités viennent d’être prévenues.
 }
receipt-number = Votre numéro
receipt-filed = Déposé
receipt-aware = Su depuis
receipt-entry = Ligne du journal
receipt-hash = Empreinte de cette ligne
receipt-digest = Empreinte du document
receipt-digest-why = Ces empreintes prouvent plus tard que pas une lettre n’a changé.
receipt-told-title = Qui est prévenu
receipt-next-title = Ce qui se passe maintenant
receipt-next-answer = { $authority } { $answer }.
receipt-next-mail = Dès qu’une autorité confirme ou pose une question, vos collègues reçoivent un e-mail qui dit seulement que quelque chose attend.
receipt-next-by = Le { $time } :
receipt-next-card = Votre directeur et vos collègues trouvent le signalement sous « Mes signalements » dès qu’ils peuvent se connecter. Cette page reste lisible pour vous tant que vous restez ici avec cette carte.
receipt-urgent = C’est urgent ? Téléphonez aussi :
receipt-document = Le document tel que déposé
receipt-to-report = Suivre votre signalement
receipt-print = Imprimer

stage-early-warning = Alerte précoce
document-title = { $stage } de { $organisation }
document-exercise = EXERCICE : rien de ceci n’est réel
document-of = Signalé par
document-filer = Déposé par
document-card = une personne avec la carte d’urgence
document-filed = Déposé
document-aware = Su depuis
document-not-answered = sans réponse
document-frozen = Tel que déposé, inchangé depuis. Formulaire { $form }, version { $version } ; { $law }.
document-digest = SHA-256 du document :
document-entry = Ligne { $seq } du journal, empreinte :
document-json = Le document en JSON, octet pour octet
document-back = Retour au signalement
document-erased-title = Le contenu a été effacé
document-erased-text = Son délai de conservation est écoulé. Le fait qu’il a été déposé, quand, et son empreinte restent au journal.

reports-title = Mes signalements
reports-lead = Ce que votre organisation a signalé, et où en est chaque signalement.
reports-call = Demander de l’aide
reports-drafts-title = Commencés, non envoyés
reports-drafts-text = Personne n’en est prévenu.
reports-draft-empty = (rien d’écrit encore)
reports-draft-saved = gardé : { $time }
reports-draft-go-on = Continuer
reports-draft-discard = Jeter
reports-filed-title = Déposés
reports-empty-title = Encore rien de signalé
reports-empty-text = Si vos systèmes sont attaqués, signalez-le ici en une minute ; les autorités qui doivent savoir sont prévenues aussitôt. Vous pouvez vous exercer avec votre carte d’urgence.
reports-older = Plus anciens
reports-newest = Vers les plus récents
reports-filed-at = déposé : { $time }

standing-told = { $authority } : prévenue
standing-acknowledged = { $authority } : confirmé
standing-asked = { $authority } : vous pose une question

desk-title = Permanence
desk-lead = Ce qui attend, le plus pressant d’abord. Cette page change d’elle-même.
desk-count = { $count ->
    [0] Rien ne vous attend.
    [one] Un signalement vous attend.
   *[other] { $count } signalements vous attendent.
 }
desk-late = En retard
desk-new = Nouveau
desk-mine = Vous attend
desk-colleagues = Chez des collègues
desk-asked = Attend le déclarant
desk-none = rien
desk-more = Il y en a d’autres ; tout voir
desk-all = Tout
desk-all-title = Tout ce qui vous a été signalé
desk-all-lead = Le plus récent d’abord.
desk-back = Vers la permanence
desk-empty-title = Rien ne vous a été signalé
desk-empty-text = Quand une organisation signale un incident que votre autorité doit connaître, il apparaît ici aussitôt, et la permanence reçoit un e-mail. Si vous attendez des signalements, faites vérifier par l’administrateur le mandat de votre autorité dans l’annuaire.
desk-aware = su depuis { $time }
desk-filed = déposé : { $time }
desk-left = encore { $time }
desk-late-by = { $time } de retard
desk-acknowledge = Confirmer
desk-read-answer = Lire la réponse
desk-go-on = Demander ou transmettre
desk-with = chez { $person }

chip-new = nouveau
chip-late = en retard
chip-answered = répondu
chip-yours = chez vous
chip-colleague = chez un collègue
chip-asked = question posée

incident-told-title = Les autorités
incident-status-told = prévenue, pas encore confirmé
incident-status-acknowledged = confirmé sous { $reference }
incident-status-acknowledged-at = confirmé sous { $reference } · { $time }
incident-status-told-at = prévenue : { $time }
incident-answer-due = réponse attendue pour le { $time }
incident-answer-late = pas encore de réponse ; elle était attendue pour le { $time }. Téléphonez au { $telephone }
incident-asks-you = vous pose une question
incident-no-questions = Pas encore de questions.
incident-answer-label = Votre réponse à { $authority }
incident-answer-hint = Seuls { $authority } et vos propres collègues la voient.
incident-answer-send = Envoyer la réponse
incident-answered = Votre réponse est envoyée.
incident-who-title = Qui peut voir ceci
incident-who-own = Votre organisation : directeur, adjoint, responsable qualité, informatique, chef de crise, permanence.
incident-who-authority = { $authority } : directeur, adjoint et permanence
incident-who-nobody = Personne d’autre ne peut le voir, ni apprendre que cela existe.
incident-read-title = Qui l’a lu
incident-read-none = Personne ne l’a encore ouvert.
incident-history-title = Ce qui s’est passé jusqu’ici
incident-filings-title = Documents tels que déposés
incident-filing = { $stage }, déposée le { $time }
incident-back-reports = Mes signalements
incident-back-desk = Permanence
incident-number = Numéro { $number }
incident-reference = Votre référence { $reference }
incident-facts-title = Ce qui a été signalé
incident-thread-title = Questions et réponses
incident-thread-empty = Rien de demandé encore.
incident-acknowledge = Confirmer
incident-acknowledge-why = Le déclarant voit aussitôt que vous l’avez, sous votre référence. Vous en devenez le gestionnaire.
incident-acknowledged = Confirmé sous { $reference }. Le déclarant le voit.
incident-ask-label = Poser une question au déclarant
incident-ask-hint = Seuls le déclarant et votre propre permanence la voient. Le déclarant reçoit un e-mail : quelque chose attend.
incident-ask-send = Envoyer la question
incident-asked = Votre question est envoyée.
incident-handler = Géré par { $person }
incident-handler-none = Personne ne le gère encore.
incident-assign-label = Transmettre à
incident-assign-send = Transmettre
incident-assigned = Transmis à { $person }.
incident-why-title = Pourquoi vous êtes prévenu
incident-somebody = quelqu’un
incident-card = carte d’urgence

history-filed = { $organisation } a déposé l’alerte précoce.
history-acknowledged = { $authority } a confirmé sous { $reference }.
history-asked = { $authority } a posé une question.
history-answered = { $organisation } a répondu à { $authority }.
history-assigned = { $person } le gère maintenant.

mail-waiting-subject = Paraat : quelque chose vous attend
mail-waiting-text = Quelque chose vous attend dans Paraat. Connectez-vous pour le voir :
mail-waiting-why = Ce message ne dit pas quoi, à dessein : une boîte aux lettres électronique n’est pas un endroit sûr. Vous le recevez en raison de votre fonction dans votre organisation.
mail-term-ends-subject = Paraat : un délai d’une notification prend fin
mail-term-ends-text = Un délai d’une notification dans Paraat prend fin : { $at }. Connectez-vous pour voir ce qui reste à faire :
mail-term-passed-subject = Paraat : un délai d’une notification est dépassé
mail-term-passed-text = Un délai d’une notification dans Paraat est dépassé : { $at }. Connectez-vous pour voir ce qui reste à faire :

wrong-missing = Complétez ce champ.
wrong-not-a-number = Écrivez un nombre, sans signe ni unité.
wrong-too-much = C’est trop ; { $most } au plus.
wrong-not-a-day = Écrivez un jour, comme 2026-11-22.
rows-more = Garder et ajouter une ligne
suggests-title = D’après vos réponses, l’incident peut être significatif
suggests-text = C’est une suggestion. C’est vous qui décidez.
stage-notification = notification
stage-intermediate = rapport intermédiaire
stage-progress = rapport d’avancement
stage-final = rapport final
