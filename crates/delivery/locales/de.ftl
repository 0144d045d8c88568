post-title = Simulierte Post
post-lead-exercise = In einer Übung verlässt keine E-Mail dieses System. Was an Sie gesendet worden wäre, steht hier.
post-lead-simulated = Diese Installation versendet keine echten E-Mails. Was an Sie gesendet worden wäre, steht hier.
post-empty-title = Noch keine Post für Sie
post-empty-text = Sobald etwas auf Sie wartet, erscheint die Nachricht darüber hier. Laden Sie die Seite neu, um nachzusehen.
post-reload = Erneut nachsehen
post-nav = Post
