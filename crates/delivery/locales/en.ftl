post-title = Simulated mail
post-lead-exercise = In an exercise no mail leaves this system. What would have been sent to you is here.
post-lead-simulated = This installation sends no real mail. What would have been sent to you is here.
post-empty-title = No mail for you yet
post-empty-text = As soon as something waits for you, the mail about it appears here. Reload the page to look again.
post-reload = Look again
post-nav = Mail
