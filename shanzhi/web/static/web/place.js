// Where is the phone? Asked only when somebody taps the button; the answer goes into two hidden fields.
(function () {
  "use strict";
  if (!navigator.geolocation) return;
  document.querySelectorAll("[data-place]").forEach((box) => {
    const [lon, lat] = box.dataset.place.split(" ").map((id) => document.getElementById(id));
    const button = box.querySelector("button");
    const state = box.querySelector(".place-state");
    const { say } = window.shanzhi;
    button.hidden = false;

    function found(position) {
      lon.value = position.coords.longitude.toFixed(6);
      lat.value = position.coords.latitude.toFixed(6);
      state.textContent = say("place_found", { m: Math.max(5, Math.round(position.coords.accuracy)) });
      button.disabled = false;
      lon.dispatchEvent(new CustomEvent("shanzhi:place", { bubbles: true }));
      lon.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function refused() {
      state.textContent = say("place_refused");
      button.disabled = false;
    }
    button.addEventListener("click", () => {
      button.disabled = true;
      state.textContent = say("place_asking");
      navigator.geolocation.getCurrentPosition(found, refused, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });
})();
