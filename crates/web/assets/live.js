/* Every page works without this file. It adds comfort: regions that change by themselves, drafts saved
   while one types, passkeys, and a guard against pressing a button twice. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (element, text) => { if (element && text && element.textContent !== text) element.textContent = text; };
  const isBox = (e) => /checkbox|radio/.test(e.type);
  const post = (url, body, more) => fetch(url, { method: "POST", body, redirect: "manual", headers: { "X-Live": "1" }, ...more });
  const fieldsOf = (form) => new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === "string"));

  // Live regions. The server says only that something changed; the page then asks for itself again, as
  // the same person, and takes over the regions that differ. So one place decides who may see what.
  const served = new Map(); // what the server last sent for each region, to compare like with like
  const state = document.getElementById("live-state");
  let source, timer, busy, waiting, started = 0;

  const changed = (e) => e.options
    ? e.selectedIndex !== Math.max(0, [...e.options].findIndex((o) => o.defaultSelected))
    : isBox(e) ? e.checked !== e.defaultChecked : e.value !== e.defaultValue;
  // Where somebody is typing, or has typed, nothing is replaced.
  const inUse = (region) => all("input,textarea,select", region).some((e) => e === document.activeElement || changed(e));
  const nameOf = (e) => e.tagName + (e.id || e.name || e.getAttribute("href") || e.textContent.trim());
  const summaries = (region) => all("details > summary", region);

  function replace(region, fresh) {
    const active = document.activeElement;
    const focused = region.contains(active) && nameOf(active);
    const open = new Map(summaries(region).map((s) => [nameOf(s), s.parentNode.open]));
    region.replaceChildren(...fresh.childNodes);
    summaries(region).forEach((s) => { s.parentNode.open = open.get(nameOf(s)) ?? s.parentNode.open; });
    all("a,button,summary,[tabindex]", region).find((e) => nameOf(e) === focused)?.focus({ preventScroll: true });
    setUp(region);
  }

  async function refresh() {
    timer = null;
    if (busy) return schedule();
    busy = true;
    started = Date.now();
    try {
      // A redirect means that the session ended; following it would put the sign-in page here.
      const look = (url) => fetch(url, { redirect: "manual", cache: "no-store", headers: { "X-Live": "1" } });
      let answer = await look(location.href);
      // The answer to a form has no address of its own; what cannot wait stands on every page.
      if (answer.status === 405) answer = await look("/account");
      if (!answer.ok) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      waiting = false;
      all("[data-live][id]").forEach((region) => {
        const fresh = page.getElementById(region.id);
        if (!fresh || !region.isConnected || fresh.innerHTML === served.get(region.id)) return;
        if (inUse(region)) { waiting = true; return; }
        served.set(region.id, fresh.innerHTML);
        replace(region, fresh);
      });
      if (state) state.textContent = "";
    } catch { say(state, state?.dataset.lost); }
    busy = false;
  }

  // At most two refreshes a second, however many messages arrive.
  function schedule() { timer ??= setTimeout(refresh, Math.max(0, started + 500 - Date.now())); }

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource("/live");
    source.onopen = schedule; // what happened while nobody listened
    source.onmessage = schedule;
    source.addEventListener("changed", schedule);
    source.onerror = () => {
      // A short gap, as a phone has many, is not worth a word.
      setTimeout(() => { if (source?.readyState !== EventSource.OPEN && !document.hidden) say(state, state?.dataset.lost); }, 5000);
      // The browser reconnects by itself, except after an answer that was not a stream.
      if (source?.readyState === EventSource.CLOSED) { source = null; setTimeout(listen, 15000); }
    };
  }
  // A hidden page holds no connection: browsers allow a server only six. It catches up when seen again.
  function rest() { source?.close(); source = null; }

  if (all("[data-live]").length) {
    all("[data-live][id]").forEach((region) => served.set(region.id, region.innerHTML));
    listen();
    document.addEventListener("visibilitychange", () => document.hidden ? rest() : listen());
    document.addEventListener("focusout", () => { if (waiting) schedule(); });
    addEventListener("pagehide", rest);
    addEventListener("pageshow", listen);
  }

  // Drafts. What is typed goes to the server and to this device. The copy here counts only while the
  // server has not confirmed it, so that it never overwrites something newer written elsewhere.
  function stored(work) { try { return work(localStorage); } catch { return null; /* full or forbidden */ } }
  const typed = (form) => [...form.elements].filter((e) => e.name && !/hidden|password|file|submit|button|fieldset/.test(e.type));

  function autosave(form) {
    const url = form.dataset.autosave, key = "paraat:" + url, base = Number(form.dataset.savedAt || 0);
    const says = form.querySelector("[data-saved]");
    let timer, sending, dirty, submitted, wait = 2000;

    const keep = (pending) => stored((s) => s.setItem(key, JSON.stringify({
      at: Date.now(), base, pending, fields: typed(form).map((e) => [e.name, e.value, e.checked]) })));
    const later = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };

    function restore() {
      const copy = stored((s) => JSON.parse(s.getItem(key)));
      // When the server still has what this device started from, no clock is needed to tell which is newer.
      if (!copy?.pending || (copy.base !== base && copy.at < base)) return;
      typed(form).forEach((e) => {
        const at = copy.fields.findIndex(([name, value]) => name === e.name && (!isBox(e) || value === e.value));
        if (at < 0) return;
        const [[, value, checked]] = copy.fields.splice(at, 1);
        if (isBox(e) ? e.checked === checked : e.value === value) return;
        if (isBox(e)) e.checked = checked; else e.value = value;
        dirty = true;
      });
      if (dirty) { say(says, says?.dataset.restored); later(wait); }
    }

    async function send(leaving) {
      if (!dirty || submitted || (sending && !leaving)) return;
      clearTimeout(timer);
      sending = true;
      dirty = false;
      let answer, text;
      try {
        answer = await post(url, fieldsOf(form), { keepalive: !!leaving });
        text = (await answer.text()).slice(0, 200);
      } catch { answer = null; }
      sending = false;
      if (answer?.ok) {
        wait = 2000;
        if (!dirty) keep(false); else later(800);
        say(says, text);
      } else if (answer?.status >= 400 && answer.status < 500 && ![401, 403, 408, 429].includes(answer.status)) {
        say(says, text); // the server refuses these words; sending them again would not help
      } else {
        dirty = true;
        say(says, says?.dataset.offline);
        later(wait);
        wait = Math.min(wait * 2, 60000);
      }
    }

    form.addEventListener("input", () => { dirty = true; keep(true); later(800); });
    form.addEventListener("focusout", () => send());
    addEventListener("online", () => send());
    addEventListener("pagehide", () => send(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
    // No late draft may follow a sent form. Its words stay here until a page says that it was filed.
    form.addEventListener("submit", () => { submitted = true; keep(true); });
    addEventListener("pageshow", () => { submitted = false; });
    restore();
  }

  // Passkeys. A form for them is shown only where the browser knows them.
  function passkey(form) {
    const P = window.PublicKeyCredential, error = form.querySelector("[data-passkey-error]");
    if (!P?.parseCreationOptionsFromJSON) return;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.sent) return;
      form.dataset.sent = "1";
      if (error) error.hidden = true;
      try {
        const answer = await post(form.dataset.options, fieldsOf(form));
        if (!answer.ok) throw answer;
        const json = await answer.json(), options = json.publicKey ?? json;
        const credential = await (form.dataset.passkey === "register"
          ? navigator.credentials.create({ publicKey: P.parseCreationOptionsFromJSON(options) })
          : navigator.credentials.get({ publicKey: P.parseRequestOptionsFromJSON(options) }));
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch { if (error) error.hidden = false; }
      delete form.dataset.sent;
    });
  }

  // Warnings on this device. The form is shown only where the browser can be pushed to.
  function push(form) {
    const error = form.querySelector("[data-push-error]");
    if (!navigator.serviceWorker || !window.PushManager) return;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.sent) return;
      form.dataset.sent = "1";
      error.hidden = true;
      try {
        await navigator.serviceWorker.register("/push.js");
        const worker = await navigator.serviceWorker.ready;
        const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
        const { endpoint, keys } = made.toJSON();
        for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth })) form.elements[name].value = value;
        form.submit();
      } catch { error.hidden = false; }
      delete form.dataset.sent;
    });
  }

  // A second press within five seconds does nothing; the server would treat it as the first anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target, buttons = [...form.elements].filter((e) => e.type === "submit");
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    buttons.forEach((b) => b.setAttribute("aria-disabled", "true"));
    setTimeout(() => { delete form.dataset.sent; buttons.forEach((b) => b.removeAttribute("aria-disabled")); }, 5000);
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  function setUp(root) {
    all("form[data-autosave]", root).forEach(autosave);
    all("form[data-passkey]", root).forEach(passkey);
    all("form[data-push]", root).forEach(push);
    all("[data-print]", root).forEach((button) => { button.hidden = false; });
  }
  all("meta[name=paraat-filed]").forEach((meta) => stored((s) => s.removeItem("paraat:" + meta.content)));
  if (all("[data-forget-local]").length) {
    stored((s) => Object.keys(s).filter((k) => k.startsWith("paraat:")).forEach((k) => s.removeItem(k)));
  }
  setUp(document);
})();
