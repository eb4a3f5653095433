// A box to sign in with finger, pen or mouse; what is drawn travels as a PNG in a hidden field.
(function () {
  "use strict";
  document.querySelectorAll("[data-sign]").forEach((pad) => {
    const field = document.getElementById(pad.dataset.sign);
    const canvas = pad.querySelector("canvas");
    if (!field || !canvas.getContext) return;
    const pen = canvas.getContext("2d");
    pad.hidden = false;
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    let drawing = false;

    function spot(event) {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
    }
    canvas.addEventListener("pointerdown", (event) => {
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...spot(event));
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(...spot(event));
      pen.stroke();
    });
    ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => {
      if (!drawing) return;
      drawing = false;
      field.value = canvas.toDataURL("image/png");
    }));
    pad.querySelector("[data-sign-clear]").addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      field.value = "";
    });
  });
})();
