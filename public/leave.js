// "Leave this page", on the pages of a consultation about something that may hurt.
//
// Without this the link works as well. With it the page is gone from the screen before anything else happens, what
// this phone keeps of the unsent answer goes too, an answer that waits for signal says no more how somebody can be
// reached, the way back does not lead here, and the Shift key pressed three
// times does the same (domain.md 5.11).

const PRESSES = 3;
const WITHIN = 5000;
// Away comes first: a phone that takes longer than this to delete leaves the photo to be deleted when its time is over.
const PATIENCE = 300;

const link = () => document.querySelector("a[data-exit]");

function forgetWords(slug) {
  try {
    localStorage.removeItem(`earshot:draft:${slug}`);
  } catch {
    // A browser that keeps nothing.
  }
}

// Of an answer that was sent and waits, its words go on waiting: how somebody can be reached does not.
function forgetContact() {
  try {
    const waits = JSON.parse(localStorage.getItem("earshot:outbox")) ?? [];
    for (const entry of waits) {
      const answer = JSON.parse(entry[3]);
      const about = answer.about.filter(([field]) => field !== "contact");
      if (about.length < answer.about.length) entry[3] = JSON.stringify({ ...answer, about });
    }
    if (waits.length) localStorage.setItem("earshot:outbox", JSON.stringify(waits));
  } catch {
    // As above.
  }
}

function forget(slug) {
  forgetWords(slug);
  forgetContact();
}

// The photos and recordings of the unsent answer: not those of one that was sent and waits for signal.
function forgetFiles(slug) {
  return new Promise((done) => {
    let sent = "";
    try {
      sent = localStorage.getItem("earshot:outbox") ?? "";
    } catch {
      // As above.
    }
    const open = indexedDB.open("earshot-files", 1);
    // None was ever kept on this phone, so there is no need to begin now.
    open.onupgradeneeded = () => open.transaction.abort();
    open.onerror = done;
    open.onsuccess = () => {
      const work = open.result.transaction("files", "readwrite");
      work.oncomplete = work.onabort = done;
      const cursor = work.objectStore("files").openCursor();
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        if (at.value.to.startsWith(`/c/${slug}/`) && !sent.includes(at.value.id)) at.delete();
        at.continue();
      };
    };
  });
}

async function leave({ href, pathname }) {
  const slug = pathname.split("/")[2];
  document.documentElement.hidden = true;
  // What is on its way stays behind, and what the journey still writes down goes at the very end.
  stop();
  forget(slug);
  addEventListener("pagehide", () => forget(slug));
  try {
    await Promise.race([forgetFiles(slug), new Promise((done) => setTimeout(done, PATIENCE))]);
  } catch {
    // A browser that does not let us look: nothing was kept in it.
  } finally {
    location.replace(href);
  }
}

addEventListener(
  "click",
  (event) => {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const exit = event.target.closest?.("a[data-exit]");
    if (!plain || !exit) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(exit);
  },
  true,
);

let presses = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    // Somebody types.
    presses = [];
    return;
  }
  const exit = link();
  if (event.repeat || !exit) return;
  presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (presses.length >= PRESSES) leave(exit);
});

// What needs this script is said only where it runs.
for (const said of document.querySelectorAll("[data-leave]")) said.hidden = false;
