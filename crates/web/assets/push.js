/* Shows what is pushed to this device, and opens the page it is about. It keeps nothing and answers for no page. */
self.addEventListener("push", (event) => {
  let said;
  try { said = event.data.json(); } catch { return; }
  event.waitUntil(self.registration.showNotification(said.title, {
    body: said.body, tag: said.tag, data: said.url, requireInteraction: true, icon: "/favicon.ico" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.notification.data) event.waitUntil(self.clients.openWindow(event.notification.data));
});
