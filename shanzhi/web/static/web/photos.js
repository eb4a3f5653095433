// Photos are made small on the phone before they travel; the digest of each original goes along as its proof.
(function () {
  "use strict";
  const LARGEST = 2048;
  const { say } = window.shanzhi;

  async function digest(file) {
    if (!window.crypto || !crypto.subtle) return "";
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Returns a JPEG of at most 2048 px, turned upright; the original where the phone cannot draw it (the server can).
  async function smaller(file) {
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return /\.(heic|heif)$/i.test(file.name) || /hei[cf]/.test(file.type) ? file : null;
    }
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || (blob.size >= file.size && scale === 1)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  }

  function start(box) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector(".thumbs");
    const state = box.querySelector(".photos-state");
    const most = Number(input.dataset.photos) || 9;
    let kept = [];
    // With scripts the control's own words ("no file chosen") say nothing true: our list tells what is chosen.
    box.querySelector(".photos-pick").hidden = false;
    input.classList.add("unseen");

    function show() {
      list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
      list.replaceChildren(...kept.map(thumb));
      box.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
      const bag = new DataTransfer();
      for (const photo of kept) {
        bag.items.add(photo.file);
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: `${box.dataset.name}_sha256`, value: photo.sha256 });
        box.append(field);
      }
      input.files = bag.files;
    }
    function thumb(photo, index) {
      const item = document.createElement("li");
      const image = document.createElement("img");
      const remove = document.createElement("button");
      item.className = "thumb-photo";
      image.src = URL.createObjectURL(photo.file);
      image.alt = say("photo_alt", { n: index + 1 });
      Object.assign(remove, { type: "button", className: "button button-quiet", textContent: say("photo_remove", { n: index + 1 }) });
      remove.addEventListener("click", () => {
        kept = kept.filter((one) => one !== photo);
        show();
        changed(say("photo_ready", { n: kept.length, max: most }));
        input.focus();
      });
      item.append(image, remove);
      return item;
    }
    function changed(text) {
      state.textContent = text;
      box.dispatchEvent(new CustomEvent("shanzhi:photos", { bubbles: true, detail: { name: box.dataset.name, photos: kept } }));
    }
    async function add(files) {
      const form = input.form;
      form.setAttribute("aria-busy", "true"); // the page's own guard holds the form back meanwhile
      state.textContent = say("photo_working");
      const notes = [];
      for (const file of files) {
        if (kept.length >= most) { notes.push(say("photo_too_many", { max: most })); break; }
        const sha256 = await digest(file);
        if (sha256 && kept.some((one) => one.sha256 === sha256)) continue;
        const small = await smaller(file).catch(() => file);
        if (small) kept.push({ file: small, sha256, name: file.name });
        else notes.push(say("photo_bad", { name: file.name }));
      }
      form.removeAttribute("aria-busy");
      show();
      changed([say("photo_ready", { n: kept.length, max: most }), ...notes].join(" "));
    }
    input.addEventListener("change", () => add(Array.from(input.files)));
    // drafts.js gives back what was chosen before the line went dead.
    box.addEventListener("shanzhi:restore-photos", (event) => {
      kept = event.detail.slice(0, most);
      show();
      state.textContent = say("photo_ready", { n: kept.length, max: most });
    });
  }
  document.querySelectorAll("[data-photos-for]").forEach(start);
})();
