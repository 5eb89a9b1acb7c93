// Photos, drawings and sound: what a phone adds to the plain field for a file.
//
// A photo is made smaller here, a drawing is drawn here, a voice is recorded here. Each gets a random id, which goes
// into the hidden field of its question, and is kept on this phone until the server has it: an answer may be given,
// and even sent, before its file has found signal. Nothing leaves this phone for anywhere but our own server.

const STORE = "earshot-files";
// That something is kept: looked for by pages that ask for no file, so that it goes on, or goes, from there.
const NOTE = "earshot:files";
// The event of a file that is not taken.
const FAILED = "earshot-failed";
const LONGEST = 1600;
const LARGEST = 8 * 1024 * 1024;
const MINUTES = 3;
const SOUND = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const PAUSES = [5, 15, 60, 300];

// Where a browser keeps nothing, files live as long as the page.
const held = new Map();
let database;

function storage() {
  database ??= new Promise((done, fail) => {
    const request = indexedDB.open(STORE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return database;
}

async function ask(mode, act) {
  const files = (await storage()).transaction("files", mode).objectStore("files");
  return new Promise((done, fail) => {
    const request = act(files);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function find(id) {
  return held.get(id) ?? (await ask("readonly", (files) => files.get(id)).catch(() => undefined));
}

async function everything() {
  const kept = await ask("readonly", (files) => files.getAll()).catch(() => []);
  return [...kept.filter((entry) => !held.has(entry.id)), ...held.values()];
}

async function keep(entry) {
  await ask("readwrite", (files) => files.put(entry)).then(
    () => held.delete(entry.id),
    () => held.set(entry.id, entry),
  );
}

// Keeps what became of a file, unless it was taken out in the meantime.
async function update(entry) {
  if (held.has(entry.id)) {
    held.set(entry.id, entry);
    return;
  }
  await ask("readwrite", (files) => {
    const found = files.getKey(entry.id);
    found.onsuccess = () => found.result && files.put(entry);
    return files.count();
  }).catch(() => {});
}

async function drop(id) {
  held.delete(id);
  await ask("readwrite", (files) => files.delete(id)).catch(() => {});
}

// Deletes a file here, and there as well.
async function forget(...entries) {
  for (const entry of entries) {
    await drop(entry.id);
    if (entry.tried) fetch(`${entry.to}/${entry.id}`, { method: "DELETE", keepalive: true }).catch(() => {});
  }
  await noteDown();
}

const waits = (entry) => !entry.sent && !entry.failed;

async function noteDown() {
  try {
    if ((await everything()).length) localStorage.setItem(NOTE, "1");
    else localStorage.removeItem(NOTE);
  } catch {
    // A browser that keeps nothing.
  }
}

let sending = false;
let tries = 0;
let timer;

// Sends what waits, one after the other, and tries again until everything is there.
async function send() {
  if (sending) return;
  sending = true;
  for (const entry of await everything()) {
    if (!waits(entry)) continue;
    tell(entry, "sending");
    entry.tried = true;
    const status = await fetch(`${entry.to}/${entry.id}`, { method: "PUT", body: entry.blob }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 204) entry.sent = true;
    // Not what we take, or not any more. Everything else may pass: no signal, stopped for a while, too many at once.
    if ([404, 410, 413, 422].includes(status)) entry.failed = true;
    await update(entry);
    tell(entry, stateOf(entry));
    if (entry.failed) dispatchEvent(new CustomEvent(FAILED, { detail: entry }));
  }
  sending = false;
  await noteDown();
  clearTimeout(timer);
  if ((await everything()).some(waits)) {
    timer = setTimeout(send, PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
    tries += 1;
  } else {
    tries = 0;
  }
}

// Lets go of what ran out, and of what the server has and no unsent answer on this phone names any more.
async function tidy() {
  let named = "";
  try {
    named = Object.values(localStorage).join("\n");
  } catch {
    // A browser that keeps nothing.
  }
  const here = [...document.querySelectorAll("[data-capture] [type=hidden]")].map((field) => field.value);
  for (const entry of await everything()) {
    const over = entry.until < Date.now();
    const done = !waits(entry) && !named.includes(entry.id) && !here.includes(entry.id);
    if (over || done) await drop(entry.id);
  }
  await noteDown();
}

// Somebody begins again, or this phone is to keep nothing: what belongs to no sent answer goes from it.
async function clear(slug) {
  let sent = "";
  try {
    sent = localStorage.getItem("earshot:outbox") ?? "";
  } catch {
    // A browser that keeps nothing.
  }
  const unsent = (entry) => entry.to.startsWith(`/c/${slug}/`) && !sent.includes(entry.id);
  await forget(...(await everything()).filter(unsent));
}

function make(name, words, kind = "") {
  const element = document.createElement(name);
  if (words) element.textContent = words;
  if (kind) element.className = kind;
  return element;
}

function button(words, act) {
  const element = make("button", words, "button button--still");
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

// Says how a file fares, wherever a line about it stands.
function tell(entry, state) {
  for (const line of document.querySelectorAll(`[data-file="${entry.id}"]`)) line.textContent = entry.words[state];
}

function stateOf(entry) {
  return entry.sent ? "sent" : entry.failed ? "failed" : "waiting";
}

function line(entry) {
  const line = make("p", entry.words[stateOf(entry)], "quiet");
  line.setAttribute("role", "status");
  line.dataset.file = entry.id;
  return line;
}

function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const letters = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return letters.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// A photo as large as it is needed, and nothing but its points. What this browser cannot read goes as it is.
async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return blob ?? file;
}

// Takes hold of the field for a file of one question.
function dress(box) {
  if ("dressed" in box.dataset || !box.dataset.to || !box.dataset.words) return;
  box.dataset.dressed = "";
  const words = JSON.parse(box.dataset.words);
  const photo = box.dataset.capture === "photo";
  const hidden = box.querySelector("[type=hidden]");
  const field = box.querySelector("[type=file]");
  const shown = make("div", "", "flow");
  const tools = make("div", "", "flow");
  hidden.after(shown);
  box.append(tools);

  const put = async (id) => {
    const before = await find(hidden.value);
    hidden.value = id;
    // The journey keeps what stands in the fields.
    hidden.dispatchEvent(new Event("input", { bubbles: true }));
    if (before) await forget(before);
    await show();
  };

  const give = async (blob) => {
    const id = randomId();
    const until = Date.now() + Number(box.dataset.days || 7) * 24 * 3600 * 1000;
    const entry = { id, to: box.dataset.to, blob, until, words, photo };
    if (blob.size > LARGEST) {
      fail();
      return;
    }
    await keep(entry);
    await put(id);
    await noteDown();
    tries = 0;
    send();
  };

  // What is not taken is no answer.
  const fail = () => {
    const said = make("p", words.failed, "error");
    said.setAttribute("role", "alert");
    shown.prepend(said);
  };
  addEventListener(FAILED, async ({ detail }) => {
    if (!box.isConnected || hidden.value !== detail.id) return;
    await put("");
    fail();
  });

  const show = async () => {
    const id = hidden.value;
    for (const old of box.querySelectorAll(":scope > figure, :scope > p")) old.remove();
    shown.textContent = "";
    if (!id) return;
    const entry = await find(id);
    const figure = make("figure", "", "own-file");
    const picture = photo && (entry ? await drawn(entry.blob) : there("img", `${box.dataset.to}/${id}`));
    if (picture) {
      picture.setAttribute("aria-label", words.alt);
      if (picture.tagName === "IMG") picture.alt = words.alt;
      else picture.setAttribute("role", "img");
      figure.append(picture);
    }
    if (!photo) figure.append(entry ? listen(entry.blob, words) : there("audio", `${box.dataset.to}/${id}`));
    figure.append(make("figcaption", photo ? words.photo : words.audio));
    shown.append(figure);
    if (entry) shown.append(line(entry));
    const out = button(words.out, () => put(""));
    const row = make("p");
    row.append(out);
    shown.append(row);
  };

  field.addEventListener("change", async () => {
    const file = field.files[0];
    if (!file) return;
    const blob = photo ? await smaller(file) : file;
    // Otherwise it would go once more with the form.
    field.value = "";
    await give(blob);
  });
  if (photo) tools.append(pad(words, give));
  else if (navigator.mediaDevices?.getUserMedia && window.MediaRecorder) tools.append(recorder(words, give, box));
  if (hidden.value) show();
}

// A file as the server shows it to this phone.
function there(name, address) {
  const element = make(name);
  if (name === "audio") {
    element.controls = true;
    element.preload = "none";
  }
  element.addEventListener("error", () => element.remove());
  element.src = address;
  return element;
}

async function drawn(blob) {
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return null;
  const canvas = make("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas;
}

// Plays what stands on this phone. No address is made for it, so no policy has to allow one.
function listen(blob, words) {
  let context;
  return button(words.listen, async () => {
    if (context) context.close();
    context = new AudioContext();
    const sound = await blob.arrayBuffer().then((bytes) => context.decodeAudioData(bytes)).catch(() => null);
    if (!sound) return;
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.start();
  });
}

// Somewhere to draw. Who cannot draw here has the field for a file beside it.
function pad(words, give) {
  const whole = make("div", "", "flow");
  const inside = make("div", "", "flow");
  inside.hidden = true;
  const canvas = make("canvas", "", "drawing");
  canvas.width = 1000;
  canvas.height = 750;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.pad);
  const pen = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;
  const draw = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#2a1730";
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    for (const points of strokes) {
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (const point of points) pen.lineTo(...point);
      pen.stroke();
    }
  };
  const at = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((event.clientX - left) / width) * canvas.width, ((event.clientY - top) / height) * canvas.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(at(event));
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (stroke = null));
  const close = () => {
    strokes = [];
    inside.hidden = true;
    opener.hidden = false;
    opener.focus();
  };
  const opener = button(words.draw, () => {
    inside.hidden = false;
    opener.hidden = true;
    draw();
    canvas.scrollIntoView({ block: "nearest" });
  });
  const row = make("div", "", "buttons");
  row.append(
    button(words.use, () => {
      if (!strokes.length) return;
      canvas.toBlob((blob) => {
        close();
        if (blob) give(blob);
      }, "image/png");
    }),
    button(words.undo, () => {
      strokes.pop();
      draw();
    }),
    button(words.clear, () => {
      strokes = [];
      draw();
    }),
    button(words.leave, close),
  );
  inside.append(make("p", words.pad, "hint"), canvas, row);
  whole.append(opener, inside);
  return whole;
}

// A voice. Who is refused the microphone is shown where to write.
function recorder(words, give, box) {
  const whole = make("div", "", "flow");
  const state = make("p", "", "quiet");
  state.setAttribute("role", "status");
  let recording = null;
  const start = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      state.textContent = words.refused;
      box.closest("fieldset")?.querySelector("textarea")?.focus();
      return;
    }
    const mimeType = SOUND.find((type) => MediaRecorder.isTypeSupported(type));
    const options = mimeType ? { mimeType, audioBitsPerSecond: 32000 } : {};
    recording = new MediaRecorder(stream, options);
    const parts = [];
    recording.ondataavailable = (event) => parts.push(event.data);
    const end = setTimeout(() => recording?.stop(), MINUTES * 60 * 1000);
    recording.onstop = () => {
      clearTimeout(end);
      for (const track of stream.getTracks()) track.stop();
      const blob = new Blob(parts, { type: recording.mimeType });
      recording = null;
      state.textContent = "";
      press.textContent = words.again;
      if (blob.size) give(blob);
    };
    recording.start();
    state.textContent = words.recording;
    press.textContent = words.stop;
  };
  const press = button(words.record, () => (recording ? recording.stop() : start()));
  whole.append(press, state);
  return whole;
}

// One line for each file that waits, where answers that wait are spoken of, and where everything was just sent.
async function list() {
  const outbox = document.querySelector(".outbox");
  const end = /\/(check|thanks)$/.test(location.pathname) ? document.querySelector("main") : null;
  const waiting = outbox || end ? (await everything()).filter(waits) : [];
  if (!waiting.length || document.querySelector("[data-waiting]")) return;
  const whole = make("div", "", "flow");
  whole.dataset.waiting = "";
  for (const entry of waiting) {
    const row = make("div", "", "box flow");
    const out = button(entry.words.out, async () => {
      await forget(entry);
      row.remove();
    });
    row.append(make("p", entry.photo ? entry.words.photo : entry.words.audio), line(entry), out);
    whole.append(row);
  }
  if (outbox) outbox.after(whole);
  else end.append(whole);
}

function look() {
  for (const box of document.querySelectorAll("[data-capture]")) dress(box);
  list();
}

// The journey swaps whole pages.
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
addEventListener(
  "submit",
  ({ target }) => {
    const [, slug] = /^\/c\/([a-z0-9-]+)\/start-over$/.exec(new URL(target.action).pathname) ?? [];
    if (slug) clear(slug);
  },
  true,
);
addEventListener(
  "click",
  ({ target }) => {
    const link = target.closest?.("a[href^='/c/'][href$='?shared=1']");
    if (link) clear(link.pathname.split("/")[2]);
  },
  true,
);
addEventListener("online", () => {
  tries = 0;
  send();
});
look();
tidy().then(send);
