// The map beside the list. It shows what the list says, never more; without it every page still works.
(function () {
  "use strict";
  if (!window.L) return;
  const { say } = window.shanzhi;
    const LARGE = 24; // side of a mark in the map's own units

  function base(box) {
    const map = L.map(box, { attributionControl: Boolean(box.dataset.tiles), zoomSnap: 0.25, keyboard: true });
    map.createPane("names").style.zIndex = 450; // names lie under the marks
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
    return map;
  }
  async function json(url) {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }
  async function areas(box, map) {
    if (!box.dataset.areas) return null;
    const named = (feature, layer) => {
      if (feature.properties.name) {
        layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "map-name", pane: "names" });
      }
    };
    const layer = L.geoJSON(await json(box.dataset.areas), { style: { className: "map-area", weight: 1 }, onEachFeature: named, interactive: false });
    return layer.addTo(map);
  }
  function mark(light, many) {
    const side = many ? LARGE * 1.4 : LARGE;
    const html = document.createElement("span");
    html.textContent = many ? String(many) : ""; // a single mark is its own shape, as in the list
    return L.divIcon({ className: `map-mark map-mark-${many ? "many" : light || "grey"}`, html, iconSize: [side, side] });
  }
  function pointsOf(data) {
    return data.features.map((feature) => ({ ...feature.properties, lon: feature.geometry.coordinates[0], lat: feature.geometry.coordinates[1] }));
  }

  async function many(box) {
    const map = base(box);
    const state = box.nextElementSibling;
    const list = box.dataset.list && document.querySelector(box.dataset.list);
    const layer = L.layerGroup().addTo(map);
    const marks = new Map();
    const ground = await areas(box, map).catch(() => null);

    async function load() {
      const edges = map.getBounds();
      const url = new URL(box.dataset.points, location.href);
      url.searchParams.set("bbox", [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()].map((edge) => edge.toFixed(5)).join(","));
      const points = pointsOf(await json(url));
      layer.clearLayers();
      marks.clear();
      for (const point of points) {
        const pin = L.marker([point.lat, point.lon], { icon: mark(point.light, point.count), title: point.title || "", alt: point.title || "", keyboard: Boolean(point.url) });
        if (point.count) pin.on("click", () => map.setView([point.lat, point.lon], map.getZoom() + 2));
        else if (point.url) pin.on("click", () => open(point));
        pin.addTo(layer);
        if (point.id) marks.set(String(point.id), pin);
      }
      beside(points.some((point) => point.count));
    }
    function open(point) {
      const row = list && list.querySelector(`[data-id="${CSS.escape(String(point.id))}"] a`);
      if (row) row.click();
      else location.assign(point.url);
    }
    // The list is what counts: it stays whole, and says how much of it lies outside the view.
    function beside(gathered) {
      if (!list) return;
      const rows = Array.from(list.querySelectorAll("[data-id]"));
      const outside = gathered ? 0 : rows.filter((row) => !marks.has(row.dataset.id)).length;
      state.textContent = outside ? say("map_hidden", { n: outside }) : say("map_all", { n: rows.length });
      for (const row of rows) {
        const light = (on) => { const pin = marks.get(row.dataset.id); if (pin && pin.getElement()) pin.getElement().classList.toggle("map-mark-on", on); };
        row.onmouseenter = row.onfocusin = () => light(true);
        row.onmouseleave = row.onfocusout = () => light(false);
      }
    }
    const reload = () => load().catch(() => { state.textContent = say("map_failed"); });
    if (ground && ground.getBounds().isValid()) map.fitBounds(ground.getBounds());
    else {
      const all = pointsOf(await json(box.dataset.points));
      if (all.length) map.fitBounds(all.map((point) => [point.lat, point.lon]), { maxZoom: 15, padding: [LARGE, LARGE] });
      else map.setView([0, 0], 2);
    }
    map.on("moveend", reload);
    box.addEventListener("shanzhi:reload", reload);
    await reload();
  }

  async function place(box) {
    const map = base(box);
    const spot = [Number(box.dataset.lat), Number(box.dataset.lon)];
    map.setView(spot, box.dataset.tiles ? 15 : 12); // without tiles only the towns around say where it is
    L.marker(spot, { icon: mark("place"), keyboard: false }).addTo(map);
    await areas(box, map);
  }

  async function pick(box) {
    const map = base(box);
    const [lon, lat] = [document.getElementById(box.dataset.lonField), document.getElementById(box.dataset.latField)];
    const state = box.nextElementSibling;
    let pin = null;
    function put(spot, words) {
      if (pin) pin.setLatLng(spot);
      else pin = L.marker(spot, { icon: mark("place"), keyboard: false }).addTo(map);
      if (words) state.textContent = words;
    }
    const ground = await areas(box, map).catch(() => null);
    if (lon.value && lat.value) { map.setView([lat.value, lon.value], 15); put([lat.value, lon.value]); }
    else if (ground) map.fitBounds(ground.getBounds());
    map.on("click", (event) => {
      lon.value = event.latlng.lng.toFixed(6);
      lat.value = event.latlng.lat.toFixed(6);
      put(event.latlng, say("map_picked"));
      lon.dispatchEvent(new Event("change", { bubbles: true }));
    });
    lon.addEventListener("shanzhi:place", () => { map.setView([lat.value, lon.value], 16); put([lat.value, lon.value]); });
  }

  const MODES = { many, place, pick };
  document.querySelectorAll(".map[data-mode]").forEach((box) => {
    MODES[box.dataset.mode](box).catch(() => { box.nextElementSibling.textContent = say("map_failed"); });
  });
})();
