// Making and showing a passkey: what only script can ask a device for.
//
// The page has a form with a box that is hidden, and beside it words for those who have no script or an old browser
// (`app/src/pages/passkey.rs`). Where there are passkeys the two change places. The button in the box asks the server
// what to ask the device, asks it, and sends the form with what it says.

const READS = { make: "parseCreationOptionsFromJSON", show: "parseRequestOptionsFromJSON" };
const ASKS = { make: "create", show: "get" };

const able = () => Object.values(READS).every((name) => globalThis.PublicKeyCredential?.[name]);

// What the server asks of the device; which words say what went wrong where it asks nothing.
async function asked(begin) {
  try {
    const answer = await fetch(begin, { method: "POST" });
    if (answer.status === 429) return { trouble: "many" };
    // Who was signed out meanwhile is led to another page, which asks nothing of a device.
    if (!answer.ok || answer.redirected) return { trouble: "server" };
    return await answer.json();
  } catch {
    return { trouble: "server" };
  }
}

// What the device says to these options, as JSON; nothing where it says nothing.
async function said(kind, options) {
  try {
    const publicKey = PublicKeyCredential[READS[kind]](options.publicKey);
    return JSON.stringify(await navigator.credentials[ASKS[kind]]({ publicKey }));
  } catch {
    return "";
  }
}

async function press(form, box, button) {
  const words = box.querySelector("[role=alert]");
  words.hidden = true;
  button.disabled = true;
  const { token, options, trouble } = await asked(box.dataset.begin);
  const answer = trouble ? "" : await said(box.dataset.passkey, options);
  button.disabled = false;
  if (answer) {
    form.querySelector("input[name=token]").value = token;
    form.querySelector("input[name=answer]").value = answer;
    form.submit();
  } else {
    words.textContent = box.dataset[trouble ?? "device"];
    words.hidden = false;
  }
}

if (able()) {
  for (const box of document.querySelectorAll("[data-passkey]")) {
    const form = box.closest("form");
    const button = box.querySelector("button");
    const otherwise = form.querySelector("[data-otherwise]");
    button.addEventListener("click", () => press(form, box, button));
    if (otherwise) otherwise.hidden = true;
    box.hidden = false;
  }
}
