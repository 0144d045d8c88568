post-title = Courrier simulé
post-lead-exercise = Pendant un exercice, aucun courriel ne quitte ce système. Ce qui vous aurait été envoyé se trouve ici.
post-lead-simulated = Cette installation n’envoie pas de vrais courriels. Ce qui vous aurait été envoyé se trouve ici.
post-empty-title = Pas encore de courrier pour vous
post-empty-text = Dès que quelque chose vous attend, le courriel correspondant apparaît ici. Rechargez la page pour vérifier.
post-reload = Vérifier à nouveau
post-nav = Courrier
