// How far is each thing on this page from here? Asked when somebody taps; afterwards, where he allowed it for good, at once.
// The position stays on the phone.
(function () {
  "use strict";
  const box = document.querySelector("[data-far]");
  const spots = document.querySelectorAll("[data-spot]");
  if (!box || !spots.length || !navigator.geolocation) return;
  const button = box.querySelector("button");
  const state = box.querySelector("[role=status]");
  const { say } = window.shanzhi;
  const EARTH = 6371000;

  function metres(lon1, lat1, lon2, lat2) {
    const rad = Math.PI / 180;
    const high = Math.sin(((lat2 - lat1) * rad) / 2) ** 2;
    const wide = Math.sin(((lon2 - lon1) * rad) / 2) ** 2 * Math.cos(lat1 * rad) * Math.cos(lat2 * rad);
    return 2 * EARTH * Math.asin(Math.sqrt(high + wide));
  }
  function length(far) {
    if (far < 1000) return say("metres", { n: Math.max(10, Math.round(far / 10) * 10) });
    return say("kilometres", { n: far < 10000 ? (far / 1000).toFixed(1) : Math.round(far / 1000) });
  }
  function found(position) {
    spots.forEach((spot) => {
      const [lon, lat] = spot.dataset.spot.split(" ").map(Number);
      spot.textContent = " · " + length(metres(position.coords.longitude, position.coords.latitude, lon, lat));
      spot.hidden = false;
    });
    state.textContent = say("far_found", { m: Math.max(5, Math.round(position.coords.accuracy)) });
    button.disabled = false;
  }
  function refused() {
    state.textContent = say("far_refused");
    button.disabled = false;
  }
  function ask() {
    button.disabled = true;
    state.textContent = say("place_asking");
    navigator.geolocation.getCurrentPosition(found, refused, { timeout: 15000, maximumAge: 60000 });
  }
  box.hidden = false;
  button.addEventListener("click", ask);
  if (navigator.permissions) {
    navigator.permissions.query({ name: "geolocation" }).then((answer) => answer.state === "granted" && ask(), () => {});
  }
})();
