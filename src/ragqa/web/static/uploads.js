// Sending documents: dropped or chosen, checked before they are sent, with the bytes sent on view.
"use strict";
(() => {
  const form = document.getElementById("upload-form");
  const drop = document.getElementById("drop");
  const inputs = [document.getElementById("files"), document.getElementById("folder")];
  const chosen = document.getElementById("chosen");
  const fault = document.getElementById("upload-fault");
  const button = document.getElementById("send");
  const largest = Number(form.dataset.megabytes) * 1024 * 1024;
  const suffixes = form.dataset.suffixes.split(",");
  /** Bytes of one request; the server takes sixteen of the largest files at a time. */
  const portion = 8 * largest;
  let dropped = [];

  const nameOf = (file) => file.ragqaPath || file.webkitRelativePath || file.name;
  const isHidden = (file) => nameOf(file).split("/").some((part) => part.startsWith("."));

  function all() {
    return [...inputs.flatMap((input) => [...input.files]), ...dropped].filter((file) => !isHidden(file));
  }

  function whyNot(file) {
    if (!suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix))) return "cannot be read";
    if (file.size > largest) return "is too large";
    return file.size ? "" : "is empty";
  }

  function show() {
    fault.hidden = true;
    const rows = all().map((file) => {
      const row = document.createElement("li");
      const reason = whyNot(file);
      row.textContent = nameOf(file) + (reason ? `: ${reason}, not sent` : "");
      row.classList.toggle("refused", Boolean(reason));
      return row;
    });
    chosen.replaceChildren(...rows);
    chosen.hidden = !rows.length;
  }

  function tell(text) {
    fault.textContent = text;
    fault.hidden = false;
    button.disabled = false;
    document.getElementById("sending").hidden = true;
  }

  /** Files in portions that one request may hold. */
  function portions(files) {
    const found = [[]];
    let size = 0;
    for (const file of files) {
      if (found.at(-1).length && size + file.size > portion) {
        found.push([]);
        size = 0;
      }
      found.at(-1).push(file);
      size += file.size;
    }
    return found;
  }

  function send(files, before, total) {
    const data = new FormData();
    data.append("kind", form.elements.kind.value);
    if (form.elements.replace.checked) data.append("replace", "yes");
    for (const file of files) data.append("files", file, nameOf(file));
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (event) => sent(before + event.loaded, total));
      request.addEventListener("load", () => {
        if (request.status === 200) resolve(request.responseURL);
        else reject(new Error(sentence(request)));
      });
      request.addEventListener("error", () => reject(new Error("The server could not be reached. Nothing is lost here; send it again.")));
      request.send(data);
    });
  }

  function sentence(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    return page.querySelector("[role=alert] .prose")?.textContent.trim() || `The server answered ${request.status}.`;
  }

  function sent(bytes, total) {
    const share = Math.min(1, bytes / Math.max(1, total));
    document.getElementById("sent").value = share;
    document.getElementById("sent-words").textContent = `${Math.round(100 * share)} % sent`;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = all().filter((file) => !whyNot(file));
    if (!files.length) {
      tell(all().length ? "None of these files can be sent." : "No file is chosen. Choose one or more.");
      return;
    }
    button.disabled = true;
    fault.hidden = true;
    document.getElementById("sending").hidden = false;
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0, place = "";
    try {
      for (const some of portions(files)) {
        place = await send(some, before, total);
        before += some.reduce((sum, file) => sum + file.size, 0);
      }
      location.assign(place);
    } catch (error) {
      tell(error.message);
    }
  });

  for (const input of inputs) input.addEventListener("change", show);

  async function under(entry, path) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      file.ragqaPath = path + file.name;
      return [file];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) break;
      for (const one of some) found.push(...await under(one, `${path}${entry.name}/`));
    }
    return found;
  }

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    for (const entry of entries) dropped.push(...await under(entry, ""));
    show();
  });
})();
