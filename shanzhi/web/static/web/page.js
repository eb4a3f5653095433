// What every page does when scripts run: htmx manners, focus after a swap, the drawer, words about the network.
(function () {
  "use strict";
  const words = JSON.parse(document.body.dataset.words || "{}");
  const live = document.getElementById("live");
  const wire = document.getElementById("wire");
  let opener = null;
  let slow = 0;

  window.shanzhi = {
    words,
    say(key, values) {
      return (words[key] || "").replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
    },
    announce(text) {
      live.textContent = "";
      window.setTimeout(() => { live.textContent = text; }, 50);
    },
  };

  function tell(text) {
    wire.textContent = text;
    wire.hidden = !text;
  }

  // The error summary takes the focus when a form comes back.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  window.addEventListener("offline", () => tell(words.offline));
  window.addEventListener("online", () => tell(""));
  if (navigator.onLine === false) tell(words.offline);

  // A second press on a slow line must not send a form twice; Back from the next page lifts the lock.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });

  // htmx: busy marks, words after a while, focus to what changed.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    if (target) target.setAttribute("aria-busy", "true");
    window.clearTimeout(slow);
    slow = window.setTimeout(() => tell(words.slow), 2000);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    window.clearTimeout(slow);
    if (event.detail.target) event.detail.target.removeAttribute("aria-busy");
    tell(navigator.onLine === false ? words.offline : "");
  });
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => {
    document.addEventListener(name, (event) => {
      // A slot that may not be seen stays the link it was; only what somebody asked for is worth a word.
      if (event.detail.elt && event.detail.elt.classList.contains("slot")) return;
      tell(words.failed);
    });
  });
  // A form sent back with errors (422, 409, 400) is a page to read, not a failure.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([400, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    if (event.detail.target.id === "drawer-body") openDrawer(event);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.target;
    if (!target || target.closest("[data-no-focus]")) return;
    const wrong = target.querySelector("[data-focus]");
    const spot = wrong || target.querySelector("h1, h2, h3") || target;
    if (!spot.hasAttribute("tabindex")) spot.setAttribute("tabindex", "-1");
    spot.focus();
    window.shanzhi.announce(words.updated);
  });

  // The drawer: a quick look beside the list. Escape or 关闭 goes back to the row it came from.
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const title = document.getElementById("drawer-title");

  function openDrawer(event) {
    const link = event.detail.requestConfig && event.detail.requestConfig.elt;
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const heading = page.querySelector("h1");
    title.textContent = (heading && heading.textContent.trim()) || title.textContent;
    if (link && link.hasAttribute("data-drawer")) {
      document.getElementById("drawer-page").href = link.href;
      opener = link;
      document.querySelectorAll("tr.marked").forEach((row) => row.classList.remove("marked"));
      const row = link.closest("tr");
      if (row) row.classList.add("marked");
    }
    drawer.hidden = false;
    window.setTimeout(() => title.focus(), 0);
  }
  function closeDrawer() {
    drawer.hidden = true;
    document.querySelectorAll("tr.marked").forEach((row) => row.classList.remove("marked"));
    if (opener && opener.isConnected) opener.focus();
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drawer-close]")) closeDrawer();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawer.hidden) closeDrawer();
  });
})();
