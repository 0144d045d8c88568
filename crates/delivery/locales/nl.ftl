post-title = Gesimuleerde mail
post-lead-exercise = In een oefening verlaat geen mail dit systeem. Wat naar u zou zijn gestuurd, staat hier.
post-lead-simulated = Deze installatie verstuurt geen echte mail. Wat naar u zou zijn gestuurd, staat hier.
post-empty-title = Nog geen mail voor u
post-empty-text = Zodra er iets op u wacht, verschijnt de mail daarover hier. Laad de pagina opnieuw om weer te kijken.
post-reload = Opnieuw kijken
post-nav = Mail
