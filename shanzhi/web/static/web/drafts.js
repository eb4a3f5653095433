// Nothing typed is lost: every field and photo of form[data-draft] is kept on this device until the form has arrived.
(function () {
  "use strict";
  if (!window.indexedDB) return;
  const { say } = window.shanzhi;
  const SKIP = new Set(["password", "file", "submit", "button"]);
  const DAYS = 30;

  const opened = new Promise((done, fail) => {
    const ask = indexedDB.open("shanzhi-drafts", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("drafts", { keyPath: "key" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
  async function store(mode, act) {
    const base = await opened;
    return new Promise((done, fail) => {
      const deal = base.transaction("drafts", mode);
      const ask = act(deal.objectStore("drafts"));
      // A write counts when the transaction is complete, not when the request was taken.
      deal.oncomplete = () => done(ask.result);
      deal.onerror = deal.onabort = () => fail(deal.error);
    });
  }
  const get = (key) => store("readonly", (drafts) => drafts.get(key));
  const put = (draft) => store("readwrite", (drafts) => drafts.put(draft));
  const drop = (key) => store("readwrite", (drafts) => drafts.delete(key));

  function fieldsOf(form) {
    return Array.from(form.elements).filter((one) => one.name && !SKIP.has(one.type) && one.name !== "csrfmiddlewaretoken"
      && !one.name.endsWith("_sha256") && !one.hasAttribute("data-no-draft"));
  }
  function read(form) {
    const values = {};
    for (const one of fieldsOf(form)) {
      if (one.type === "radio" || one.type === "checkbox") {
        values[one.name] = values[one.name] || [];
        if (one.checked) values[one.name].push(one.value);
      } else if (one.multiple) values[one.name] = Array.from(one.selectedOptions, (option) => option.value);
      else values[one.name] = one.value;
    }
    return values;
  }
  function write(form, values) {
    for (const one of fieldsOf(form)) {
      if (!(one.name in values)) continue;
      const value = values[one.name];
      if (one.type === "radio" || one.type === "checkbox") one.checked = value.includes(one.value);
      else if (one.multiple) Array.from(one.options).forEach((option) => { option.selected = value.includes(option.value); });
      else one.value = value;
    }
  }
  const isBlank = (values, first) => Object.keys(values).every((name) => JSON.stringify(values[name]) === JSON.stringify(first[name]));

  function start(form) {
    const key = form.dataset.draft;
    const first = read(form);
    const line = document.createElement("p");
    const state = document.createElement("span");
    const clear = document.createElement("button");
    let photos = {};
    let waiting = 0;
    line.className = "draft";
    state.setAttribute("role", "status");
    Object.assign(clear, { type: "button", className: "button button-quiet", textContent: say("draft_drop"), hidden: true });
    line.append(state, clear);
    const send = form.querySelector(".buttons, :scope > [type=submit]");
    if (send) send.before(line);
    else form.append(line);

    function save() {
      window.clearTimeout(waiting);
      const values = read(form);
      const draft = { key, values, photos, at: Date.now(), page: location.pathname };
      return put(draft).then(() => { state.textContent = say("draft_saved"); }, () => { state.textContent = ""; });
    }
    function soon() {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(save, 300);
    }
    form.addEventListener("input", soon);
    form.addEventListener("change", save);
    form.addEventListener("shanzhi:photos", (event) => {
      photos[event.detail.name] = event.detail.photos;
      save();
    });
    window.addEventListener("pagehide", () => { if (waiting) save(); });
    clear.addEventListener("click", () => drop(key).then(() => location.reload()));

    get(key).then((draft) => {
      if (!draft || Date.now() - draft.at > DAYS * 86400e3) return;
      photos = draft.photos || {};
      // A page that came back with errors already holds the newer words; only its photos have to be put back.
      const answered = Boolean(form.querySelector(".error, .error-summary"));
      if (!answered) write(form, draft.values);
      for (const [name, kept] of Object.entries(photos)) {
        const box = form.querySelector(`[data-photos-for][data-name="${CSS.escape(name)}"]`);
        if (box && kept.length) box.dispatchEvent(new CustomEvent("shanzhi:restore-photos", { detail: kept }));
      }
      if (answered || (isBlank(draft.values, first) && !Object.values(photos).some((kept) => kept.length))) return;
      form.prepend(line);
      state.textContent = say("draft_restored");
      clear.hidden = false;
      form.dispatchEvent(new CustomEvent("shanzhi:restored", { bubbles: true }));
    }).catch(() => {});
  }

  // A page says that the form has arrived: only then is the draft let go.
  document.querySelectorAll("[data-draft-done]").forEach((mark) => drop(mark.dataset.draftDone).catch(() => {}));
  document.querySelectorAll("form[data-draft]").forEach(start);
})();
