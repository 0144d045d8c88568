/* Every page works without this file. It adds four comforts: parts of a page that change by themselves,
   drafts that are saved while one types, passkeys, and a guard against pressing a button twice. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (element, text) => {
    if (element && text && element.textContent !== text) element.textContent = text;
  };

  // ---- Live regions -------------------------------------------------------------------------------
  // The server says only that something changed. The page then asks for itself again, as the same
  // person, and takes over the regions that differ: what may be seen is decided in one place.
  const served = new Map(); // what the server last sent for a region, to compare like with like
  let source, timer, busy, opened = false, lastStart = 0, waiting = false;

  const state = document.getElementById("live-state");
  const lost = () => state && say(state, state.dataset.lost);
  const found = () => state && (state.textContent = "");

  const changed = (field) =>
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.type === "file" ? field.files.length > 0
    : field.options ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((o) => o.defaultSelected))
    : field.type !== "hidden" && field.value !== field.defaultValue;

  // A region in which somebody is typing, or has typed, is left alone.
  const inUse = (region) =>
    (region.contains(document.activeElement) && document.activeElement.matches("input,textarea,select"))
    || all("input,textarea,select", region).some(changed);

  const key = (e) => [e.tagName, e.id || e.name || e.getAttribute("href") || e.textContent.trim()].join(" ");
  const keyOfDetails = (d) => d.id || (d.querySelector("summary") || d).textContent.trim();

  function replace(region, fresh) {
    const focus = region.contains(document.activeElement) ? key(document.activeElement) : null;
    const open = new Map(all("details", region).map((d) => [keyOfDetails(d), d.open]));
    region.replaceChildren(...fresh.childNodes);
    all("details", region).forEach((d) => {
      if (open.has(keyOfDetails(d))) d.open = open.get(keyOfDetails(d));
    });
    if (focus) {
      const again = all("a,button,summary,[tabindex]", region).find((e) => key(e) === focus);
      if (again) again.focus({ preventScroll: true });
    }
    setUp(region);
  }

  async function refresh() {
    timer = null;
    if (busy) return schedule();
    busy = true;
    lastStart = Date.now();
    try {
      // A redirect means that the session ended: following it would put the sign-in page here.
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual", cache: "no-store", headers: { "X-Live": "1" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      waiting = false;
      all("[data-live][id]").forEach((region) => {
        const fresh = page.getElementById(region.id);
        if (!fresh || !region.isConnected || fresh.innerHTML === served.get(region.id)) return;
        if (inUse(region)) { waiting = true; return; }
        served.set(region.id, fresh.innerHTML);
        replace(region, fresh);
      });
      found();
    } catch { lost(); }
    busy = false;
  }

  // At most two refreshes a second, however many messages arrive.
  function schedule() {
    if (!timer) timer = setTimeout(refresh, Math.max(0, lastStart + 500 - Date.now()));
  }

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource("/live");
    source.onopen = () => { if (opened) schedule(); opened = true; };
    source.onmessage = schedule;
    source.addEventListener("changed", schedule);
    source.onerror = () => {
      // The browser reconnects by itself, except after an answer that was not a stream.
      lost();
      if (source && source.readyState === EventSource.CLOSED) { source = null; setTimeout(listen, 15000); }
    };
  }
  // A hidden page holds no connection (browsers allow six to one server); it catches up when seen again.
  function rest() { if (source) { source.close(); source = null; } }

  if (document.querySelector("[data-live]")) {
    all("[data-live][id]").forEach((region) => served.set(region.id, region.innerHTML));
    listen();
    document.addEventListener("visibilitychange", () => document.hidden ? rest() : listen());
    document.addEventListener("focusout", () => { if (waiting) schedule(); });
    addEventListener("pagehide", rest);
    addEventListener("pageshow", listen);
  }

  // ---- Drafts saved while typing ------------------------------------------------------------------
  // What is typed goes to the server and to this device. The copy here counts only while the server
  // has not confirmed it, so that it never overwrites something newer written elsewhere.
  const local = {
    get(url) { try { return JSON.parse(localStorage.getItem("paraat:" + url)); } catch { return null; } },
    set(url, copy) { try { localStorage.setItem("paraat:" + url, JSON.stringify(copy)); } catch { /* full or forbidden */ } },
    drop(url) { try { localStorage.removeItem("paraat:" + url); } catch { /* forbidden */ } },
  };
  const typed = (form) => [...form.elements].filter((e) => e.name && !/^(hidden|password|file|submit|button|reset|fieldset|output)$/.test(e.type));

  function autosave(form) {
    const url = form.dataset.autosave, says = form.querySelector("[data-saved]");
    let timer, sending = false, dirty = false, wait = 2000, skew = 0, submitted = false;

    const remember = (pending) => local.set(url, {
      at: Date.now() + skew, pending, base: form.dataset.savedAt || "0",
      fields: typed(form).map((e) => /checkbox|radio/.test(e.type) ? [e.name, e.value, e.checked] : [e.name, e.value]),
    });

    function restore() {
      const copy = local.get(url), savedAt = Number(form.dataset.savedAt || 0);
      // The device's clock may be wrong; when the server's copy is the one this device started from,
      // no clock is needed to know which is newer.
      if (!copy || !copy.pending || !(Number(copy.base) === savedAt || copy.at + 1500 > savedAt)) return;
      let some = false;
      const fields = [...copy.fields];
      typed(form).forEach((e) => {
        const box = /checkbox|radio/.test(e.type);
        const at = fields.findIndex((f) => f[0] === e.name && (!box || f[1] === e.value));
        if (at < 0) return;
        const [[, value, checked]] = fields.splice(at, 1);
        if (box ? e.checked !== checked : e.value !== value) {
          some = true;
          if (box) e.checked = checked; else e.value = value;
        }
      });
      if (some) { say(says, says && says.dataset.restored); dirty = true; later(wait); }
    }

    function later(ms) { clearTimeout(timer); timer = setTimeout(send, ms); }

    async function send(leaving) {
      clearTimeout(timer);
      if (!dirty || submitted || (sending && leaving !== true)) return;
      sending = true; dirty = false;
      let again = false;
      try {
        const body = new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === "string"));
        const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: leaving === true, headers: { "X-Live": "1" } });
        const text = (await answer.text()).slice(0, 200);
        const date = Date.parse(answer.headers.get("Date"));
        if (date) skew = date - Date.now();
        if (answer.ok) {
          wait = 2000;
          if (!dirty) remember(false);
          say(says, text);
        } else if (answer.status >= 400 && answer.status < 500 && ![401, 403, 408, 429].includes(answer.status)) {
          say(says, text); // the server refuses this text itself: trying again would not help
        } else again = true;
      } catch { again = true; }
      sending = false;
      if (again) {
        dirty = true;
        say(says, says && says.dataset.offline);
        later(wait);
        wait = Math.min(wait * 2, 60000);
      } else if (dirty) later(800);
    }

    form.addEventListener("input", () => { dirty = true; remember(true); later(800); });
    form.addEventListener("focusout", () => send());
    addEventListener("online", () => send());
    addEventListener("pagehide", () => send(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
    // After the form is sent no late draft may follow it; its words stay here until the server has them.
    form.addEventListener("submit", () => { submitted = true; clearTimeout(timer); remember(true); });
    addEventListener("pageshow", () => { submitted = false; });
    restore();
  }

  // ---- Passkeys -----------------------------------------------------------------------------------
  function passkey(form) {
    const P = window.PublicKeyCredential;
    if (!P || !P.parseCreationOptionsFromJSON || !P.parseRequestOptionsFromJSON) return;
    form.hidden = false;
    const error = form.querySelector("[data-passkey-error]");
    let asking = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (asking) return;
      asking = true;
      if (error) error.hidden = true;
      try {
        const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        const json = await answer.json(), options = json.publicKey || json;
        const credential = form.dataset.passkey === "register"
          ? await navigator.credentials.create({ publicKey: P.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: P.parseRequestOptionsFromJSON(options) });
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch { if (error) error.hidden = false; }
      asking = false;
    });
  }

  // ---- The rest -----------------------------------------------------------------------------------
  // A second press within five seconds does nothing; the server would treat it as the same one anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const buttons = [...form.elements].filter((e) => e.type === "submit");
    buttons.forEach((b) => b.setAttribute("aria-disabled", "true"));
    const free = () => { delete form.dataset.sent; buttons.forEach((b) => b.removeAttribute("aria-disabled")); };
    setTimeout(free, 5000);
    addEventListener("pageshow", (e) => { if (e.persisted) free(); }, { once: true });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  function setUp(root) {
    all("form[data-autosave]", root).forEach(autosave);
    all("form[data-passkey]", root).forEach(passkey);
    all("[data-print]", root).forEach((button) => { button.hidden = false; });
  }
  all("meta[name=paraat-filed]").forEach((meta) => local.drop(meta.content));
  if (document.querySelector("[data-forget-local]")) {
    try { Object.keys(localStorage).filter((k) => k.startsWith("paraat:")).forEach((k) => localStorage.removeItem(k)); } catch { /* forbidden */ }
  }
  setUp(document);
})();
